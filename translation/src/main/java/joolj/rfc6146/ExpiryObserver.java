// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.nio.ByteBuffer;

/**
 * Sends what expiring TCP sessions demand (RFC 6146 § 3.5.2.2). Called without a lock by the thread that called
 * {@link Nat64State#expire}. The {@link Flow} is valid during the call only.
 */
public interface ExpiryObserver {
    /**
     * An established session was idle for tcp-est-timeout: a probe goes to the IPv6 node, that is an empty TCP segment
     * with ACK alone and the numbers 0, from local6 to remote6. It has no mark, for it answers no packet, and sessions do
     * not remember that of theirs.
     */
    void probe(Flow flow);

    /**
     * A kept IPv4 SYN was not met by an IPv6 one: ICMPv4 destination unreachable, port unreachable (3/3), goes to its
     * sender, remote4.
     *
     * @param flow the SYN's tuple and mark; remote6 counts only if there was a BIB entry
     * @param packet the SYN from its IP header on, from index 0 to the limit, at most
     *     {@value StoredSyns#QUOTED_OCTETS} octets; empty if {@link Flow#packet} was null. Valid during the call only
     */
    void synExpired(Flow flow, ByteBuffer packet);
}
