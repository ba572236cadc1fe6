// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import joolj.rfc7597.RuleTable;
import joolj.translation.Reason;

/**
 * How a MAP node maps the addresses of packets, RFC 7599 § 8. Each method leaves what it found in the {@link MaptState}.
 * The source of a packet that an ICMP error quotes is mapped as a destination, and the other way round, because it
 * travelled in the other direction.
 */
sealed interface Role permits BorderRelay, CustomerEdgeRole {
    /**
     * Maps the source of an IPv4 packet.
     *
     * @param address big-endian
     * @param port its port; meaningless if {@link Ports#absence} says so
     * @return null, or why it is not mapped
     */
    Reason source46(MaptSettings settings, RuleTable rules, MaptState state, int address, int port);

    /** Maps the destination of an IPv4 packet; see {@link #source46}. */
    Reason destination46(MaptSettings settings, RuleTable rules, MaptState state, int address, int port);

    /**
     * Maps the source of an IPv6 packet. Whether its port is the address's own is left to {@link PortCheck}, because only
     * the source and the destination together tell whether the packet is MAP traffic at all.
     *
     * @param high the address's first eight octets
     * @param low its last eight octets
     * @return null, or why it is not mapped
     */
    Reason source64(MaptSettings settings, RuleTable rules, MaptState state, long high, long low);

    /** Maps the destination of an IPv6 packet; see {@link #source64}. */
    Reason destination64(MaptSettings settings, MaptState state, long high, long low);
}
