// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.nio.ByteBuffer;
import joolj.wire.Checksum;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;
import joolj.wire.TcpHeader;

/**
 * Cuts what segmentation offload had joined, a TCP packet larger than the MTU, into TCP segments. Every segment has the
 * packet's headers, with its own lengths, sequence number and checksum; FIN and PSH are on the last, CWR is on the
 * first (RFC 3168 § 6.1.2).
 */
final class Segments {
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final TcpHeader tcp = new TcpHeader();

    private int ipLength;
    private int headerLength;
    private int size;
    private int total;
    private int dontFragmentAbove;
    private int firstSequence;
    private int flags;

    /** The sum of what all segments have in common: addresses, protocol, and TCP header but for sequence and flags. */
    private long commonSum;

    /**
     * Prepares the cuts.
     *
     * @param headers hold an IP header without options or extension headers and the whole TCP header
     * @param ipLength octets of the IP header: 20 or 40
     * @param headerLength octets of both
     * @param payloadLength octets of payload, at least 1
     * @param limit largest segment with all headers, octets
     * @param dontFragmentAbove IPv4: the largest total length, octets, that is sent without DF
     * @return how many segments there are, or 0 if the limit leaves no room for payload
     */
    int prepare(
            ByteBuffer headers, int ipLength, int headerLength, int payloadLength, int limit, int dontFragmentAbove) {
        this.ipLength = ipLength;
        this.headerLength = headerLength;
        this.total = payloadLength;
        this.size = limit - headerLength;
        this.dontFragmentAbove = dontFragmentAbove;
        tcp.wrap(headers, ipLength);
        firstSequence = tcp.sequenceNumber();
        flags = tcp.flags();
        long differing = Checksum.sumOf(firstSequence) + flags + tcp.checksum();
        commonSum = addressSum(headers) + IpProtocol.TCP;
        commonSum += Checksum.sum(headers, ipLength, headerLength - ipLength) + Checksum.of(differing);
        return size <= 0 ? 0 : (total + size - 1) / size;
    }

    /** Where one segment's payload starts, from the start of the whole payload. */
    int payloadStart(int index) {
        return index * size;
    }

    /** Octets of payload in one segment. */
    int payloadLength(int index) {
        return Math.min(size, total - index * size);
    }

    /**
     * Writes one segment's headers.
     *
     * @param payload holds the payload
     * @param payloadAt index of this segment's first payload octet
     */
    void write(int index, ByteBuffer headers, ByteBuffer payload, int payloadAt, ByteBuffer destination, int at) {
        destination.put(at, headers, 0, headerLength);
        int octets = payloadLength(index);
        boolean first = index == 0;
        boolean last = (index + 1) * size >= total;
        int kept = (first ? 0xff : ~TcpHeader.CWR) & (last ? 0xff : ~(TcpHeader.FIN | TcpHeader.PSH));
        int sequence = firstSequence + index * size;
        int tcpLength = headerLength - ipLength + octets;
        long sum = commonSum + tcpLength + Checksum.sumOf(sequence) + (flags & kept);
        sum += Checksum.sum(payload, payloadAt, octets);
        tcp.wrap(destination, at + ipLength)
                .sequenceNumber(sequence)
                .flags(flags & kept)
                .checksum(Checksum.of(sum));
        writeLength(destination, at, tcpLength);
    }

    private long addressSum(ByteBuffer headers) {
        int addresses = ipLength == Ipv4Header.LENGTH ? 8 : 32;
        return Checksum.sum(headers, ipLength - addresses, addresses);
    }

    private void writeLength(ByteBuffer destination, int at, int tcpLength) {
        if (ipLength == Ipv4Header.LENGTH) {
            int length = ipLength + tcpLength;
            ipv4.wrap(destination, at)
                    .totalLength(length)
                    .fragmentation(length > dontFragmentAbove, false, 0)
                    .computeHeaderChecksum();
        } else {
            ipv6.wrap(destination, at).payloadLength(tcpLength);
        }
    }
}
