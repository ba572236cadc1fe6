// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;
import joolj.wire.TcpHeader;

/**
 * Packets of a conversation that never took place: from an IPv6 node to an IPv4 node, and the answers to what became of
 * them. For {@link WarmUp}.
 */
final class SyntheticPackets {
    /** Octets behind the header of TCP, three segments, and of UDP. */
    static final int TCP_PAYLOAD = 4000;

    static final int UDP_PAYLOAD = 16;

    private static final int UDP_HEADER = 8;
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

    /**
     * A packet to {@code 64:ff9b::203.0.113.16}.
     *
     * @param sourceHigh upper half of the IPv6 node's address
     * @param sourceLow its lower half
     * @param flags those of TCP, or -1 for UDP
     * @param payload octets behind the header of TCP or UDP
     */
    static ByteBuffer from6(long sourceHigh, long sourceLow, int flags, int payload) {
        boolean tcp = flags >= 0;
        int octets = (tcp ? TcpHeader.LENGTH : UDP_HEADER) + payload;
        ByteBuffer packet = allocate(Ipv6Header.LENGTH + octets);
        packet.putInt(0, 6 << 28);
        packet.putShort(4, (short) octets);
        packet.put(6, (byte) (tcp ? IpProtocol.TCP : IpProtocol.UDP));
        packet.put(7, (byte) HOP_LIMIT);
        packet.putLong(8, sourceHigh);
        packet.putLong(16, sourceLow);
        packet.putLong(24, 0x0064_ff9b_0000_0000L);
        packet.putLong(32, 0xcb00_7110L);
        putTransport(packet, Ipv6Header.LENGTH, SOURCE_PORT, DESTINATION_PORT, flags, octets);
        return packet;
    }

    /**
     * The answer to a translated packet.
     *
     * @param headers hold the IPv4 header and the ports of the packet that is answered
     * @param flags those of TCP, or -1 for UDP
     * @param payload octets behind the header of TCP or UDP
     */
    static ByteBuffer answer4(ByteBuffer headers, int flags, int payload) {
        boolean tcp = flags >= 0;
        int octets = (tcp ? TcpHeader.LENGTH : UDP_HEADER) + payload;
        ByteBuffer packet = allocate(Ipv4Header.LENGTH + octets);
        new Ipv4Header()
                .wrap(packet, 0)
                .versionWithoutOptions()
                .totalLength(Ipv4Header.LENGTH + octets)
                .fragmentation(true, false, 0)
                .ttl(HOP_LIMIT)
                .protocol(tcp ? IpProtocol.TCP : IpProtocol.UDP)
                .source(headers.getInt(16))
                .destination(headers.getInt(12))
                .computeHeaderChecksum();
        int ports = headers.getInt(Ipv4Header.LENGTH);
        putTransport(packet, Ipv4Header.LENGTH, ports & 0xffff, ports >>> 16, flags, octets);
        return packet;
    }

    private static void putTransport(ByteBuffer packet, int at, int source, int destination, int flags, int octets) {
        packet.putShort(at, (short) source);
        packet.putShort(at + 2, (short) destination);
        if (flags >= 0) {
            packet.putShort(at + TCP_OFFSET_AND_FLAGS, (short) (HEADER_WORDS | flags));
            packet.putShort(at + TcpHeader.CHECKSUM, (short) SOME_CHECKSUM);
        } else {
            packet.putShort(at + 4, (short) octets);
            packet.putShort(at + 6, (short) SOME_CHECKSUM);
        }
    }
}
