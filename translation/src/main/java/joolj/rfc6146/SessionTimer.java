// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/** The idle times that sessions run under, one list of sessions for each. */
enum SessionTimer {
    /** RFC 6146 § 4, TCP_EST. */
    TCP_ESTABLISHED,
    /** RFC 6146 § 4, TCP_TRANS. */
    TCP_TRANSITORY,
    /** RFC 6146 § 4, TCP_INCOMING_SYN. */
    TCP_INCOMING_SYN,
    /** RFC 6146 § 4, UDP_DEFAULT. */
    UDP,
    /** RFC 6146 § 4, ICMP_DEFAULT. */
    ICMP;

    /** Milliseconds that an IPv4 SYN is kept; RFC 6146 § 4, TCP_INCOMING_SYN. */
    static final long INCOMING_SYN_TIMEOUT = 6_000;

    private static final SessionTimer[] VALUES = values();

    /** How many there are. */
    static final int COUNT = VALUES.length;

    /** The constant with this ordinal, without allocating. */
    static SessionTimer of(int ordinal) {
        return VALUES[ordinal];
    }

    /** Idle time, milliseconds. */
    long timeout(StateSettings settings) {
        return switch (this) {
            case TCP_ESTABLISHED -> settings.tcpEstTimeout();
            case TCP_TRANSITORY -> settings.tcpTransTimeout();
            case TCP_INCOMING_SYN -> INCOMING_SYN_TIMEOUT;
            case UDP -> settings.udpTimeout();
            case ICMP -> settings.icmpTimeout();
        };
    }
}
