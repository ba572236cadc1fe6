// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import joolj.address.IpText;

/**
 * Builds packets and checks them, octet by octet and without any of the code under test, for tests.
 */
public final class TestPackets {
    public static final int ICMP4 = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int FRAGMENT = 44;
    public static final int ICMP6 = 58;

    private TestPackets() {}

    /** Octets that differ from their neighbours. */
    public static byte[] payload(int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (i * 7 + 3);
        }
        return octets;
    }

    /** A UDP datagram with checksum 0; {@link #ipv4} and {@link #ipv6} fill it in. */
    public static byte[] udp(int source, int destination, byte[] data) {
        return ByteBuffer.allocate(8 + data.length)
                .putShort((short) source)
                .putShort((short) destination)
                .putShort((short) (8 + data.length))
                .putShort((short) 0)
                .put(data)
                .array();
    }

    /** A TCP segment without options. */
    public static byte[] tcp(int source, int destination, int sequence, int flags, byte[] data) {
        return ByteBuffer.allocate(20 + data.length)
                .putShort((short) source)
                .putShort((short) destination)
                .putInt(sequence)
                .putInt(0x01020304)
                .putShort((short) (0x5000 | flags))
                .putShort((short) 0xfaf0)
                .putInt(0)
                .put(data)
                .array();
    }

    /** An ICMP or ICMPv6 message. */
    public static byte[] icmp(int type, int code, int rest, byte[] data) {
        return ByteBuffer.allocate(8 + data.length)
                .put((byte) type)
                .put((byte) code)
                .putShort((short) 0)
                .putInt(rest)
                .put(data)
                .array();
    }

    /** An IPv4 packet, TTL 64, id 0x1234, with right checksums. */
    public static byte[] ipv4(String source, String destination, int protocol, boolean df, byte[] transport) {
        byte[] packet = ByteBuffer.allocate(20 + transport.length)
                .putInt(0x45000000 | 20 + transport.length)
                .putInt(0x12340000 | (df ? 0x4000 : 0))
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(IpText.parse4(source))
                .putInt(IpText.parse4(destination))
                .put(transport)
                .array();
        return withChecksums(packet);
    }

    /** An IPv6 packet, hop limit 64, with right checksums. The transport header is at index 40. */
    public static byte[] ipv6(String source, String destination, int protocol, byte[] transport) {
        return withChecksums(ipv6(source, destination, protocol, new byte[0], protocol, transport));
    }

    /** An IPv6 packet with extension headers; the transport checksum is filled in. */
    public static byte[] ipv6(
            String source, String destination, int nextHeader, byte[] extensions, int protocol, byte[] transport) {
        long[] from = IpText.parse6(source);
        long[] to = IpText.parse6(destination);
        byte[] packet = ByteBuffer.allocate(40 + extensions.length + transport.length)
                .putInt(0x60000000)
                .putShort((short) (extensions.length + transport.length))
                .put((byte) nextHeader)
                .put((byte) 64)
                .putLong(from[0])
                .putLong(from[1])
                .putLong(to[0])
                .putLong(to[1])
                .put(extensions)
                .put(transport)
                .array();
        writeTransportChecksum(packet, 40 + extensions.length, protocol);
        return packet;
    }

    /** Sets octets and returns the same packet. */
    public static byte[] set(byte[] packet, int index, int... octets) {
        for (int i = 0; i < octets.length; i++) {
            packet[index + i] = (byte) octets[i];
        }
        return packet;
    }

    /** Computes the IPv4 header checksum and, unless it is a later fragment, the transport checksum. */
    public static byte[] withChecksums(byte[] packet) {
        int at = transportAt(packet);
        if (version(packet) == 4) {
            set(packet, 10, 0, 0);
            put16(packet, 10, ~sum(packet, 0, at, 0));
        }
        writeTransportChecksum(packet, at, protocol(packet));
        return packet;
    }

    private static void writeTransportChecksum(byte[] packet, int at, int protocol) {
        int field = checksumAt(protocol);
        if (field < 0 || at + field + 2 > packet.length) {
            return;
        }
        put16(packet, at + field, 0);
        int checksum = ~transportSum(packet, at, protocol) & 0xffff;
        put16(packet, at + field, checksum == 0 && protocol == UDP ? 0xffff : checksum);
    }

    /** Asserts that the IPv4 header and the transport checksum of a packet that is no fragment are right. */
    public static void assertChecksums(byte[] packet) {
        int at = transportAt(packet);
        if (version(packet) == 4) {
            assertEquals(0xffff, sum(packet, 0, at, 0), () -> "IPv4 header checksum of " + hex(packet));
        }
        assertEquals(0xffff, transportSum(packet, at, protocol(packet)), () -> "transport checksum of " + hex(packet));
    }

    private static int transportSum(byte[] packet, int at, int protocol) {
        int start = sum(packet, at, packet.length, 0);
        if (protocol == ICMP4) {
            return start;
        }
        int[] addresses = version(packet) == 4 ? new int[] {12, 20} : new int[] {8, 40};
        return sum(packet, addresses[0], addresses[1], start + protocol + packet.length - at);
    }

    /** One's complement sum from one index to another, RFC 1071 § 1. */
    private static int sum(byte[] octets, int from, int to, int start) {
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

    private static int checksumAt(int protocol) {
        return switch (protocol) {
            case TCP -> 16;
            case UDP -> 6;
            case ICMP4, ICMP6 -> 2;
            default -> -1;
        };
    }

    /** 4 or 6. */
    public static int version(byte[] packet) {
        return packet[0] >>> 4 & 0xf;
    }

    /** The transport protocol; knows a Fragment header but no other extension. */
    public static int protocol(byte[] packet) {
        if (version(packet) == 4) {
            return packet[9] & 0xff;
        }
        return packet[6] == FRAGMENT ? packet[40] & 0xff : packet[6] & 0xff;
    }

    /** Index of the transport header; knows a Fragment header but no other extension. */
    public static int transportAt(byte[] packet) {
        if (version(packet) == 4) {
            return (packet[0] & 0xf) * 4;
        }
        return packet[6] == FRAGMENT ? 48 : 40;
    }

    /** The octets from the transport header on. */
    public static byte[] transport(byte[] packet) {
        return Arrays.copyOfRange(packet, transportAt(packet), packet.length);
    }

    /** An unsigned 16-bit field. */
    public static int get16(byte[] packet, int index) {
        return (packet[index] & 0xff) << 8 | (packet[index + 1] & 0xff);
    }

    /** A 32-bit field. */
    public static int get32(byte[] packet, int index) {
        return get16(packet, index) << 16 | get16(packet, index + 2);
    }

    /** Writes a 16-bit field. */
    public static void put16(byte[] packet, int index, int value) {
        packet[index] = (byte) (value >>> 8);
        packet[index + 1] = (byte) value;
    }

    /** The source address as text. */
    public static String source(byte[] packet) {
        return address(packet, version(packet) == 4 ? 12 : 8);
    }

    /** The destination address as text. */
    public static String destination(byte[] packet) {
        return address(packet, version(packet) == 4 ? 16 : 24);
    }

    private static String address(byte[] packet, int at) {
        ByteBuffer view = ByteBuffer.wrap(packet);
        return version(packet) == 4
                ? IpText.format4(view.getInt(at))
                : IpText.format6(view.getLong(at), view.getLong(at + 8));
    }

    /** Hexadecimal text without blanks. */
    public static String hex(byte[] packet) {
        return HexFormat.of().formatHex(packet);
    }
}
