// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.address.L4Protocol;

/**
 * A session as it was when it was read. Addresses are big-endian, ports (ICMP: identifiers) 0 to 65535.
 *
 * @param protocol whose session table it is in
 * @param remote6High upper half of the IPv6 node's address
 * @param remote6Low lower half
 * @param remote6Port the IPv6 node's port
 * @param local6High upper half of the pool6 address it talks to
 * @param local6Low lower half
 * @param local6Port the port it talks to. An ICMP session has but one ICMPv6 identifier, {@code remote6Port}; if an IPv4
 *     packet made it, the pool4 identifier is shown here instead, as Jool does
 * @param local4 the pool4 address that masks it
 * @param local4Port the pool4 port that masks it
 * @param remote4 the IPv4 node's address
 * @param remote4Port the IPv4 node's port
 * @param state the TCP state; null for other protocols
 * @param expiresIn milliseconds until it expires if nothing happens, 0 if it is overdue
 */
public record SessionRow(
        L4Protocol protocol,
        long remote6High,
        long remote6Low,
        int remote6Port,
        long local6High,
        long local6Low,
        int local6Port,
        int local4,
        int local4Port,
        int remote4,
        int remote4Port,
        TcpState state,
        long expiresIn) {

    /** The row of a session; its protocol's lock must be held. The flow is scratch memory. */
    static SessionRow of(ProtocolTables tables, int session, StateSettings settings, long now, Flow flow) {
        tables.describe(session, flow);
        SessionTable sessions = tables.sessions;
        boolean foreignIdentifier = tables.protocol == L4Protocol.ICMP && sessions.isOpenedFrom4(session);
        long left = sessions.lastUpdate(session) + sessions.timer(session).timeout(settings) - now;
        return new SessionRow(
                tables.protocol,
                flow.remote6High,
                flow.remote6Low,
                flow.remote6Port,
                flow.local6High,
                flow.local6Low,
                foreignIdentifier ? flow.local4Port : flow.local6Port,
                flow.local4,
                flow.local4Port,
                flow.remote4,
                flow.remote4Port,
                tables.protocol == L4Protocol.TCP ? sessions.state(session) : null,
                Math.max(0, left));
    }
}
