// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.nio.ByteBuffer;
import joolj.wire.Checksum;
import joolj.wire.FragmentHeader;
import joolj.wire.IcmpHeader;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;
import joolj.wire.TcpHeader;
import joolj.wire.UdpHeader;

/**
 * A packet to be translated, or the packet that such an ICMP error quotes: where its octets are, and what was found in
 * its headers. The readers of RFC 7915's package fill it. One object per worker and role; plain fields, because
 * everything is overwritten by each packet.
 *
 * <p>The headers lie in one buffer; octets behind them, the <em>tail</em>, may lie in another one. This is so when a
 * packet is translated a second time (hairpinning): its new headers were written into scratch memory, its payload still
 * lies where it was received.
 */
public final class Packet {
    /** Views of the IP header; the one that fits {@link #version} is valid. */
    public final Ipv4Header ipv4 = new Ipv4Header();

    public final Ipv6Header ipv6 = new Ipv6Header();

    /** A view of the Fragment header; valid if {@link #fragmentHeader}. */
    public final FragmentHeader fragment = new FragmentHeader();

    /** Views of the transport header; the one that fits {@link #protocol} is valid if {@link #transportLength} > 0. */
    public final TcpHeader tcp = new TcpHeader();

    public final UdpHeader udp = new UdpHeader();

    public final IcmpHeader icmp = new IcmpHeader();

    /** Holds the headers; big-endian. */
    public ByteBuffer buffer = ByteBuffer.allocate(0);

    /** Index of the IP header. */
    public int start;

    /** Index behind the last octet of the packet in {@link #buffer}. */
    public int end;

    /** Holds the tail; big-endian. */
    public ByteBuffer tailBuffer = buffer;

    /** Index of the tail's first octet. */
    public int tailStart;

    /** Octets of the tail; 0 if the whole packet lies in {@link #buffer}. */
    public int tailLength;

    /** 4 or 6. */
    public int version;

    /** Octets of the packet as its IP header says; a quoted packet may be cut short. */
    public int length;

    /** Octets of the IP header with options and extension headers, the Fragment header included. */
    public int headersLength;

    /** The transport protocol; see {@link joolj.wire.IpProtocol}. */
    public int protocol;

    /** Whether it is IPv6 and has a Fragment header, or had one before it was reassembled. */
    public boolean fragmentHeader;

    /** Octets, 0 to 65528. */
    public int fragmentOffset;

    /** Whether more fragments follow. */
    public boolean moreFragments;

    /** Of IPv4 16 bits, of a Fragment header 32 bits. */
    public int identification;

    /** Offset from {@link #start} of the first Segments Left field that is not 0, or 0 if there is none. */
    public int segmentsLeftAt;

    /** Index of the transport header in {@link #buffer}. */
    public int transport;

    /** Octets of the transport header that are translated, 0 if there is none here or it is unknown. */
    public int transportLength;

    /** Holds the payload, which is what follows the transport header; big-endian. */
    public ByteBuffer payloadBuffer = buffer;

    /** Index of the payload's first octet. */
    public int payloadStart;

    /** Octets of payload. */
    public int payloadLength;

    /**
     * Says where the octets of a packet are that lies in one piece.
     *
     * @param octets big-endian
     * @param from index of the first octet
     * @param to index behind the last octet
     */
    public void locate(ByteBuffer octets, int from, int to) {
        locate(octets, from, to, octets, to, 0);
    }

    /** Says where the octets of a packet are whose tail lies elsewhere. */
    public void locate(ByteBuffer headers, int from, int to, ByteBuffer tail, int tailFrom, int tailOctets) {
        buffer = headers;
        start = from;
        end = to;
        tailBuffer = tail;
        tailStart = tailFrom;
        tailLength = tailOctets;
    }

    /** Octets of the packet that are here. */
    public int present() {
        return end - start + tailLength;
    }

    /** Whether it is a fragment of a larger packet; one with a Fragment header that says "all of it" is not. */
    public boolean isFragment() {
        return fragmentOffset != 0 || moreFragments;
    }

    /**
     * Makes an IPv6 packet that was put together from fragments look as if its Fragment header were still there.
     *
     * @param id the low 16 bits are what the IPv4 packet gets
     */
    public void reassembled(int id) {
        fragmentHeader = true;
        identification = id;
    }

    /** What the addresses contribute to a pseudo-header. */
    public long addressSum() {
        return version == 4
                ? Checksum.sumOf(ipv4.source()) + Checksum.sumOf(ipv4.destination())
                : Checksum.sumOf(ipv6.sourceHigh(), ipv6.sourceLow())
                        + Checksum.sumOf(ipv6.destinationHigh(), ipv6.destinationLow());
    }

    /** The sum of the octets from the transport header to the end of the packet. */
    public long transportSum() {
        return Checksum.sum(buffer, transport, end - transport) + Checksum.sum(tailBuffer, tailStart, tailLength);
    }

    /** Octets from the transport header to the end of the packet. */
    public int transportPresent() {
        return end - transport + tailLength;
    }

    /** The traffic class or type of service, all eight bits. */
    public int trafficClass() {
        return version == 4 ? ipv4.typeOfService() : ipv6.trafficClass();
    }

    /** The time to live or hop limit. */
    public int ttl() {
        return version == 4 ? ipv4.ttl() : ipv6.hopLimit();
    }
}
