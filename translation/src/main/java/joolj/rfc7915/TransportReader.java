// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.wire.Icmp4;
import joolj.wire.Icmp6;
import joolj.wire.IcmpHeader;
import joolj.wire.IpProtocol;
import joolj.wire.TcpHeader;
import joolj.wire.UdpHeader;

/** Reads the transport header of a packet whose IP header was read, and finds its payload. */
public final class TransportReader {
    /** Octets of a quoted transport header that there must be; RFC 792. They hold the ports. */
    private static final int QUOTED = 8;

    private TransportReader() {}

    /**
     * Reads the header of TCP, UDP or ICMP, unless the packet is a fragment other than the first. Of other protocols,
     * all octets are payload.
     *
     * @param quoted whether an ICMP error quotes the packet: then it may be cut short
     * @param wholeTcpHeader whether TCP options count as header, not as payload
     * @return null, or why the packet must be dropped
     */
    public static Reason read(Packet p, boolean quoted, boolean wholeTcpHeader) {
        Reason defect = readHeader(p, quoted, wholeTcpHeader);
        int behind = p.transport + p.transportLength;
        if (p.tailLength == 0 || behind < p.end) {
            p.payloadBuffer = p.buffer;
            p.payloadStart = behind;
            p.payloadLength = p.end - behind;
        } else {
            p.payloadBuffer = p.tailBuffer;
            p.payloadStart = p.tailStart;
            p.payloadLength = p.tailLength;
        }
        return defect;
    }

    private static Reason readHeader(Packet p, boolean quoted, boolean wholeTcpHeader) {
        p.transportLength = 0;
        if (isIcmp(p) && p.isFragment() && !quoted) {
            return p.version == 4 ? Reason.V4_TO_V6_FRAGMENTED_ICMP : Reason.V6_TO_V4_FRAGMENTED_ICMP;
        }
        if (p.fragmentOffset != 0) {
            return null;
        }
        int here = p.end - p.transport;
        if (p.protocol == IpProtocol.TCP) {
            return readTcp(p, here, quoted, wholeTcpHeader);
        }
        if (p.protocol == IpProtocol.UDP) {
            p.udp.wrap(p.buffer, p.transport);
            p.transportLength = here < UdpHeader.LENGTH ? 0 : UdpHeader.LENGTH;
            return here < UdpHeader.LENGTH ? Reason.SKB_TRUNCATED : null;
        }
        return isIcmp(p) ? readIcmp(p, here, quoted) : null;
    }

    /** Whether it carries the ICMP of its own IP version. */
    static boolean isIcmp(Packet p) {
        return p.protocol == (p.version == 4 ? IpProtocol.ICMP4 : IpProtocol.ICMP6);
    }

    /**
     * Whether a packet that was read carries an ICMP message without a counterpart: an unknown one that is no error, or
     * the ICMP of the other IP version.
     */
    static boolean isUntranslatableIcmp(Packet p) {
        if (p.version == 4) {
            return p.protocol == IpProtocol.ICMP6
                    || (hasIcmpHeader(p, IpProtocol.ICMP4)
                            && !Icmp4.isEcho(p.icmp.type())
                            && !Icmp4.isError(p.icmp.type()));
        }
        return p.protocol == IpProtocol.ICMP4
                || (hasIcmpHeader(p, IpProtocol.ICMP6)
                        && !Icmp6.isEcho(p.icmp.type())
                        && !Icmp6.isError(p.icmp.type()));
    }

    private static boolean hasIcmpHeader(Packet p, int protocol) {
        return p.protocol == protocol && p.transportLength > 0;
    }

    private static Reason readTcp(Packet p, int here, boolean quoted, boolean wholeTcpHeader) {
        if (here < (quoted ? QUOTED : TcpHeader.LENGTH)) {
            return Reason.SKB_TRUNCATED;
        }
        p.tcp.wrap(p.buffer, p.transport);
        p.transportLength = Math.min(here, TcpHeader.LENGTH);
        if (wholeTcpHeader) {
            int whole = p.tcp.headerLength();
            p.transportLength = whole >= TcpHeader.LENGTH && whole <= here ? whole : TcpHeader.LENGTH;
        }
        return null;
    }

    private static Reason readIcmp(Packet p, int here, boolean quoted) {
        if (here < IcmpHeader.LENGTH) {
            return Reason.SKB_TRUNCATED;
        }
        p.icmp.wrap(p.buffer, p.transport);
        p.transportLength = IcmpHeader.LENGTH;
        return quoted && p.version == 6 && Icmp6.isError(p.icmp.type()) ? Reason.HDR6 : null;
    }
}
