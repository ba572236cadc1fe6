// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import java.nio.ByteBuffer;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.wire.FragmentHeader;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv6Header;

/** Reads an IPv6 header and its extension headers, RFC 8200 § 3 and § 4, and refuses what contradicts itself. */
public final class Ipv6Reader {
    /** Octets of the smallest extension header, and the unit of their lengths. */
    private static final int EXTENSION_UNIT = 8;

    private static final int EXTENSION_LENGTH = 1;
    private static final int SEGMENTS_LEFT = 3;

    private Ipv6Reader() {}

    /**
     * Reads the headers of a packet that was located, up to the transport header, which is left to
     * {@link TransportReader}. Octets behind the packet's end are left out of it.
     *
     * @param quoted whether an ICMP error quotes the packet: then it may be cut short, but must be a first fragment
     * @return null, or why the packet must be dropped; V6_TO_V4_FRAG_THEN_EXT asks for an answer
     */
    public static Reason read(Packet p, boolean quoted) {
        p.version = 6;
        p.transportLength = 0;
        if (p.end - p.start < Ipv6Header.LENGTH) {
            return Reason.SKB_TRUNCATED;
        }
        p.ipv6.wrap(p.buffer, p.start);
        p.length = Ipv6Header.LENGTH + p.ipv6.payloadLength();
        if (p.ipv6.version() != 6 || (!quoted && p.length > p.present())) {
            return Reason.HDR6;
        }
        if (!quoted && p.tailLength == 0) {
            p.end = p.start + p.length;
        }
        p.fragmentHeader = false;
        p.fragmentOffset = 0;
        p.moreFragments = false;
        p.identification = 0;
        p.segmentsLeftAt = 0;
        p.protocol = p.ipv6.nextHeader();
        p.headersLength = Ipv6Header.LENGTH;
        Reason defect = readExtensionHeaders(p);
        p.transport = p.start + p.headersLength;
        if (defect == null && quoted && p.fragmentOffset != 0) {
            return Reason.HDR6;
        }
        return defect;
    }

    private static Reason readExtensionHeaders(Packet p) {
        while (isExtension(p.protocol)) {
            int at = p.start + p.headersLength;
            boolean isFragment = p.protocol == IpProtocol.FRAGMENT;
            if (p.fragmentHeader) {
                return isFragment ? Reason.V6_TO_V4_DOUBLE_FRAGMENT : Reason.V6_TO_V4_FRAG_THEN_EXT;
            }
            if (at + EXTENSION_UNIT > p.end) {
                return Reason.SKB_TRUNCATED;
            }
            int length = isFragment ? readFragmentHeader(p, at) : readOptionsOrRouting(p, at);
            if (at + length > p.end) {
                return Reason.SKB_TRUNCATED;
            }
            p.headersLength += length;
        }
        return null;
    }

    private static boolean isExtension(int protocol) {
        return protocol == IpProtocol.HOP_BY_HOP
                || protocol == IpProtocol.ROUTING
                || protocol == IpProtocol.DESTINATION_OPTIONS
                || protocol == IpProtocol.FRAGMENT;
    }

    private static int readFragmentHeader(Packet p, int at) {
        p.fragment.wrap(p.buffer, at);
        p.fragmentHeader = true;
        p.fragmentOffset = p.fragment.fragmentOffset();
        p.moreFragments = p.fragment.moreFragments();
        p.identification = p.fragment.identification();
        p.protocol = p.fragment.nextHeader();
        return FragmentHeader.LENGTH;
    }

    private static int readOptionsOrRouting(Packet p, int at) {
        ByteBuffer buffer = p.buffer;
        if (p.protocol == IpProtocol.ROUTING && p.segmentsLeftAt == 0 && buffer.get(at + SEGMENTS_LEFT) != 0) {
            p.segmentsLeftAt = at + SEGMENTS_LEFT - p.start;
        }
        p.protocol = buffer.get(at) & 0xff;
        return (buffer.get(at + EXTENSION_LENGTH) & 0xff) * EXTENSION_UNIT + EXTENSION_UNIT;
    }
}
