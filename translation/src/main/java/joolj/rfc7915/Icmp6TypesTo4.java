// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.wire.Icmp4;
import joolj.wire.Icmp6;

/** RFC 7915 § 5.2: the ICMPv4 counterparts of ICMPv6 errors, and of the fields that they point at. */
final class Icmp6TypesTo4 {
    /** There is no counterpart; RFC 7915 says "silently drop". */
    static final int NONE = -1;

    /** Indexed by the octet of the IPv6 header up to Hop Limit; RFC 7915 § 5.2, Figure 6. */
    private static final byte[] POINTERS = {0, 1, NONE, NONE, 2, 2, 9, 8};

    private static final int SOURCE_START = 8;
    private static final int DESTINATION_START = 24;
    private static final int HEADER_END = 40;
    private static final int SOURCE_POINTER = 12;
    private static final int DESTINATION_POINTER = 16;

    private Icmp6TypesTo4() {}

    /** The type shifted left by 8, and the code; or {@link #NONE}. */
    static int typeAndCode(int type, int code) {
        return switch (type) {
            case Icmp6.DESTINATION_UNREACHABLE -> unreachable(code);
            case Icmp6.PACKET_TOO_BIG -> Icmp4.DESTINATION_UNREACHABLE << 8 | Icmp4.FRAGMENTATION_NEEDED;
            case Icmp6.TIME_EXCEEDED -> Icmp4.TIME_EXCEEDED << 8 | code;
            case Icmp6.PARAMETER_PROBLEM -> parameterProblem(code);
            default -> NONE;
        };
    }

    private static int unreachable(int code) {
        return switch (code) {
            case Icmp6.NO_ROUTE, Icmp6.BEYOND_SCOPE, Icmp6.ADDRESS_UNREACHABLE ->
                Icmp4.DESTINATION_UNREACHABLE << 8 | Icmp4.HOST_UNREACHABLE;
            case Icmp6.ADMINISTRATIVELY_PROHIBITED -> Icmp4.DESTINATION_UNREACHABLE << 8 | Icmp4.HOST_PROHIBITED;
            case Icmp6.PORT_UNREACHABLE -> Icmp4.DESTINATION_UNREACHABLE << 8 | Icmp4.PORT_UNREACHABLE;
            default -> NONE;
        };
    }

    private static int parameterProblem(int code) {
        return switch (code) {
            case Icmp6.ERRONEOUS_HEADER_FIELD -> Icmp4.PARAMETER_PROBLEM << 8 | Icmp4.POINTER_INDICATES_ERROR;
            case Icmp6.UNRECOGNIZED_NEXT_HEADER -> Icmp4.DESTINATION_UNREACHABLE << 8 | Icmp4.PROTOCOL_UNREACHABLE;
            default -> NONE;
        };
    }

    /**
     * The octet of the IPv4 header that corresponds to an octet of the IPv6 header, or {@link #NONE}.
     *
     * @param octet 0 to 2^32-1
     */
    static int pointer(long octet) {
        if (octet < SOURCE_START) {
            return POINTERS[(int) octet];
        }
        if (octet < DESTINATION_START) {
            return SOURCE_POINTER;
        }
        return octet < HEADER_END ? DESTINATION_POINTER : NONE;
    }
}
