// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import joolj.address.L4Protocol;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.Flow;
import joolj.rfc6146.Nat64State;
import joolj.rfc7915.Ipv4Reader;
import joolj.rfc7915.QuotedPacketReader;
import joolj.rfc7915.Translator46;
import joolj.rfc7915.TransportReader;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.wire.Icmp4;
import joolj.wire.IpProtocol;
import joolj.wire.TcpHeader;

/**
 * RFC 6146 § 3.4: determines the incoming tuple of an IPv4 packet, and whether the translator is concerned at all,
 * that is, whether its destination is in pool4.
 *
 * <p>An ICMPv4 error has the tuple of the packet it quotes, with source and destination exchanged.
 *
 * <p>Fragments are to be put together before, by a {@link joolj.reassembly.Reassembler}. Should one come here all the
 * same, it is dropped if it is a first fragment that concerns the translator; later ones, of which that cannot be known,
 * are handed back.
 */
final class IncomingTuple46 {
    private IncomingTuple46() {}

    /**
     * Reads the packet at hand and fills its flow, as far as it is known.
     *
     * @return null, or why the packet is not to be translated
     */
    static Reason determine(Translation t, Nat64Settings settings, Nat64State state, Flow flow) {
        Packet in = t.packet();
        Reason defect = Ipv4Reader.read(in, false);
        if (defect != null) {
            return defect;
        }
        if (in.fragmentOffset != 0) {
            return Reason.POOL4_MISMATCH;
        }
        defect = TransportReader.read(in, false, t.aggregate());
        if (defect != null && defect != Reason.V4_TO_V6_FRAGMENTED_ICMP) {
            return defect;
        }
        if (in.moreFragments) {
            return refuseFragment(t, state);
        }
        flow.mark = t.mark();
        if (Translator46.isError(in)) {
            Packet inner = t.inner();
            defect = QuotedPacketReader.read(in, inner);
            if (defect == null) {
                defect = readQuoted(inner, flow);
            }
        } else {
            defect = readTuple(in, flow);
        }
        return defect == null ? admit(t, settings.pool6(), state, flow) : defect;
    }

    private static Reason refuseFragment(Translation t, Nat64State state) {
        Packet in = t.packet();
        L4Protocol protocol = protocol(in.protocol);
        int portAt = in.transport + (protocol == L4Protocol.ICMP ? 4 : 2);
        if (protocol == null || portAt + Short.BYTES > in.end) {
            return Reason.POOL4_MISMATCH;
        }
        int port = in.buffer.getShort(portAt) & 0xffff;
        if (!state.inPool4(protocol, in.ipv4.destination(), port, t.routes())) {
            return Reason.POOL4_MISMATCH;
        }
        return protocol == L4Protocol.ICMP ? Reason.V4_TO_V6_FRAGMENTED_ICMP : Reason.UNKNOWN;
    }

    /** The protocol of a number, or null if it is none that is translated. */
    private static L4Protocol protocol(int number) {
        return switch (number) {
            case IpProtocol.TCP -> L4Protocol.TCP;
            case IpProtocol.UDP -> L4Protocol.UDP;
            case IpProtocol.ICMP4 -> L4Protocol.ICMP;
            default -> null;
        };
    }

    private static Reason readTuple(Packet in, Flow flow) {
        Reason unknown = readTransport(in, flow, Reason.UNKNOWN_L4_PROTO);
        flow.remote4 = in.ipv4.source();
        flow.local4 = in.ipv4.destination();
        return unknown;
    }

    private static Reason readQuoted(Packet inner, Flow flow) {
        if (Translator46.isError(inner)) {
            return Reason.DOUBLE_ICMP4_ERROR;
        }
        Reason unknown = readTransport(inner, flow, Reason.UNKNOWN_PROTO_INNER);
        int local4Port = flow.remote4Port;
        flow.remote4Port = flow.local4Port;
        flow.local4Port = local4Port;
        flow.remote4 = inner.ipv4.destination();
        flow.local4 = inner.ipv4.source();
        return unknown;
    }

    /** Reads protocol, ports and flags as if the packet came from the IPv4 node. */
    private static Reason readTransport(Packet p, Flow flow, Reason unknownProtocol) {
        switch (p.protocol) {
            case IpProtocol.TCP -> {
                flow.protocol = L4Protocol.TCP;
                flow.remote4Port = p.tcp.sourcePort();
                flow.local4Port = p.tcp.destinationPort();
                int flags = p.transportLength < TcpHeader.LENGTH ? 0 : p.tcp.flags();
                flow.syn = (flags & TcpHeader.SYN) != 0;
                flow.fin = (flags & TcpHeader.FIN) != 0;
                flow.rst = (flags & TcpHeader.RST) != 0;
            }
            case IpProtocol.UDP -> {
                flow.protocol = L4Protocol.UDP;
                flow.remote4Port = p.udp.sourcePort();
                flow.local4Port = p.udp.destinationPort();
            }
            case IpProtocol.ICMP4 -> {
                if (!Icmp4.isEcho(p.icmp.type())) {
                    return Reason.UNKNOWN_ICMP4_TYPE;
                }
                flow.protocol = L4Protocol.ICMP;
                flow.remote4Port = p.icmp.identifier();
                flow.local4Port = p.icmp.identifier();
            }
            default -> {
                return unknownProtocol;
            }
        }
        return null;
    }

    private static Reason admit(Translation t, Pool6 pool6, Nat64State state, Flow flow) {
        if (!state.inPool4(flow.protocol, flow.local4, flow.local4Port, t.routes())) {
            return Reason.POOL4_MISMATCH;
        }
        flow.local6High = pool6.embedHigh(flow.remote4);
        flow.local6Low = pool6.embedLow(flow.remote4);
        flow.local6Port = flow.remote4Port;
        flow.packet = t.hairpinning() ? null : t.in();
        flow.packetStart = t.packet().start;
        flow.packetLength = t.packet().length;
        return null;
    }
}
