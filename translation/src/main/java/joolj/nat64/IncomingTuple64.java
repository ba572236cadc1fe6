// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import joolj.address.L4Protocol;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.Flow;
import joolj.rfc7915.Ipv6Reader;
import joolj.rfc7915.QuotedPacketReader;
import joolj.rfc7915.Translator64;
import joolj.rfc7915.TransportReader;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.wire.Icmp6;
import joolj.wire.IpProtocol;
import joolj.wire.TcpHeader;

/**
 * RFC 6146 § 3.4: determines the incoming tuple of an IPv6 packet, and whether the translator is concerned at all
 * (§ 3.5, first steps).
 *
 * <p>An ICMPv6 error has the tuple of the packet it quotes, with source and destination exchanged.
 *
 * <p>Fragments are to be put together before, by a {@link joolj.reassembly.Reassembler}. Should one that concerns the
 * translator come here all the same, it is dropped.
 */
final class IncomingTuple64 {
    private IncomingTuple64() {}

    /**
     * Reads the packet at hand and fills its flow, as far as it is known.
     *
     * @return null, or why the packet is not to be translated
     */
    static Reason determine(Translation t, Nat64Settings settings, Flow flow) {
        Packet in = t.packet();
        Reason defect = Ipv6Reader.read(in, false);
        if (defect != null) {
            return defect;
        }
        if (in.isFragment()) {
            return refuseFragment(in, settings.pool6());
        }
        defect = TransportReader.read(in, false, t.aggregate());
        if (defect != null) {
            return defect;
        }
        flow.mark = t.mark();
        if (Translator64.isError(in)) {
            Packet inner = t.inner();
            defect = QuotedPacketReader.read(in, inner);
            return defect == null ? readQuoted(inner, settings.pool6(), flow) : defect;
        }
        return readTuple(in, settings, flow);
    }

    private static Reason refuseFragment(Packet in, Pool6 pool6) {
        if (pool6.contains(in.ipv6.sourceHigh(), in.ipv6.sourceLow())) {
            return Reason.HAIRPIN_LOOP;
        }
        if (!pool6.contains(in.ipv6.destinationHigh(), in.ipv6.destinationLow())) {
            return Reason.POOL6_MISMATCH;
        }
        return in.protocol == IpProtocol.ICMP6 ? Reason.V6_TO_V4_FRAGMENTED_ICMP : Reason.UNKNOWN;
    }

    private static Reason readTuple(Packet in, Nat64Settings settings, Flow flow) {
        Reason unknown = readTransport(in, flow, Reason.UNKNOWN_L4_PROTO);
        if (unknown != null) {
            return unknown;
        }
        flow.remote6High = in.ipv6.sourceHigh();
        flow.remote6Low = in.ipv6.sourceLow();
        flow.local6High = in.ipv6.destinationHigh();
        flow.local6Low = in.ipv6.destinationLow();
        Reason refusal = admit(settings.pool6(), flow);
        if (refusal != null) {
            return refusal;
        }
        return flow.protocol == L4Protocol.ICMP && settings.dropIcmpv6Info() ? Reason.ICMP6_FILTER : null;
    }

    private static Reason readQuoted(Packet inner, Pool6 pool6, Flow flow) {
        Reason unknown = readTransport(inner, flow, Reason.UNKNOWN_PROTO_INNER);
        if (unknown != null) {
            return unknown;
        }
        int remote4Port = flow.remote6Port;
        flow.remote6Port = flow.remote4Port;
        flow.local6Port = remote4Port;
        flow.remote4Port = remote4Port;
        flow.remote6High = inner.ipv6.destinationHigh();
        flow.remote6Low = inner.ipv6.destinationLow();
        flow.local6High = inner.ipv6.sourceHigh();
        flow.local6Low = inner.ipv6.sourceLow();
        return admit(pool6, flow);
    }

    /** Reads protocol, ports and flags as if the packet came from the IPv6 node. */
    private static Reason readTransport(Packet p, Flow flow, Reason unknownProtocol) {
        switch (p.protocol) {
            case IpProtocol.TCP -> {
                flow.protocol = L4Protocol.TCP;
                flow.remote6Port = p.tcp.sourcePort();
                flow.local6Port = p.tcp.destinationPort();
                int flags = p.transportLength < TcpHeader.LENGTH ? 0 : p.tcp.flags();
                flow.syn = (flags & TcpHeader.SYN) != 0;
                flow.fin = (flags & TcpHeader.FIN) != 0;
                flow.rst = (flags & TcpHeader.RST) != 0;
            }
            case IpProtocol.UDP -> {
                flow.protocol = L4Protocol.UDP;
                flow.remote6Port = p.udp.sourcePort();
                flow.local6Port = p.udp.destinationPort();
            }
            case IpProtocol.ICMP6 -> {
                if (!Icmp6.isEcho(p.icmp.type())) {
                    return Reason.UNKNOWN_ICMP6_TYPE;
                }
                flow.protocol = L4Protocol.ICMP;
                flow.remote6Port = p.icmp.identifier();
                flow.local6Port = p.icmp.identifier();
            }
            default -> {
                return unknownProtocol;
            }
        }
        flow.remote4Port = flow.local6Port;
        return null;
    }

    private static Reason admit(Pool6 pool6, Flow flow) {
        if (pool6.contains(flow.remote6High, flow.remote6Low)) {
            return Reason.HAIRPIN_LOOP;
        }
        if (!pool6.contains(flow.local6High, flow.local6Low)) {
            return Reason.POOL6_MISMATCH;
        }
        flow.remote4 = pool6.extract(flow.local6High, flow.local6Low);
        return null;
    }
}
