// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import java.nio.ByteBuffer;
import joolj.translation.HeaderViews;
import joolj.translation.OutgoingTuple;
import joolj.translation.Packet;
import joolj.translation.Translation;
import joolj.wire.Checksum;
import joolj.wire.Icmp4;
import joolj.wire.Icmp6;
import joolj.wire.IpProtocol;
import joolj.wire.TcpHeader;
import joolj.wire.UdpHeader;

/**
 * RFC 7915 § 4.5 and § 5.5: translates the header of TCP or UDP; § 4.2 and § 5.2: that of an ICMP echo message. Gives it
 * its new ports or identifier and updates the checksum, so that a wrong one stays wrong.
 */
final class TransportHeaderTranslation {
    /** A packet may not be translated, because its UDP checksum is missing and may not be computed. */
    static final boolean REFUSED = false;

    /** The header was written, or there was none to be written. */
    static final boolean WRITTEN = true;

    private TransportHeaderTranslation() {}

    /**
     * Writes the transport header of a packet: as many octets as its {@link Packet#transportLength}.
     *
     * @param to the new ports
     * @param newAddresses what the new addresses contribute to a pseudo-header
     * @param amend whether a missing UDP checksum may be computed
     * @param task what to do with the checksum of TCP or UDP
     * @param out where to write
     * @param at index of the first octet
     * @return {@link #WRITTEN} or {@link #REFUSED}
     */
    static boolean write(
            Packet in,
            OutgoingTuple to,
            long newAddresses,
            boolean amend,
            ChecksumTask task,
            HeaderViews views,
            ByteBuffer out,
            int at) {
        if (in.transportLength == 0) {
            return WRITTEN;
        }
        out.put(at, in.buffer, in.transport, in.transportLength);
        if (in.protocol == IpProtocol.TCP) {
            writeTcp(in, to, newAddresses, task, views.tcp.wrap(out, at));
        } else if (in.protocol == IpProtocol.UDP) {
            return writeUdp(in, to, newAddresses, amend, task, views, out, at);
        } else if (in.version == 4) {
            writeEcho6(in, to, newAddresses, views, out, at);
        } else {
            writeEcho4(in, to, views, out, at);
        }
        return WRITTEN;
    }

    /**
     * Says that the checksum of the packet just emitted was left, if it has one that could be.
     *
     * @param at octets from the packet's first one to its transport header
     */
    static void leaveChecksum(Translation t, int at) {
        Packet in = t.packet();
        if (in.transportLength > 0 && (in.protocol == IpProtocol.TCP || in.protocol == IpProtocol.UDP)) {
            t.leaveChecksum(at, in.protocol == IpProtocol.TCP ? TcpHeader.CHECKSUM : UdpHeader.CHECKSUM);
        }
    }

    private static void writeTcp(Packet in, OutgoingTuple to, long newAddresses, ChecksumTask task, TcpHeader out) {
        out.ports(to.sourcePort, to.destinationPort);
        if (in.transportLength < TcpHeader.CHECKSUM + Short.BYTES) {
            return;
        }
        if (task != ChecksumTask.UPDATE) {
            boolean complete = task == ChecksumTask.COMPLETE;
            out.checksum(
                    complete
                            ? completeChecksum(in, to, newAddresses, in.tcp.checksum())
                            : pseudoHeaderSum(in, newAddresses));
            return;
        }
        long removed = in.addressSum() + in.tcp.sourcePort() + in.tcp.destinationPort();
        long added = newAddresses + to.sourcePort + to.destinationPort;
        out.checksum(Checksum.update(in.tcp.checksum(), removed, added));
    }

    private static boolean writeUdp(
            Packet in,
            OutgoingTuple to,
            long newAddresses,
            boolean amend,
            ChecksumTask task,
            HeaderViews views,
            ByteBuffer out,
            int at) {
        views.udp.wrap(out, at).ports(to.sourcePort, to.destinationPort);
        if (task == ChecksumTask.LEAVE) {
            views.udp.checksum(pseudoHeaderSum(in, newAddresses));
            return WRITTEN;
        }
        int old = in.udp.checksum();
        boolean complete = task == ChecksumTask.COMPLETE;
        boolean missing = in.version == 4 && old == 0 && !complete;
        if (missing && (!amend || in.moreFragments)) {
            return REFUSED;
        }
        int checksum;
        if (missing || complete) {
            checksum = completeChecksum(in, to, newAddresses, old);
        } else {
            long removed = in.addressSum() + in.udp.sourcePort() + in.udp.destinationPort();
            checksum = Checksum.update(old, removed, newAddresses + to.sourcePort + to.destinationPort);
        }
        views.udp.checksum(checksum == 0 ? 0xffff : checksum);
        return WRITTEN;
    }

    /** The checksum of all octets of a TCP segment or UDP datagram that are here, with new addresses and ports. */
    private static int completeChecksum(Packet in, OutgoingTuple to, long newAddresses, int oldChecksum) {
        int oldPorts = Checksum.fold((long) in.buffer.getInt(in.transport) & 0xffff_ffffL);
        long sum = in.transportSum() + (~oldChecksum & 0xffff) + (~oldPorts & 0xffff);
        long pseudoHeader = newAddresses + in.protocol + in.transportPresent();
        return Checksum.of(sum + pseudoHeader + to.sourcePort + to.destinationPort);
    }

    /** What the sender of a packet writes into the checksum field if it leaves the checksum to its network card. */
    private static int pseudoHeaderSum(Packet in, long newAddresses) {
        return Checksum.fold(newAddresses + in.protocol + in.transportPresent());
    }

    /** § 4.2: type and identifier change, and a pseudo-header comes in. */
    private static void writeEcho6(
            Packet in, OutgoingTuple to, long newAddresses, HeaderViews views, ByteBuffer out, int at) {
        int type = in.icmp.type() == Icmp4.ECHO_REQUEST ? Icmp6.ECHO_REQUEST : Icmp6.ECHO_REPLY;
        long removed = typeAndCode(in) + in.icmp.identifier();
        long pseudoHeader = newAddresses + IpProtocol.ICMP6 + in.transportPresent();
        long added = pseudoHeader + (type << 8) + to.sourcePort;
        writeEcho(to, type, Checksum.update(in.icmp.checksum(), removed, added), views, out, at);
    }

    /** § 5.2: type and identifier change, and the pseudo-header goes away. */
    private static void writeEcho4(Packet in, OutgoingTuple to, HeaderViews views, ByteBuffer out, int at) {
        int type = in.icmp.type() == Icmp6.ECHO_REQUEST ? Icmp4.ECHO_REQUEST : Icmp4.ECHO_REPLY;
        long pseudoHeader = in.addressSum() + IpProtocol.ICMP6 + in.transportPresent();
        long removed = pseudoHeader + typeAndCode(in) + in.icmp.identifier();
        long added = ((long) type << 8) + to.sourcePort;
        writeEcho(to, type, Checksum.update(in.icmp.checksum(), removed, added), views, out, at);
    }

    /** The word of type and code; the code of an echo message says nothing and becomes 0. */
    private static long typeAndCode(Packet in) {
        return (long) in.icmp.type() << 8 | in.icmp.code();
    }

    private static void writeEcho(OutgoingTuple to, int type, int checksum, HeaderViews views, ByteBuffer out, int at) {
        views.icmp.wrap(out, at).typeAndCode(type, 0).checksum(checksum).identifier(to.sourcePort);
    }
}
