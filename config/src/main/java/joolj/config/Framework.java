// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Optional;

/** How packets reach an instance. */
public enum Framework {
    /** The daemon installs greedy rules itself: every packet of the namespace is offered to the instance. */
    NETFILTER("netfilter"),
    /** The instance is idle until a rule of the operator sends packets to its queue. */
    IPTABLES("iptables");

    private final String label;

    Framework(String label) {
        this.label = label;
    }

    /** The word for it in tables, options, control messages and configuration files. */
    public String label() {
        return label;
    }

    /** Finds the framework that has exactly this label, or nothing. */
    public static Optional<Framework> labelled(String label) {
        for (Framework framework : values()) {
            if (framework.label.equals(label)) {
                return Optional.of(framework);
            }
        }
        return Optional.empty();
    }
}
