// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.wire.Ipv4Header;

/** Reads an IPv4 header, RFC 791 § 3.1, and refuses what contradicts itself. */
public final class Ipv4Reader {
    private Ipv4Reader() {}

    /**
     * Reads the IP header of a packet that was located; the transport header is left to {@link TransportReader}.
     * Octets behind the packet's end are left out of it.
     *
     * @param quoted whether an ICMP error quotes the packet: then it may be cut short, but must be a first fragment
     * @return null, or why the packet must be dropped
     */
    public static Reason read(Packet p, boolean quoted) {
        int here = p.end - p.start;
        p.version = 4;
        p.transportLength = 0;
        if (here < Ipv4Header.LENGTH) {
            return Reason.SKB_TRUNCATED;
        }
        p.ipv4.wrap(p.buffer, p.start);
        p.length = p.ipv4.totalLength();
        p.headersLength = p.ipv4.headerLength();
        if (p.ipv4.version() != 4 || p.headersLength < Ipv4Header.LENGTH || p.length < p.headersLength) {
            return Reason.HDR4;
        }
        if (!quoted && p.length > p.present()) {
            return Reason.HDR4;
        }
        if (!quoted && p.tailLength == 0) {
            p.end = p.start + p.length;
        }
        p.transport = p.start + p.headersLength;
        if (p.transport > p.end) {
            return Reason.SKB_TRUNCATED;
        }
        p.protocol = p.ipv4.protocol();
        p.fragmentHeader = false;
        p.fragmentOffset = p.ipv4.fragmentOffset();
        p.moreFragments = p.ipv4.moreFragments();
        p.identification = p.ipv4.identification();
        p.segmentsLeftAt = 0;
        return quoted && p.fragmentOffset != 0 ? Reason.HDR4 : null;
    }
}
