// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import java.util.Objects;
import joolj.address.Ipv4Prefix;
import joolj.rfc6146.StateSettings;

/**
 * The settings of a customer edge's NAPT, RFC 7599 § 8.1. Immutable; changed timeouts count for existing sessions, too.
 *
 * @param prefix whose addresses are masked
 * @param tcpTimeout milliseconds, at least 0: idle time of established connections; RFC 5382 § 5 REQ-5
 * @param udpTimeout milliseconds, at least 0: idle time of UDP sessions; RFC 4787 § 4.3 REQ-5
 * @param icmpTimeout milliseconds, at least 0: idle time of ICMP echo sessions; RFC 5508 § 3.2 REQ-2
 */
public record NaptSettings(Ipv4Prefix prefix, long tcpTimeout, long udpTimeout, long icmpTimeout) {
    /** Milliseconds; RFC 5382 § 5 REQ-5: at least two hours and four minutes. */
    public static final long DEFAULT_TCP_TIMEOUT = 7_440_000;

    /** Milliseconds; RFC 4787 § 4.3 REQ-5: five minutes are recommended. */
    public static final long DEFAULT_UDP_TIMEOUT = 300_000;

    /** Milliseconds; RFC 5508 § 3.2 REQ-2: at least one minute. */
    public static final long DEFAULT_ICMP_TIMEOUT = 60_000;

    /** Milliseconds: idle time of connections being opened or closed; RFC 5382 § 5 REQ-5. */
    private static final long TCP_TRANSITORY_TIMEOUT = 240_000;

    /** Checks that nothing is missing. */
    public NaptSettings {
        Objects.requireNonNull(prefix, "prefix");
    }

    /** The default settings for a prefix. */
    public static NaptSettings of(Ipv4Prefix prefix) {
        return new NaptSettings(prefix, DEFAULT_TCP_TIMEOUT, DEFAULT_UDP_TIMEOUT, DEFAULT_ICMP_TIMEOUT);
    }

    /** What they mean for sessions: filtering is address-dependent, and connections are opened from inside only. */
    StateSettings state() {
        return new StateSettings(
                true,
                true,
                false,
                StateSettings.DEFAULT.fArgs(),
                tcpTimeout,
                TCP_TRANSITORY_TIMEOUT,
                udpTimeout,
                icmpTimeout,
                0,
                StateSettings.DEFAULT.maximumBibEntries(),
                StateSettings.DEFAULT.maximumSessions());
    }
}
