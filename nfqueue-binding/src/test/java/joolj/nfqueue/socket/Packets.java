// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.socket;

import java.nio.ByteBuffer;

/** Writes headers of test packets, the plain way. */
public final class Packets {
    /** 198.51.100.1 */
    public static final int SOURCE4 = 0xc6336401;

    /** 198.51.100.2 */
    public static final int DESTINATION4 = 0xc6336402;

    /** 2001:db8::/64 */
    public static final long PREFIX6 = 0x20010db8_00000000L;

    private Packets() {}

    /** Writes IPv4 and UDP headers, 28 octets, without a UDP checksum; returns their length. */
    public static int udp4(ByteBuffer headers, int at, int flagsAndOffset, int port, int payloadLength) {
        ip4(headers, at, flagsAndOffset, 17, 8 + payloadLength);
        headers.putShort(at + 20, (short) 5000);
        headers.putShort(at + 22, (short) port);
        headers.putShort(at + 24, (short) (8 + payloadLength));
        headers.putShort(at + 26, (short) 0);
        return 28;
    }

    /** Writes an IPv4 header of 20 octets. */
    public static void ip4(ByteBuffer headers, int at, int flagsAndOffset, int protocol, int payloadLength) {
        headers.putInt(at, 0x45000000 | 20 + payloadLength);
        headers.putShort(at + 4, (short) 0x4711);
        headers.putShort(at + 6, (short) flagsAndOffset);
        headers.put(at + 8, (byte) 64);
        headers.put(at + 9, (byte) protocol);
        headers.putShort(at + 10, (short) 0);
        headers.putInt(at + 12, SOURCE4);
        headers.putInt(at + 16, DESTINATION4);
    }

    /** Writes IPv6 and UDP headers, 48 octets, with the checksum over a payload; returns their length. */
    public static int udp6(ByteBuffer headers, int at, int port, byte[] payload) {
        int length = 8 + payload.length;
        headers.putInt(at, 0x60000000);
        headers.putShort(at + 4, (short) length);
        headers.put(at + 6, (byte) 17);
        headers.put(at + 7, (byte) 64);
        headers.putLong(at + 8, PREFIX6);
        headers.putLong(at + 16, 1);
        headers.putLong(at + 24, PREFIX6);
        headers.putLong(at + 32, 2);
        headers.putShort(at + 40, (short) 5000);
        headers.putShort(at + 42, (short) port);
        headers.putShort(at + 44, (short) length);
        headers.putShort(at + 46, (short) 0);
        long sum = 17L + length;
        for (int word = at + 8; word < at + 48; word += 2) {
            sum += headers.getShort(word) & 0xffff;
        }
        for (int index = 0; index < payload.length; index++) {
            sum += (long) (payload[index] & 0xff) << (index % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        headers.putShort(at + 46, (short) (sum == 0xffff ? sum : ~sum));
        return 48;
    }
}
