// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import joolj.rfc6052.Pool6;
import joolj.rfc6146.Flow;
import joolj.translation.OutgoingTuple;
import joolj.translation.Translation;

/**
 * RFC 6146 § 3.6: computes the outgoing tuple out of the incoming one and the BIB entry, which are both in the flow; and
 * for an ICMP error the outgoing tuple of the packet it quotes.
 */
final class OutgoingTuples {
    private OutgoingTuples() {}

    /** From IPv6 to IPv4. */
    static void compute64(Translation t, Flow flow, boolean error) {
        OutgoingTuple to = t.outgoing();
        to.addresses4(flow.local4, flow.remote4);
        to.ports(flow.local4Port, flow.remote4Port);
        if (error) {
            OutgoingTuple inner = t.innerOutgoing();
            inner.addresses4(flow.remote4, flow.local4);
            inner.ports(flow.remote4Port, flow.local4Port);
        }
    }

    /** From IPv4 to IPv6. */
    static void compute46(Translation t, Nat64Settings settings, Flow flow, boolean error) {
        OutgoingTuple to = t.outgoing();
        to.source6(flow.local6High, flow.local6Low);
        to.destination6(flow.remote6High, flow.remote6Low);
        to.ports(flow.local6Port, flow.remote6Port);
        if (error) {
            OutgoingTuple inner = t.innerOutgoing();
            inner.source6(flow.remote6High, flow.remote6Low);
            inner.destination6(flow.local6High, flow.local6Low);
            inner.ports(flow.remote6Port, flow.local6Port);
            if (settings.sourceIcmpv6ErrorsBetter()) {
                Pool6 pool6 = settings.pool6();
                int sender = t.packet().ipv4.source();
                to.source6(pool6.embedHigh(sender), pool6.embedLow(sender));
            }
        }
    }
}
