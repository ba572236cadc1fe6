// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.translation.Outcome;
import joolj.translation.OutgoingTuple;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.wire.Icmp6;
import joolj.wire.IpProtocol;

/**
 * Reads the headers of the packet at hand, and of the packet it quotes, and hands the ports on unchanged. An error that
 * quotes an error is dropped; RFC 7915 § 4.3, § 5.3.
 */
public final class PacketReader {
    private PacketReader() {}

    /** Whether the packet at hand claims to be IPv6. */
    public static boolean isIpv6(Packet packet) {
        return packet.start < packet.end && (packet.buffer.get(packet.start) & 0xf0) == 0x60;
    }

    /**
     * Reads an IPv6 packet.
     *
     * @return {@link Outcome#CONTINUE} or {@link Outcome#DROP}
     */
    public static Outcome read6(Translation t) {
        Packet in = t.packet();
        Reason defect = Ipv6Reader.read(in, false);
        if (defect == Reason.V6_TO_V4_FRAG_THEN_EXT) {
            return t.dropWithIcmp(defect, Icmp6.DESTINATION_UNREACHABLE, Icmp6.ADMINISTRATIVELY_PROHIBITED, 0);
        }
        return defect == null ? readTransport(t) : t.drop(defect);
    }

    /** Reads an IPv4 packet; see {@link #read6}. */
    public static Outcome read4(Translation t) {
        Reason defect = Ipv4Reader.read(t.packet(), false);
        return defect == null ? readTransport(t) : t.drop(defect);
    }

    private static Outcome readTransport(Translation t) {
        Packet in = t.packet();
        Reason defect = TransportReader.read(in, false, t.aggregate());
        if (defect == null && isError(in)) {
            defect = QuotedPacketReader.read(in, t.inner());
            if (defect == null && isError(t.inner())) {
                defect = Reason.DOUBLE_ICMP4_ERROR;
            } else if (defect == null) {
                keepPorts(t.inner(), t.innerOutgoing());
            }
        }
        if (defect != null) {
            return t.drop(defect);
        }
        keepPorts(in, t.outgoing());
        return Outcome.CONTINUE;
    }

    /** Whether a packet that was read is an ICMP error, so that the packet it quotes was read as well. */
    public static boolean isError(Packet in) {
        return in.version == 4 ? Translator46.isError(in) : Translator64.isError(in);
    }

    private static void keepPorts(Packet in, OutgoingTuple to) {
        if (in.transportLength == 0) {
            to.ports(0, 0);
        } else if (in.protocol == IpProtocol.TCP) {
            to.ports(in.tcp.sourcePort(), in.tcp.destinationPort());
        } else if (in.protocol == IpProtocol.UDP) {
            to.ports(in.udp.sourcePort(), in.udp.destinationPort());
        } else {
            to.ports(in.icmp.identifier(), in.icmp.identifier());
        }
    }
}
