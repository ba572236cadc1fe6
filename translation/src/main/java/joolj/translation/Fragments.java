// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.nio.ByteBuffer;
import joolj.wire.FragmentHeader;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;

/**
 * Cuts a packet into fragments: IPv6 that starts with an IPv6 and a Fragment header, RFC 8200 § 4.5, or IPv4 without
 * options, RFC 791 § 3.2. Everything behind these headers is cut. If the packet is a fragment already, the cuts nest in
 * it.
 */
final class Fragments {
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final FragmentHeader fragment = new FragmentHeader();

    private boolean version6;
    private int ipLength;
    private int size;
    private int total;
    private int transportLength;
    private int offset;
    private boolean moreFragments;

    /**
     * Prepares the cuts.
     *
     * @param version6 whether it is IPv6
     * @param headers hold the IP headers and the transport header, if the packet has one
     * @param headerLength octets of them
     * @param payloadLength octets of payload
     * @param mtu of each fragment, octets: IPv6 at least 1280, IPv4 at least 68
     * @return how many fragments there are
     */
    int prepare(boolean version6, ByteBuffer headers, int headerLength, int payloadLength, int mtu) {
        this.version6 = version6;
        if (version6) {
            ipLength = Ipv6Header.LENGTH + FragmentHeader.LENGTH;
            fragment.wrap(headers, Ipv6Header.LENGTH);
            offset = fragment.fragmentOffset();
            moreFragments = fragment.moreFragments();
        } else {
            ipLength = Ipv4Header.LENGTH;
            ipv4.wrap(headers, 0);
            offset = ipv4.fragmentOffset();
            moreFragments = ipv4.moreFragments();
        }
        transportLength = headerLength - ipLength;
        total = transportLength + payloadLength;
        size = (mtu - ipLength) & ~7;
        return (total + size - 1) / size;
    }

    /** Octets of headers that one fragment has; the transport header is in the first. */
    int headerLength(int index) {
        return index == 0 ? ipLength + transportLength : ipLength;
    }

    /** Where one fragment's payload starts, from the start of the whole payload. */
    int payloadStart(int index) {
        return index == 0 ? 0 : index * size - transportLength;
    }

    /** Octets of payload in one fragment. */
    int payloadLength(int index) {
        int octets = Math.min(size, total - index * size);
        return index == 0 ? octets - transportLength : octets;
    }

    /** Writes one fragment's headers. */
    void write(int index, ByteBuffer headers, ByteBuffer destination, int at) {
        int length = headerLength(index);
        destination.put(at, headers, 0, length);
        boolean last = (index + 1) * size >= total;
        boolean more = !last || moreFragments;
        int totalLength = length + payloadLength(index);
        if (version6) {
            ipv6.wrap(destination, at).payloadLength(totalLength - Ipv6Header.LENGTH);
            fragment.wrap(destination, at + Ipv6Header.LENGTH).fragmentation(offset + index * size, more);
        } else {
            ipv4.wrap(destination, at)
                    .totalLength(totalLength)
                    .fragmentation(false, more, offset + index * size)
                    .computeHeaderChecksum();
        }
    }
}
