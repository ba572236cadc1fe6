// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.nio.ByteBuffer;
import joolj.wire.Checksum;
import joolj.wire.Icmp4;
import joolj.wire.IcmpHeader;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv6Header;
import joolj.wire.TcpHeader;

/** Writes the packets that {@link ExpiryObserver} asks for. Confined to one thread. */
public final class ExpiryPackets {
    /** The most octets that either method writes. */
    public static final int LENGTH_MAX = 256;

    /** Octets of a {@link #writeProbe probe}. */
    public static final int PROBE_LENGTH = Ipv6Header.LENGTH + TcpHeader.LENGTH;

    private static final int PROBE_HOP_LIMIT = 255;
    private static final int PROBE_WINDOW = 8192;
    private static final int ACK = 0x10;

    private static final int TCP_ACKNOWLEDGMENT = 8;
    private static final int TCP_DATA_OFFSET = 12;
    private static final int TCP_WINDOW = 14;
    private static final int TCP_URGENT = 18;

    private final Ipv6Header ipv6 = new Ipv6Header();
    private final TcpHeader tcp = new TcpHeader();
    private final IcmpHeader icmp = new IcmpHeader();

    /**
     * Writes the probe of an idle connection: an empty segment with ACK alone, from local6 to remote6; RFC 6146
     * § 3.5.2.2.
     *
     * @param destination direct, big-endian
     * @param at index of the IPv6 header's first octet; {@link #PROBE_LENGTH} octets are written
     * @param flow the connection
     */
    public void writeProbe(ByteBuffer destination, int at, Flow flow) {
        ipv6.wrap(destination, at)
                .versionAndClass(0, 0)
                .payloadLength(TcpHeader.LENGTH)
                .nextHeader(IpProtocol.TCP)
                .hopLimit(PROBE_HOP_LIMIT)
                .source(flow.local6High, flow.local6Low)
                .destination(flow.remote6High, flow.remote6Low);
        int segment = at + Ipv6Header.LENGTH;
        tcp.wrap(destination, segment).ports(flow.local6Port, flow.remote6Port).sequenceNumber(0);
        destination.putInt(segment + TCP_ACKNOWLEDGMENT, 0);
        destination.put(segment + TCP_DATA_OFFSET, (byte) ((TcpHeader.LENGTH / Integer.BYTES) << 4));
        destination.putShort(segment + TCP_WINDOW, (short) PROBE_WINDOW);
        destination.putShort(segment + TCP_URGENT, (short) 0);
        tcp.flags(ACK).checksum(0);
        long pseudoHeader = Checksum.sumOf(flow.local6High, flow.local6Low)
                + Checksum.sumOf(flow.remote6High, flow.remote6Low)
                + TcpHeader.LENGTH
                + IpProtocol.TCP;
        tcp.checksum(Checksum.of(pseudoHeader + Checksum.sum(destination, segment, TcpHeader.LENGTH)));
    }

    /**
     * Writes the ICMPv4 message that tells the sender of a kept SYN that nobody answered: destination unreachable, port
     * unreachable; RFC 6146 § 3.5.2.2. It has no IP header.
     *
     * @param destination direct, big-endian
     * @param at index of the ICMP header's first octet
     * @param syn the SYN from its IP header on, from index 0 to the limit
     * @return octets written, at most {@link #LENGTH_MAX}
     */
    public int writePortUnreachable(ByteBuffer destination, int at, ByteBuffer syn) {
        int quoted = Math.min(syn.limit(), LENGTH_MAX - IcmpHeader.LENGTH);
        icmp.wrap(destination, at)
                .typeAndCode(Icmp4.DESTINATION_UNREACHABLE, Icmp4.PORT_UNREACHABLE)
                .checksum(0)
                .rest(0);
        destination.put(at + IcmpHeader.LENGTH, syn, 0, quoted);
        int length = IcmpHeader.LENGTH + quoted;
        icmp.checksum(Checksum.of(Checksum.sum(destination, at, length)));
        return length;
    }
}
