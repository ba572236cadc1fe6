// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.wire.Icmp4;
import joolj.wire.Icmp6;

/** RFC 7915 § 4.2: the ICMPv6 counterparts of ICMPv4 errors, and of the fields that they point at. */
final class Icmp4TypesTo6 {
    /** There is no counterpart; RFC 7915 says "silently drop". */
    static final int NONE = -1;

    /** Where an ICMPv6 "unrecognized next header" points at: the Next Header field. */
    static final int NEXT_HEADER_POINTER = 6;

    /** Indexed by the octet of the IPv4 header; RFC 7915 § 4.2, Figure 3. */
    private static final byte[] POINTERS = {
        0, 1, 4, 4, NONE, NONE, NONE, NONE, 7, 6, NONE, NONE, 8, 8, 8, 8, 24, 24, 24, 24
    };

    private Icmp4TypesTo6() {}

    /** The type shifted left by 8, and the code; or {@link #NONE}. */
    static int typeAndCode(int type, int code) {
        return switch (type) {
            case Icmp4.DESTINATION_UNREACHABLE -> unreachable(code);
            case Icmp4.TIME_EXCEEDED -> Icmp6.TIME_EXCEEDED << 8 | code;
            case Icmp4.PARAMETER_PROBLEM ->
                code == Icmp4.POINTER_INDICATES_ERROR || code == Icmp4.BAD_LENGTH
                        ? Icmp6.PARAMETER_PROBLEM << 8 | Icmp6.ERRONEOUS_HEADER_FIELD
                        : NONE;
            default -> NONE;
        };
    }

    private static int unreachable(int code) {
        return switch (code) {
            case Icmp4.NETWORK_UNREACHABLE,
                    Icmp4.HOST_UNREACHABLE,
                    Icmp4.SOURCE_ROUTE_FAILED,
                    Icmp4.NETWORK_UNKNOWN,
                    Icmp4.HOST_UNKNOWN,
                    Icmp4.HOST_ISOLATED,
                    Icmp4.NETWORK_UNREACHABLE_FOR_TOS,
                    Icmp4.HOST_UNREACHABLE_FOR_TOS -> Icmp6.DESTINATION_UNREACHABLE << 8 | Icmp6.NO_ROUTE;
            case Icmp4.PROTOCOL_UNREACHABLE -> Icmp6.PARAMETER_PROBLEM << 8 | Icmp6.UNRECOGNIZED_NEXT_HEADER;
            case Icmp4.PORT_UNREACHABLE -> Icmp6.DESTINATION_UNREACHABLE << 8 | Icmp6.PORT_UNREACHABLE;
            case Icmp4.FRAGMENTATION_NEEDED -> Icmp6.PACKET_TOO_BIG << 8;
            case Icmp4.NETWORK_PROHIBITED,
                    Icmp4.HOST_PROHIBITED,
                    Icmp4.ADMINISTRATIVELY_PROHIBITED,
                    Icmp4.PRECEDENCE_CUTOFF -> Icmp6.DESTINATION_UNREACHABLE << 8 | Icmp6.ADMINISTRATIVELY_PROHIBITED;
            default -> NONE;
        };
    }

    /** The octet of the IPv6 header that corresponds to an octet of the IPv4 header, or {@link #NONE}. */
    static int pointer(int octet) {
        return octet < POINTERS.length ? POINTERS[octet] : NONE;
    }
}
