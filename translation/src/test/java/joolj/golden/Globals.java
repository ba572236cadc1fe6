// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import joolj.rfc7915.HeaderSettings;
import joolj.rfc7915.MtuPlateaus;

/** The values that {@code global update} was given, by key. */
final class Globals {
    private final Map<String, String> values = new TreeMap<>();

    /** Carries out {@code global update KEY VALUE}. */
    void update(List<String> command) {
        values.put(command.get(2), command.get(3));
    }

    /** The value of a key, or null if it was not given one. */
    String text(String key) {
        return values.get(key);
    }

    boolean flag(String key, boolean otherwise) {
        return values.containsKey(key) ? Boolean.parseBoolean(values.get(key)) : otherwise;
    }

    int number(String key, int otherwise) {
        return values.containsKey(key) ? Integer.parseInt(values.get(key)) : otherwise;
    }

    /** A time in milliseconds; it is given in seconds. */
    long milliseconds(String key, long otherwise) {
        return values.containsKey(key) ? Math.round(Double.parseDouble(values.get(key)) * 1000) : otherwise;
    }

    /** The settings of headers. */
    HeaderSettings headers(HeaderSettings otherwise) {
        String plateaus = text("mtu-plateaus");
        return new HeaderSettings(
                number("lowest-ipv6-mtu", otherwise.lowestIpv6Mtu()),
                flag("zeroize-traffic-class", otherwise.zeroizeTrafficClass()),
                flag("override-tos", otherwise.overrideTos()),
                number("tos", otherwise.tos()),
                plateaus == null
                        ? otherwise.plateaus()
                        : new MtuPlateaus(Arrays.stream(plateaus.split(",", -1))
                                .mapToInt(Integer::parseInt)
                                .toArray()),
                flag("amend-udp-checksum-zero", otherwise.amendUdpChecksumZero()));
    }
}
