// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import java.util.Objects;
import joolj.rfc7757.Eamt;

/**
 * All that an operator tells a stateless translator. A packet is translated by one of these from beginning to end; only
 * the EAMT may change meanwhile.
 *
 * @param settings the settings
 * @param eamt the explicit address mappings
 * @param denylist4 the IPv4 addresses that pool6 does not translate
 */
public record SiitConfiguration(SiitSettings settings, Eamt eamt, Denylist4 denylist4) {

    /** Checks that nothing is missing. */
    public SiitConfiguration {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(eamt, "eamt");
        Objects.requireNonNull(denylist4, "denylist4");
    }

    /** What an instance starts with: no mappings, and nothing denied. */
    public static SiitConfiguration of(SiitSettings settings) {
        return new SiitConfiguration(settings, new Eamt(), Denylist4.EMPTY);
    }
}
