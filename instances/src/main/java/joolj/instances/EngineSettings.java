// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import joolj.config.GlobalKeys;
import joolj.config.Globals;
import joolj.rfc7915.HeaderSettings;
import joolj.rfc7915.MtuPlateaus;

/** Makes the settings that all products have out of an instance's globals. */
final class EngineSettings {
    private EngineSettings() {}

    /**
     * The settings of header translation.
     *
     * @param amendUdpChecksumZero whether UDP packets without a checksum get one
     */
    static HeaderSettings headers(Globals globals, boolean amendUdpChecksumZero) {
        int[] plateaus = globals.get(GlobalKeys.MTU_PLATEAUS).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        return new HeaderSettings(
                (int) Math.min(globals.get(GlobalKeys.LOWEST_IPV6_MTU), Integer.MAX_VALUE),
                globals.get(GlobalKeys.ZEROIZE_TRAFFIC_CLASS),
                globals.get(GlobalKeys.OVERRIDE_TOS),
                globals.get(GlobalKeys.TOS).intValue(),
                new MtuPlateaus(plateaus),
                amendUdpChecksumZero);
    }
}
