// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.translation.OutgoingTuple;
import joolj.translation.Packet;
import joolj.translation.Translation;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv4Header;

/** RFC 7915 § 5.1 and § 5.1.1: translates an IPv6 header, with its extension headers, into an IPv4 header. */
final class Ipv6HeaderTo4 {
    /** The largest IPv4 packet that is sent without DF, octets; RFC 7915 § 5.1. It was an IPv6 packet of 1280 octets. */
    static final int DF_ABOVE = 1260;

    private Ipv6HeaderTo4() {}

    /** Octets of the IPv4 packet that a packet becomes. */
    static int totalLength(Packet in) {
        return Math.max(0, in.length - in.headersLength) + Ipv4Header.LENGTH;
    }

    /**
     * Writes the header. The identification is 0, for the kernel to choose or {@link #identify}, unless
     * there was a Fragment header.
     *
     * @param out a view of where to write
     * @param totalLength octets, of which the low 16 bits are written
     * @param ttl 0 to 255
     */
    static void write(Packet in, OutgoingTuple to, HeaderSettings settings, Ipv4Header out, int totalLength, int ttl) {
        boolean df = !in.fragmentHeader && (totalLength & 0xffff) > DF_ABOVE;
        out.versionWithoutOptions()
                .typeOfService(settings.overrideTos() ? settings.tos() : in.ipv6.trafficClass())
                .totalLength(totalLength)
                .identification(in.identification)
                .fragmentation(df, in.moreFragments, in.fragmentOffset)
                .ttl(ttl)
                .protocol(in.protocol == IpProtocol.ICMP6 ? IpProtocol.ICMP4 : in.protocol)
                .source(to.source4)
                .destination(to.destination4)
                .computeHeaderChecksum();
    }

    /** Chooses the identification of a packet that others may fragment, if the kernel will not do so. */
    static void identify(Translation t, Ipv4Header out, int totalLength) {
        if (t.routed() && !t.packet().fragmentHeader && totalLength <= DF_ABOVE) {
            out.identification(t.nextIdentification()).computeHeaderChecksum();
        }
    }
}
