// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.Arrays;
import java.util.List;

/** Verifies checksums from scratch. */
enum SumCheck {
    RIGHT,
    WRONG,
    /** The packet is a fragment, is cut short, has no checksum, or one that is not known here. */
    UNKNOWN;

    private static final int FRAGMENT = 44;
    private static final int WORD = 8;

    /** The IPv4 header's checksum; for IPv6 packets there is none. */
    static SumCheck ofHeader(byte[] packet) {
        if (Octets.isIpv6(packet) || packet.length < 20) {
            return UNKNOWN;
        }
        return of(Octets.sum(packet, 0, Octets.headerLength4(packet), 0));
    }

    /** The header's checksum of the IPv4 packet that a whole ICMPv4 error quotes. */
    static SumCheck ofQuotedHeader(byte[] packet) {
        if (Octets.isIpv6(packet) || packet[9] != Octets.ICMP4 || (Octets.get16(packet, 6) & 0x1fff) != 0) {
            return UNKNOWN;
        }
        int icmp = Octets.headerLength4(packet);
        boolean error = List.of(3, 4, 5, 11, 12).contains((int) packet[icmp]);
        int quoted = icmp + WORD;
        return error && packet.length >= quoted + 20
                ? ofHeader(Arrays.copyOfRange(packet, quoted, packet.length))
                : UNKNOWN;
    }

    private static SumCheck of(int sum) {
        return sum == 0xffff ? RIGHT : WRONG;
    }

    /** The checksum of TCP, UDP or ICMP. */
    static SumCheck ofTransport(byte[] packet) {
        return Octets.isIpv6(packet) ? ofTransport6(packet) : ofTransport4(packet);
    }

    private static SumCheck ofTransport4(byte[] packet) {
        int end = Octets.get16(packet, 2);
        int start = Octets.headerLength4(packet);
        if (end > packet.length || start > end || (Octets.get16(packet, 6) & 0x3fff) != 0) {
            return UNKNOWN;
        }
        int protocol = packet[9] & 0xff;
        if (protocol == Octets.ICMP4) {
            return of(Octets.sum(packet, start, end, 0));
        }
        return ofTransport(packet, protocol, start, end, Octets.sum(packet, 12, 20, 0));
    }

    private static SumCheck ofTransport6(byte[] packet) {
        int end = 40 + Octets.get16(packet, 4);
        int next = packet[6] & 0xff;
        int start = 40;
        while (end <= packet.length
                && start + WORD <= end
                && List.of(0, 43, FRAGMENT, 60).contains(next)) {
            if (next == FRAGMENT && (Octets.get16(packet, start + 2) & 0xfff9) != 0) {
                return UNKNOWN;
            }
            int length = next == FRAGMENT ? WORD : WORD + (packet[start + 1] & 0xff) * WORD;
            next = packet[start] & 0xff;
            start += length;
        }
        if (end > packet.length || start > end) {
            return UNKNOWN;
        }
        int addresses = Octets.sum(packet, 8, 40, 0);
        if (next == Octets.ICMP6) {
            return of(Octets.sum(packet, start, end, addresses + next + end - start));
        }
        return ofTransport(packet, next, start, end, addresses);
    }

    private static SumCheck ofTransport(byte[] packet, int protocol, int start, int end, int addresses) {
        boolean known =
                (protocol == Octets.TCP && end - start >= 20) || (protocol == Octets.UDP && end - start >= WORD);
        if (!known || (protocol == Octets.UDP && Octets.get16(packet, start + 6) == 0)) {
            return UNKNOWN;
        }
        return of(Octets.sum(packet, start, end, addresses + protocol + end - start));
    }
}
