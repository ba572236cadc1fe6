// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;

/** The MTUs that ICMP errors report; RFC 7915 § 4.2, § 5.2, and § 4 and § 5 for those that the translator sends. */
final class PathMtu {
    /** Octets that an IPv6 header is longer than an IPv4 header without options. */
    static final int HEADER_DIFFERENCE = Ipv6Header.LENGTH - Ipv4Header.LENGTH;

    /** The least MTU that a "Fragmentation Needed" of the translator's own reports, octets. */
    private static final int LEAST_REPORTED4 = 576;

    private PathMtu() {}

    /**
     * Computes the MTU for an ICMPv4 "Fragmentation Needed" out of an ICMPv6 "Packet Too Big"; RFC 7915 § 5.2.
     *
     * @param reported MTU of the ICMPv6 message, octets, 0 to 2^32-1; below 20 it makes no sense and does not count
     * @param nextHop4 MTU of the IPv4 next hop, octets
     * @param nextHop6 MTU of the link it came from, octets
     * @return octets, 0 to 65535
     */
    static int fragmentationNeeded(long reported, int nextHop4, int nextHop6) {
        int least = Math.min(nextHop4, nextHop6 - HEADER_DIFFERENCE);
        return reported < HEADER_DIFFERENCE ? least : (int) Math.min(reported - HEADER_DIFFERENCE, least);
    }

    /**
     * Computes the MTU for an ICMPv6 "Packet Too Big" out of an ICMPv4 "Fragmentation Needed"; RFC 7915 § 4.2.
     *
     * @param reported MTU of the ICMPv4 message, octets, 0 to 65535; 0 means that the router did not say
     * @param quotedLength total length of the packet it quotes, octets
     * @param plateaus to guess from if the router did not say
     * @param nextHop6 MTU of the IPv6 next hop, octets
     * @param nextHop4 MTU of the link it came from, octets
     * @return octets, at least 1280
     */
    static int packetTooBig(int reported, int quotedLength, MtuPlateaus plateaus, int nextHop6, int nextHop4) {
        int mtu = reported == 0 ? plateaus.below(quotedLength) : reported;
        int least = Math.min(nextHop6, nextHop4 + HEADER_DIFFERENCE);
        return Math.max(HeaderSettings.MINIMUM_IPV6_MTU, Math.min(mtu + HEADER_DIFFERENCE, least));
    }

    /** The MTU to report to an IPv6 node whose packet exceeds the MTU of the IPv4 next hop, octets. */
    static int toReport6(int nextHop4) {
        return Math.max(HeaderSettings.MINIMUM_IPV6_MTU, nextHop4 + HEADER_DIFFERENCE);
    }

    /** The MTU to report to an IPv4 node whose packet exceeds the MTU of the IPv6 next hop, octets. */
    static int toReport4(int nextHop6) {
        return Math.max(LEAST_REPORTED4, nextHop6 - HEADER_DIFFERENCE);
    }
}
