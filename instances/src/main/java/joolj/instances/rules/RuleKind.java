// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.util.Optional;

/** The kinds of rules that the daemon installs. */
public enum RuleKind {
    /** The two rules of a netfilter instance. */
    GREEDY("greedy"),
    /** A chain of the instance's in the mangle table. */
    IPTABLES("iptables"),
    /** The same, and chains in the raw table. */
    IPTABLES_NOTRACK("iptables-notrack"),
    /** Tables of the instance's in nftables. */
    NFT("nft");

    private final String label;

    RuleKind(String label) {
        this.label = label;
    }

    /** The word for it, in the journal and elsewhere. */
    public String label() {
        return label;
    }

    static Optional<RuleKind> labelled(String label) {
        for (RuleKind kind : values()) {
            if (kind.label.equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
