// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * The settings that rule BIBs and sessions. Immutable; a change is a new record given to {@link Nat64State#settings},
 * which existing sessions obey at once: a session expires at its last update plus the <em>current</em> timeout.
 *
 * @param addressDependentFiltering whether IPv4 nodes may use a BIB entry only after the IPv6 node has talked to them;
 *     RFC 6146 § 3.5.1, § 3.5.2.2
 * @param dropExternallyInitiatedTcp whether TCP connections opened from IPv4 are silently dropped; RFC 6146 § 3.5.2.2
 * @param handleRstDuringFinRcv whether RST in the half-closed states shortens the timer to {@code tcpTransTimeout}
 * @param fArgs which fields feed the port selection hash, a bit mask 0 to 15: 8 IPv6 source address, 4 source port, 2
 *     IPv6 destination address, 1 destination port; RFC 6056 § 3.3.3
 * @param tcpEstTimeout milliseconds, at least 0: idle time of established and half-closed sessions; RFC 6146 § 4,
 *     TCP_EST
 * @param tcpTransTimeout milliseconds, at least 0: idle time of TCP sessions being opened or closed; RFC 6146 § 4,
 *     TCP_TRANS
 * @param udpTimeout milliseconds, at least 0: idle time of UDP sessions; RFC 6146 § 4, UDP_DEFAULT
 * @param icmpTimeout milliseconds, at least 0: idle time of ICMP sessions; RFC 6146 § 4, ICMP_DEFAULT
 * @param maximumSimultaneousOpens how many IPv4 SYNs are kept at most, 0 to 2^32-1; RFC 6146 § 3.5.2.2
 * @param maximumBibEntries BIB entries per protocol, 1 to 2^28; beyond, new ones are refused
 * @param maximumSessions sessions per protocol, 1 to 2^28; beyond, new ones are refused
 */
public record StateSettings(
        boolean addressDependentFiltering,
        boolean dropExternallyInitiatedTcp,
        boolean handleRstDuringFinRcv,
        int fArgs,
        long tcpEstTimeout,
        long tcpTransTimeout,
        long udpTimeout,
        long icmpTimeout,
        long maximumSimultaneousOpens,
        int maximumBibEntries,
        int maximumSessions) {

    /** The largest table that can be configured, entries. */
    public static final int ENTRIES_LIMIT = 1 << 28;

    /** The entries that a table has room for by default. */
    public static final int DEFAULT_ENTRIES = 1 << 22;

    /** {@link #fArgs}: the IPv6 source address feeds the hash. */
    public static final int F_SOURCE_ADDRESS = 8;

    /** {@link #fArgs}: the IPv6 source port feeds the hash. */
    public static final int F_SOURCE_PORT = 4;

    /** {@link #fArgs}: the IPv6 destination address feeds the hash. */
    public static final int F_DESTINATION_ADDRESS = 2;

    /** {@link #fArgs}: the IPv6 destination port feeds the hash. */
    public static final int F_DESTINATION_PORT = 1;

    /**
     * What an instance starts with: two hours, four minutes, five minutes and one minute of idle time, no filtering,
     * ten stored SYNs, {@value #DEFAULT_ENTRIES} BIB entries and as many sessions per protocol.
     */
    public static final StateSettings DEFAULT = new StateSettings(
            false, false, false, 11, 7_200_000, 240_000, 300_000, 60_000, 10, DEFAULT_ENTRIES, DEFAULT_ENTRIES);

    /** Checks the ranges; {@link IllegalArgumentException} names the value that is outside. */
    public StateSettings {
        check("f-args", fArgs, 0, 15);
        check("tcp-est-timeout", tcpEstTimeout, 0, Long.MAX_VALUE / 2);
        check("tcp-trans-timeout", tcpTransTimeout, 0, Long.MAX_VALUE / 2);
        check("udp-timeout", udpTimeout, 0, Long.MAX_VALUE / 2);
        check("icmp-timeout", icmpTimeout, 0, Long.MAX_VALUE / 2);
        check("maximum-simultaneous-opens", maximumSimultaneousOpens, 0, 0xffff_ffffL);
        check("maximum BIB entries", maximumBibEntries, 1, ENTRIES_LIMIT);
        check("maximum sessions", maximumSessions, 1, ENTRIES_LIMIT);
    }

    private static void check(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    name + " (" + value + ") is out of range. (" + least + "-" + greatest + ")");
        }
    }
}
