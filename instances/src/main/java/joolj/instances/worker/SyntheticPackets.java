// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import joolj.wire.Icmp4;
import joolj.wire.Icmp6;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;
import joolj.wire.TcpHeader;

/**
 * Packets of a conversation that never took place: from an IPv6 node to an IPv4 node, and the answers to what became of
 * them. For {@link WarmUp}.
 */
final class SyntheticPackets {
    /** Octets behind the header of TCP: three segments. */
    static final int TCP_PAYLOAD = 4000;

    /** Octets behind the header of UDP and ICMP. */
    private static final int PAYLOAD = 16;

    /** Octets of the header of UDP and ICMP. */
    private static final int SHORT_HEADER = 8;

    private static final int SOURCE_PORT = 40000;
    private static final int DESTINATION_PORT = 443;
    private static final int HOP_LIMIT = 64;
    private static final int TCP_OFFSET_AND_FLAGS = 12;
    private static final int HEADER_WORDS = 5 << 12;

    /** Any but 0: checksums are corrected by the difference, right or wrong. */
    private static final int SOME_CHECKSUM = 0x1234;

    private SyntheticPackets() {}

    private static ByteBuffer allocate(int octets) {
        return ByteBuffer.allocateDirect(octets).order(ByteOrder.BIG_ENDIAN);
    }

    /** A datagram from an IPv6 node to {@code 64:ff9b::203.0.113.16}. */
    static ByteBuffer udp6(long sourceHigh, long sourceLow) {
        ByteBuffer packet = ipv6(sourceHigh, sourceLow, IpProtocol.UDP, SHORT_HEADER + PAYLOAD);
        putUdp(packet, Ipv6Header.LENGTH, SOURCE_PORT, DESTINATION_PORT);
        return packet;
    }

    /** The answer to a datagram whose IPv4 header and ports are given. */
    static ByteBuffer udp4(ByteBuffer headers) {
        ByteBuffer packet = ipv4(headers, IpProtocol.UDP, SHORT_HEADER + PAYLOAD);
        putUdp(packet, Ipv4Header.LENGTH, destinationPort(headers), sourcePort(headers));
        return packet;
    }

    private static void putUdp(ByteBuffer packet, int at, int from, int to) {
        packet.putShort(at, (short) from);
        packet.putShort(at + 2, (short) to);
        packet.putShort(at + 4, (short) (SHORT_HEADER + PAYLOAD));
        packet.putShort(at + 6, (short) SOME_CHECKSUM);
    }

    /** An echo request from an IPv6 node to {@code 64:ff9b::203.0.113.16}. */
    static ByteBuffer echo6(long sourceHigh, long sourceLow) {
        ByteBuffer packet = ipv6(sourceHigh, sourceLow, IpProtocol.ICMP6, SHORT_HEADER + PAYLOAD);
        putEcho(packet, Ipv6Header.LENGTH, Icmp6.ECHO_REQUEST, SOURCE_PORT);
        return packet;
    }

    /** The reply to an echo request whose IPv4 and ICMP headers are given. */
    static ByteBuffer echo4(ByteBuffer headers) {
        ByteBuffer packet = ipv4(headers, IpProtocol.ICMP4, SHORT_HEADER + PAYLOAD);
        putEcho(packet, Ipv4Header.LENGTH, Icmp4.ECHO_REPLY, headers.getShort(Ipv4Header.LENGTH + 4));
        return packet;
    }

    private static void putEcho(ByteBuffer packet, int at, int type, int identifier) {
        packet.put(at, (byte) type);
        packet.putShort(at + 2, (short) SOME_CHECKSUM);
        packet.putShort(at + 4, (short) identifier);
    }

    /**
     * A TCP packet from an IPv6 node to {@code 64:ff9b::203.0.113.16}.
     *
     * @param flags those of TCP
     * @param payload octets behind the header
     */
    static ByteBuffer tcp6(long sourceHigh, long sourceLow, int flags, int payload) {
        ByteBuffer packet = ipv6(sourceHigh, sourceLow, IpProtocol.TCP, TcpHeader.LENGTH + payload);
        putTcp(packet, Ipv6Header.LENGTH, SOURCE_PORT, DESTINATION_PORT, flags);
        return packet;
    }

    /** The answer to a TCP packet whose IPv4 header and ports are given. */
    static ByteBuffer tcp4(ByteBuffer headers, int flags, int payload) {
        ByteBuffer packet = ipv4(headers, IpProtocol.TCP, TcpHeader.LENGTH + payload);
        putTcp(packet, Ipv4Header.LENGTH, destinationPort(headers), sourcePort(headers), flags);
        return packet;
    }

    private static void putTcp(ByteBuffer packet, int at, int from, int to, int flags) {
        packet.putShort(at, (short) from);
        packet.putShort(at + 2, (short) to);
        packet.putShort(at + TCP_OFFSET_AND_FLAGS, (short) (HEADER_WORDS | flags));
        packet.putShort(at + TcpHeader.CHECKSUM, (short) SOME_CHECKSUM);
    }

    private static ByteBuffer ipv6(long sourceHigh, long sourceLow, int protocol, int octets) {
        ByteBuffer packet = allocate(Ipv6Header.LENGTH + octets);
        packet.putInt(0, 6 << 28);
        packet.putShort(4, (short) octets);
        packet.put(6, (byte) protocol);
        packet.put(7, (byte) HOP_LIMIT);
        packet.putLong(8, sourceHigh);
        packet.putLong(16, sourceLow);
        packet.putLong(24, 0x0064_ff9b_0000_0000L);
        packet.putLong(32, 0xcb00_7110L);
        return packet;
    }

    /** The IPv4 header of an answer. */
    private static ByteBuffer ipv4(ByteBuffer answered, int protocol, int octets) {
        ByteBuffer packet = allocate(Ipv4Header.LENGTH + octets);
        new Ipv4Header()
                .wrap(packet, 0)
                .versionWithoutOptions()
                .totalLength(Ipv4Header.LENGTH + octets)
                .fragmentation(true, false, 0)
                .ttl(HOP_LIMIT)
                .protocol(protocol)
                .source(answered.getInt(16))
                .destination(answered.getInt(12))
                .computeHeaderChecksum();
        return packet;
    }

    private static int sourcePort(ByteBuffer headers) {
        return headers.getShort(Ipv4Header.LENGTH) & 0xffff;
    }

    private static int destinationPort(ByteBuffer headers) {
        return headers.getShort(Ipv4Header.LENGTH + 2) & 0xffff;
    }
}
