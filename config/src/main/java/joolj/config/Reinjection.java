// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Optional;

/** How the translated packets of an instance enter the network again. */
public enum Reinjection {
    /** Through raw sockets: behind FORWARD, by OUTPUT and POSTROUTING. */
    RAW("raw"),
    /** Through a TUN device of the instance's own: they come in there and are routed, through FORWARD. */
    TUN("tun");

    private final String label;

    Reinjection(String label) {
        this.label = label;
    }

    /** The word for it in options, control messages and configuration files. */
    public String label() {
        return label;
    }

    /** Finds the one that has exactly this label, or nothing. */
    public static Optional<Reinjection> labelled(String label) {
        for (Reinjection reinjection : values()) {
            if (reinjection.label.equals(label)) {
                return Optional.of(reinjection);
            }
        }
        return Optional.empty();
    }

    /**
     * Reads the label.
     *
     * @throws SyntaxException if it is another word
     */
    public static Reinjection parse(String text) {
        return labelled(text)
                .orElseThrow(
                        () -> new SyntaxException("'" + text + "' is not a way to reinject packets (raw or tun)."));
    }
}
