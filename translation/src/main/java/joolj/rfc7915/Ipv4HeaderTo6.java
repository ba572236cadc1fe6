// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import java.nio.ByteBuffer;
import joolj.translation.HeaderViews;
import joolj.translation.OutgoingTuple;
import joolj.translation.Packet;
import joolj.wire.FragmentHeader;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv6Header;

/** RFC 7915 § 4.1: translates an IPv4 header into an IPv6 header. Options are left out. */
final class Ipv4HeaderTo6 {
    private Ipv4HeaderTo6() {}

    /** Octets of the header that {@link #write} writes. */
    static int length(boolean fragmentHeader) {
        return Ipv6Header.LENGTH + (fragmentHeader ? FragmentHeader.LENGTH : 0);
    }

    /**
     * Writes the header and, if wanted, a Fragment header with the packet's own fragmentation.
     *
     * @param out where to write
     * @param at index of the first octet
     * @param fragmentHeader whether the packet is a fragment or is about to be fragmented
     * @param transportOctets octets behind these headers
     * @param hopLimit 0 to 255
     */
    static void write(
            Packet in,
            OutgoingTuple to,
            HeaderSettings settings,
            HeaderViews views,
            ByteBuffer out,
            int at,
            boolean fragmentHeader,
            int transportOctets,
            int hopLimit) {
        int protocol = in.protocol == IpProtocol.ICMP4 ? IpProtocol.ICMP6 : in.protocol;
        views.ipv6
                .wrap(out, at)
                .versionAndClass(settings.zeroizeTrafficClass() ? 0 : in.ipv4.typeOfService(), 0)
                .payloadLength(length(fragmentHeader) - Ipv6Header.LENGTH + transportOctets)
                .nextHeader(fragmentHeader ? IpProtocol.FRAGMENT : protocol)
                .hopLimit(hopLimit)
                .source(to.source6High, to.source6Low)
                .destination(to.destination6High, to.destination6Low);
        if (fragmentHeader) {
            views.fragment
                    .wrap(out, at + Ipv6Header.LENGTH)
                    .nextHeader(protocol)
                    .fragmentation(in.fragmentOffset, in.moreFragments)
                    .identification(in.identification);
        }
    }
}
