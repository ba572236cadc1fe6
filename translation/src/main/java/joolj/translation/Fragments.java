// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.nio.ByteBuffer;
import joolj.wire.FragmentHeader;
import joolj.wire.Ipv6Header;

/**
 * Cuts an IPv6 packet into fragments, RFC 8200 § 4.5. The packet's headers start with an IPv6 and a Fragment header;
 * everything behind them is cut. If it is a fragment already, the cuts nest in it.
 */
final class Fragments {
    private static final int HEADERS = Ipv6Header.LENGTH + FragmentHeader.LENGTH;

    private final Ipv6Header ipv6 = new Ipv6Header();
    private final FragmentHeader fragment = new FragmentHeader();

    private int size;
    private int total;
    private int transportLength;
    private int offset;
    private boolean moreFragments;

    /**
     * Prepares the cuts.
     *
     * @param headers hold IPv6 header, Fragment header and transport header, if the packet has one
     * @param headerLength octets of them
     * @param payloadLength octets of payload
     * @param mtu of each fragment, octets, at least 1280
     * @return how many fragments there are
     */
    int prepare(ByteBuffer headers, int headerLength, int payloadLength, int mtu) {
        fragment.wrap(headers, Ipv6Header.LENGTH);
        offset = fragment.fragmentOffset();
        moreFragments = fragment.moreFragments();
        transportLength = headerLength - HEADERS;
        total = transportLength + payloadLength;
        size = (mtu - HEADERS) & ~7;
        return (total + size - 1) / size;
    }

    /** Octets of headers that one fragment has; the transport header is in the first. */
    int headerLength(int index) {
        return index == 0 ? HEADERS + transportLength : HEADERS;
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
        ipv6.wrap(destination, at).payloadLength(length - Ipv6Header.LENGTH + payloadLength(index));
        fragment.wrap(destination, at + Ipv6Header.LENGTH).fragmentation(offset + index * size, !last || moreFragments);
    }
}
