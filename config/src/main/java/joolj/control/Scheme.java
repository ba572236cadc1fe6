// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.util.Optional;

/** The rule by which an address was translated. */
public enum Scheme {
    /** An explicit address mapping, RFC 7757 § 3.3. */
    EAMT("EAMT"),
    /** The prefix pool6, RFC 6052 § 2.3. */
    RFC6052("RFC 6052");

    private final String label;

    Scheme(String label) {
        this.label = label;
    }

    /** The word for it in control messages. */
    public String label() {
        return label;
    }

    /** Finds the scheme that has exactly this label, or nothing. */
    public static Optional<Scheme> labelled(String label) {
        for (Scheme scheme : values()) {
            if (scheme.label.equals(label)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }
}
