// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import joolj.address.IpText;

/** Looks at packets without any of the code that translates them. */
final class Octets {
    static final int ICMP4 = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP6 = 58;

    private static final int FRAGMENT_HEADER = 8;

    private Octets() {}

    static boolean isIpv6(byte[] packet) {
        return packet.length > 0 && (packet[0] & 0xf0) == 0x60;
    }

    /** Octets of the IPv4 header. */
    static int headerLength4(byte[] packet) {
        return (packet[0] & 0xf) * 4;
    }

    static int get16(byte[] packet, int at) {
        return (packet[at] & 0xff) << 8 | (packet[at + 1] & 0xff);
    }

    static void put16(byte[] packet, int at, int value) {
        packet[at] = (byte) (value >>> 8);
        packet[at + 1] = (byte) value;
    }

    /** The source address as text. */
    static String source(byte[] packet) {
        return isIpv6(packet) ? address6(packet, 8) : address4(packet, 12);
    }

    /** The destination address as text. */
    static String destination(byte[] packet) {
        return isIpv6(packet) ? address6(packet, 24) : address4(packet, 16);
    }

    private static String address4(byte[] packet, int at) {
        return IpText.format4(ByteBuffer.wrap(packet).getInt(at));
    }

    private static String address6(byte[] packet, int at) {
        ByteBuffer view = ByteBuffer.wrap(packet);
        return IpText.format6(view.getLong(at), view.getLong(at + 8));
    }

    /** The datagram that was cut into fragments, given all of them in order; it has no Fragment header. */
    static byte[] joined(List<byte[]> fragments) {
        boolean ipv6 = isIpv6(fragments.get(0));
        int start = ipv6 ? 40 + FRAGMENT_HEADER : headerLength4(fragments.get(0));
        var whole = new ByteArrayOutputStream();
        whole.write(fragments.get(0), 0, ipv6 ? 40 : start);
        fragments.forEach(fragment -> whole.write(fragment, start, fragment.length - start));
        byte[] packet = whole.toByteArray();
        if (ipv6) {
            packet[6] = fragments.get(0)[40];
            put16(packet, 4, packet.length - 40);
        } else {
            put16(packet, 2, packet.length);
            put16(packet, 6, 0);
        }
        return packet;
    }

    /** One's complement sum, RFC 1071 § 1, of the octets from one index to another, and of {@code start}. */
    static int sum(byte[] octets, int from, int to, int start) {
        long sum = start;
        for (int i = from; i < to; i++) {
            int octet = octets[i] & 0xff;
            sum += (i - from) % 2 == 0 ? octet << 8 : octet;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }
}
