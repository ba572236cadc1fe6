// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Locale;

/** What a stateless translator does with packets between two of its own EAM hosts; RFC 7757 § 4.2. */
public enum HairpinMode {
    /** Nothing. */
    OFF,
    /** The simple method; RFC 7757 § 4.2.1. */
    SIMPLE,
    /** The intrinsic method; RFC 7757 § 4.2.2. */
    INTRINSIC;

    /** The word for it on the command line and in configuration files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
