// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.reassembly;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Builds datagrams and their fragments, independently of the production code. */
final class Fragments {
    static final int TCP = 6;
    static final int UDP = 17;

    private Fragments() {}

    static byte[] data(int length, long seed) {
        byte[] data = new byte[length];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < length; i++) {
            data[i] = (byte) random.nextInt(256);
        }
        return data;
    }

    /** A fragment of an IPv4 datagram between 192.0.2.1 and 203.0.113.{@code host}. */
    static ByteBuffer ipv4(int host, int id, int protocol, int flags, byte[] data, int from, int to) {
        ByteBuffer packet = ByteBuffer.allocateDirect(20 + to - from);
        packet.put(0, (byte) 0x45);
        packet.putShort(2, (short) (20 + to - from));
        packet.putShort(4, (short) id);
        packet.putShort(6, (short) (flags | (to < data.length ? 0x2000 : 0) | from / 8));
        packet.put(8, (byte) 60);
        packet.put(9, (byte) protocol);
        packet.putInt(12, 0xc0000201);
        packet.putInt(16, 0xcb007100 | host);
        packet.putShort(10, (short) checksum(packet, 20));
        packet.put(20, data, from, to - from);
        return packet;
    }

    /** The whole datagram that {@link #ipv4} cuts. */
    static byte[] wholeIpv4(int host, int id, int protocol, int flags, byte[] data) {
        ByteBuffer packet = ipv4(host, id, protocol, flags, data, 0, data.length);
        return bytes(packet, packet.capacity());
    }

    /**
     * A fragment of an IPv6 datagram between 2001:db8::1 and 64:ff9b::{@code host}, with so many octets of destination
     * options (a multiple of 8) before the fragment header.
     */
    static ByteBuffer ipv6(int host, int id, int next, int options, byte[] data, int from, int to) {
        int headers = 40 + options;
        ByteBuffer packet = ByteBuffer.allocateDirect(headers + 8 + to - from);
        header6(packet, host, options, 44);
        packet.putShort(4, (short) (options + 8 + to - from));
        packet.put(headers, (byte) next);
        packet.putShort(headers + 2, (short) (from | (to < data.length ? 1 : 0)));
        packet.putInt(headers + 4, id);
        packet.put(headers + 8, data, from, to - from);
        return packet;
    }

    /** The whole datagram that {@link #ipv6} cuts. */
    static byte[] wholeIpv6(int host, int next, int options, byte[] data) {
        ByteBuffer packet = ByteBuffer.allocateDirect(40 + options + data.length);
        header6(packet, host, options, next);
        packet.putShort(4, (short) (options + data.length));
        packet.put(40 + options, data);
        return bytes(packet, packet.capacity());
    }

    private static void header6(ByteBuffer packet, int host, int options, int last) {
        packet.putInt(0, 0x6000_0000);
        packet.put(6, (byte) (options == 0 ? last : 60));
        packet.put(7, (byte) 64);
        packet.putLong(8, 0x2001_0db8_0000_0000L);
        packet.putLong(16, 1);
        packet.putLong(24, 0x0064_ff9b_0000_0000L);
        packet.putLong(32, host);
        if (options > 0) {
            packet.put(40, (byte) last);
            packet.put(41, (byte) (options / 8 - 1));
            packet.put(42, (byte) 1);
            packet.put(43, (byte) (options - 4));
        }
    }

    static byte[] bytes(ByteBuffer packet, int length) {
        byte[] bytes = new byte[length];
        packet.get(0, bytes);
        return bytes;
    }

    private static int checksum(ByteBuffer packet, int length) {
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += i == 10 ? 0 : packet.getShort(i) & 0xffff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum;
    }
}
