// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.reassembly;

import java.nio.ByteBuffer;

/**
 * The fields of one fragment, of either IP version, that reassembly needs. One object per worker, filled anew for every
 * fragment.
 */
final class Fragment {
    private static final int IPV6_HEADER = 40;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int ICMP4 = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP6 = 58;

    /** Octets of TCP's header without options; RFC 9293 § 3.1. */
    private static final int TCP_HEADER = 20;

    /** Octets of UDP's header and of the part of ICMP messages that holds type and identifier. */
    private static final int SHORT_HEADER = 8;

    boolean is6;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int identification;

    /** IPv4: the protocol, which belongs to the key; IPv6: the first header behind the fragment header, which does not. */
    int protocol;

    /** Octets of the datagram's data before this fragment's. */
    int offset;

    boolean more;
    int dataStart;
    int dataLength;

    /** Octets of headers that the whole datagram has as well: all before the data or the fragment header. */
    int headerLength;

    /** IPv6: index, from the packet's start, of the octet that names the fragment header. */
    int nextHeaderAt;

    /** Octets of the packet by its own headers. */
    int packetLength;

    boolean df;

    /** Congestion bits, 0 to 3. */
    int ecn;

    /**
     * Whether a packet is a fragment, that is, not a whole datagram. Atomic fragments (RFC 6946) and packets whose headers
     * are cut short are none.
     */
    static boolean isFragment(ByteBuffer packet, int start, int length) {
        if (length < 20) {
            return false;
        }
        int version = packet.get(start) >>> 4 & 0xf;
        if (version == 4) {
            return (packet.getShort(start + 6) & 0x3fff) != 0;
        }
        if (version != 6 || length < IPV6_HEADER) {
            return false;
        }
        int at = fragmentHeader(packet, start, length);
        return at >= 0 && (packet.getShort(start + (at >>> 16) + 2) & 0xfff9) != 0;
    }

    /**
     * Walks an IPv6 packet's extension headers to the fragment header.
     *
     * @return its index from the packet's start in the upper 16 bits, that of the octet naming it in the lower; or -1
     */
    private static int fragmentHeader(ByteBuffer packet, int start, int length) {
        int named = 6;
        int at = IPV6_HEADER;
        while (at + 8 <= length) {
            int header = packet.get(start + named) & 0xff;
            if (header == FRAGMENT) {
                return at << 16 | named;
            }
            if (header != HOP_BY_HOP && header != ROUTING && header != DESTINATION_OPTIONS) {
                return -1;
            }
            named = at;
            at += 8 * (1 + (packet.get(start + at + 1) & 0xff));
        }
        return -1;
    }

    /**
     * Fills the fields.
     *
     * @return null; or {@link FragmentFate#NOT_OURS} or {@link FragmentFate#MALFORMED}
     */
    FragmentFate parse(ByteBuffer packet, int start, int length) {
        if (!isFragment(packet, start, length)) {
            return FragmentFate.NOT_OURS;
        }
        is6 = (packet.get(start) >>> 4 & 0xf) == 6;
        FragmentFate defect = is6 ? parse6(packet, start, length) : parse4(packet, start, length);
        if (defect != null) {
            return defect;
        }
        boolean cut = more && (dataLength & 7) != 0;
        if (dataLength <= 0 || cut || offset + dataLength + headerLength - (is6 ? IPV6_HEADER : 0) > 65_535) {
            return FragmentFate.MALFORMED;
        }
        return isTiny(packet) ? FragmentFate.MALFORMED : null;
    }

    private FragmentFate parse4(ByteBuffer packet, int start, int length) {
        headerLength = (packet.get(start) & 0xf) * 4;
        packetLength = packet.getShort(start + 2) & 0xffff;
        protocol = packet.get(start + 9) & 0xff;
        if (protocol != TCP && protocol != UDP && protocol != ICMP4) {
            return FragmentFate.NOT_OURS;
        }
        if (headerLength < 20 || packetLength < headerLength || packetLength > length) {
            return FragmentFate.MALFORMED;
        }
        int flags = packet.getShort(start + 6);
        sourceHigh = 0;
        sourceLow = packet.getInt(start + 12);
        destinationHigh = 0;
        destinationLow = packet.getInt(start + 16);
        identification = packet.getShort(start + 4) & 0xffff;
        ecn = packet.get(start + 1) & 3;
        df = (flags & 0x4000) != 0;
        more = (flags & 0x2000) != 0;
        offset = (flags & 0x1fff) * 8;
        dataStart = start + headerLength;
        dataLength = packetLength - headerLength;
        return null;
    }

    private FragmentFate parse6(ByteBuffer packet, int start, int length) {
        packetLength = IPV6_HEADER + (packet.getShort(start + 4) & 0xffff);
        int at = fragmentHeader(packet, start, length);
        headerLength = at >>> 16;
        nextHeaderAt = at & 0xffff;
        protocol = packet.get(start + headerLength) & 0xff;
        if (isForeign6(protocol)) {
            return FragmentFate.NOT_OURS;
        }
        if (packetLength > length || packetLength < headerLength + 8) {
            return FragmentFate.MALFORMED;
        }
        int offsetAndMore = packet.getShort(start + headerLength + 2) & 0xffff;
        sourceHigh = packet.getLong(start + 8);
        sourceLow = packet.getLong(start + 16);
        destinationHigh = packet.getLong(start + 24);
        destinationLow = packet.getLong(start + 32);
        identification = packet.getInt(start + headerLength + 4);
        ecn = packet.getInt(start) >>> 20 & 3;
        df = false;
        more = (offsetAndMore & 1) != 0;
        offset = offsetAndMore & 0xfff8;
        dataStart = start + headerLength + 8;
        dataLength = packetLength - headerLength - 8;
        return null;
    }

    /** Whether a header behind the fragment header can be neither of the three protocols nor lead to one. */
    private static boolean isForeign6(int header) {
        return header != TCP
                && header != UDP
                && header != ICMP6
                && header != HOP_BY_HOP
                && header != ROUTING
                && header != FRAGMENT
                && header != DESTINATION_OPTIONS;
    }

    /**
     * Whether an IPv6 first fragment lacks the end of the transport header, which RFC 8200 § 4.5 wants dropped. IPv4's may
     * be as small as RFC 791 lets it be: what filters fear of tiny fragments (RFC 1858, RFC 3128) does not concern a
     * datagram that is looked at when it is whole and that no fragment overlapped.
     */
    private boolean isTiny(ByteBuffer packet) {
        if (!is6 || offset != 0) {
            return false;
        }
        int header = protocol;
        int at = 0;
        while (header == HOP_BY_HOP || header == ROUTING || header == DESTINATION_OPTIONS) {
            if (at + SHORT_HEADER > dataLength) {
                return true;
            }
            header = packet.get(dataStart + at) & 0xff;
            at += 8 * (1 + (packet.get(dataStart + at + 1) & 0xff));
        }
        return dataLength - at < (header == TCP ? TCP_HEADER : SHORT_HEADER);
    }

    /** A number for the hash table, equal for fragments of one datagram. */
    int hash() {
        long mixed = (sourceLow * 0x9e3779b97f4a7c15L) ^ Long.rotateLeft(destinationLow, 29);
        mixed = (mixed + sourceHigh + identification) * 0xc2b2ae3d27d4eb4fL;
        mixed ^= mixed >>> 29;
        return (int) (((mixed ^ destinationHigh) * 0x9e3779b97f4a7c15L) >>> 32);
    }
}
