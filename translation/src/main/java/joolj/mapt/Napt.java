// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import java.nio.ByteBuffer;
import joolj.address.Ipv4Prefix;
import joolj.address.L4Protocol;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc6146.Flow;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.PortSet;
import joolj.translation.OutgoingTuple;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.wire.IpProtocol;
import joolj.wire.TcpHeader;

/**
 * The NAPT of a customer edge, RFC 7599 § 8.1: masks private addresses with the customer edge's address and ports of its
 * own port set, ICMP identifiers included (§ 9). Its state is that of a stateful NAT64 whose IPv6 nodes are private IPv4
 * nodes, written as IPv4-mapped addresses (RFC 4291 § 2.5.5.2).
 *
 * <p>Mapping is endpoint-independent, filtering address-dependent (RFC 4787 § 4.1, § 5); connections are opened from
 * inside only. A mapping lasts as long as RFC 4787 § 4.3, RFC 5382 § 5 and RFC 5508 § 3.1 recommend.
 */
public final class Napt {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final long UNSIGNED = 0xffff_ffffL;

    /** System ports are not used as long as there are others: peers may take them for servers; RFC 6056 § 3.2. */
    private static final int FIRST_USER_PORT = 1024;

    private static final ExpiryObserver SILENCE = new ExpiryObserver() {
        @Override
        public void probe(Flow flow) {}

        @Override
        public void synExpired(Flow flow, ByteBuffer packet) {}
    };

    private final CustomerEdge edge;
    private final Nat64State state;

    /**
     * @param edge whose address and ports are used
     * @param settings timeouts
     * @param secret at least 16 random octets; they keep outsiders from predicting ports
     */
    public Napt(CustomerEdge edge, NaptSettings settings, byte[] secret) {
        this.edge = edge;
        this.state = new Nat64State(settings.state(), pool(edge), secret);
    }

    /** Replaces the timeouts; mappings and sessions stay. */
    void settings(NaptSettings settings) {
        state.settings(settings.state());
    }

    private static Pool4 pool(CustomerEdge edge) {
        PortSet ports = edge.ports();
        boolean systemPortsOnly = ports.last(ports.ranges() - 1) < FIRST_USER_PORT;
        Pool4 pool = Pool4.EMPTY;
        for (int i = 0; i < ports.ranges(); i++) {
            int first = systemPortsOnly ? ports.first(i) : Math.max(FIRST_USER_PORT, ports.first(i));
            if (first <= ports.last(i)) {
                pool = add(pool, L4Protocol.TCP, edge.prefix4(), first, ports.last(i));
                pool = add(pool, L4Protocol.UDP, edge.prefix4(), first, ports.last(i));
            }
            pool = add(pool, L4Protocol.ICMP, edge.prefix4(), ports.first(i), ports.last(i));
        }
        return pool;
    }

    private static Pool4 add(Pool4 pool, L4Protocol protocol, Ipv4Prefix prefix, int first, int last) {
        return pool.add(0, protocol, prefix.address(), prefix.length(), first, last, Pool4.INFINITY);
    }

    /** The customer edge whose address and ports are used. */
    public CustomerEdge edge() {
        return edge;
    }

    /** Mappings and sessions. */
    public Nat64State state() {
        return state;
    }

    /**
     * Ends sessions that have timed out, without probing idle connections; arguments and result as of
     * {@link Nat64State#expire}.
     */
    public int expire(long now, int budget) {
        return state.expire(now, budget, SILENCE);
    }

    /**
     * Masks the private node that an IPv4 packet comes from, or, if it is an ICMP error, that the quoted packet went to:
     * fills {@link MaptState#mask}, the ports, and those of the outgoing tuple that are translated.
     *
     * @return null, or why the packet is not translated
     */
    Reason outbound(Translation t, MaptState worker, boolean error) {
        Ports ports = worker.ports;
        if (ports.absence() != null) {
            return ports.absence();
        }
        Packet of = error ? t.inner() : t.packet();
        int inside = error ? of.ipv4.destination() : of.ipv4.source();
        int outside = error ? of.ipv4.source() : of.ipv4.destination();
        Flow flow = worker.flow;
        describe(flow, of, outside, ports);
        flow.remote6High = 0;
        flow.remote6Low = MAPPED | (inside & UNSIGNED);
        flow.remote6Port = ports.source;
        Reason refusal =
                error ? state.outboundError(flow, t.routes(), t.now()) : state.outbound(flow, t.routes(), t.now());
        if (refusal != null) {
            return explain(refusal);
        }
        worker.masked = true;
        worker.mask = flow.local4;
        ports.source = flow.local4Port;
        if (flow.protocol == L4Protocol.ICMP) {
            ports.destination = flow.local4Port;
        }
        if (error) {
            t.innerOutgoing().ports(ports.destination, ports.source);
        } else {
            t.outgoing().ports(ports.source, ports.destination);
        }
        return null;
    }

    /**
     * Finds the private node that an IPv6 packet goes to whose addresses have been mapped, or, if it is an ICMP error, that
     * the quoted packet came from; fills the outgoing tuples with it.
     *
     * @return null, or why the packet is not translated
     */
    Reason inbound(Translation t, MaptState worker, boolean error) {
        Ports ports = worker.ports;
        if (ports.absence() != null) {
            return ports.absence();
        }
        OutgoingTuple to = error ? t.innerOutgoing() : t.outgoing();
        Flow flow = worker.flow;
        describe(flow, error ? t.inner() : t.packet(), error ? to.destination4 : to.source4, ports);
        flow.local4 = error ? to.source4 : to.destination4;
        flow.local4Port = ports.destination;
        Reason refusal =
                error ? state.inboundError(flow, t.routes(), t.now()) : state.inbound(flow, t.routes(), t.now());
        if (refusal != null) {
            return explain(refusal);
        }
        int inside = (int) flow.remote6Low;
        t.outgoing().destination4 = inside;
        if (error) {
            to.source4 = inside;
            to.ports(flow.remote6Port, flow.local6Port);
        } else {
            to.ports(flow.local6Port, flow.remote6Port);
        }
        return null;
    }

    /** Fills protocol, flags and the node outside. */
    private static void describe(Flow flow, Packet of, int outside, Ports ports) {
        flow.protocol = switch (of.protocol) {
            case IpProtocol.TCP -> L4Protocol.TCP;
            case IpProtocol.UDP -> L4Protocol.UDP;
            default -> L4Protocol.ICMP;
        };
        boolean tcp = of.protocol == IpProtocol.TCP && of.transportLength >= TcpHeader.LENGTH;
        int flags = tcp ? of.tcp.flags() : 0;
        flow.syn = (flags & TcpHeader.SYN) != 0;
        flow.fin = (flags & TcpHeader.FIN) != 0;
        flow.rst = (flags & TcpHeader.RST) != 0;
        flow.local6High = 0;
        flow.local6Low = MAPPED | (outside & UNSIGNED);
        flow.remote4 = outside;
        boolean fromInside = of.version == 4;
        flow.local6Port = fromInside ? ports.destination : ports.source;
        flow.remote4Port = flow.local6Port;
        flow.mark = 0;
        flow.packet = null;
    }

    private static Reason explain(Reason refusal) {
        return switch (refusal) {
            case BIB6_NOT_FOUND, UNKNOWN -> Reason.MAPT_NAPT_FULL;
            case ENOMEM -> refusal;
            default -> Reason.MAPT_NAPT_CLOSED;
        };
    }
}
