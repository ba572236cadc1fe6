// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import java.util.Objects;

/**
 * The settings that rule the translation of headers, the same for every product. Immutable.
 *
 * @param lowestIpv6Mtu octets, at least 1280: IPv4 packets without DF become IPv6 packets of at most this size; RFC 7915
 *     § 4
 * @param zeroizeTrafficClass from IPv4: whether the traffic class becomes 0 instead of the type of service; RFC 7915
 *     § 4.1
 * @param overrideTos to IPv4: whether the type of service becomes {@code tos} instead of the traffic class; RFC 7915
 *     § 5.1
 * @param tos all eight bits, 0 to 255
 * @param plateaus MTUs to guess when an ICMPv4 error does not say one; RFC 7915 § 4.2
 * @param amendUdpChecksumZero from IPv4: whether a UDP checksum is computed where there was none; otherwise such a
 *     packet is dropped; RFC 7915 § 4.5. A stateful translator always computes it
 */
public record HeaderSettings(
        int lowestIpv6Mtu,
        boolean zeroizeTrafficClass,
        boolean overrideTos,
        int tos,
        MtuPlateaus plateaus,
        boolean amendUdpChecksumZero) {

    /** The smallest MTU of IPv6, octets; RFC 8200 § 5. */
    public static final int MINIMUM_IPV6_MTU = 1280;

    /** What a stateful translator starts with. */
    public static final HeaderSettings DEFAULT =
            new HeaderSettings(MINIMUM_IPV6_MTU, false, false, 0, MtuPlateaus.DEFAULT, true);

    /** Checks the ranges. */
    public HeaderSettings {
        Objects.requireNonNull(plateaus, "plateaus");
        if (lowestIpv6Mtu < MINIMUM_IPV6_MTU) {
            throw new IllegalArgumentException("lowest-ipv6-mtu (" + lowestIpv6Mtu + ") is too small (min: 1280).");
        }
        if (tos < 0 || tos > 0xff) {
            throw new IllegalArgumentException("tos is " + tos + ", must be 0 to 255");
        }
    }
}
