// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;
import java.util.Objects;
import joolj.address.L4Protocol;

/**
 * Has what a batch of packets will need of large tables brought into the processor's cache, before the first of them is
 * handled. A packet of a session that was not used just now waits for the head of a chain and then for the session, each
 * of them somewhere else in memory; the processor can wait for many at a time, but packets come one after another. So the
 * heads for all packets of a batch are read first, and then all their sessions.
 *
 * <p>It changes nothing, and nothing depends on it: a packet of which it was not told, or wrongly, is handled as well.
 *
 * <p>Confined to a worker; allocates nothing when used.
 */
public final class ReadAhead {
    /** Smaller tables are in the cache anyway. */
    static final int LEAST_SESSIONS = 1 << 15;

    /** How many packets of one protocol and direction are minded in a batch. */
    static final int MOST = 128;

    private static final int OUTBOUND = 0;
    private static final int INBOUND = 1;
    private static final int DIRECTIONS = 2;

    private final ProtocolTables[] tables;
    private final int[][] hashes;
    private final int[] counts;
    private int read;

    /** @param state whose tables are meant */
    public ReadAhead(Nat64State state) {
        Objects.requireNonNull(state, "state");
        L4Protocol[] protocols = L4Protocol.values();
        tables = new ProtocolTables[protocols.length];
        Arrays.setAll(tables, protocol -> state.tables(protocols[protocol]));
        hashes = new int[protocols.length * DIRECTIONS][MOST];
        counts = new int[hashes.length];
    }

    /**
     * Takes note of an IPv6 packet that is going to come.
     *
     * @param flow protocol, remote6, remote4 and remote4Port are filled
     */
    public void outbound(Flow flow) {
        SessionTable sessions = tables[flow.protocol.ordinal()].sessions;
        int list = flow.protocol.ordinal() * DIRECTIONS + OUTBOUND;
        if (isWorthIt(sessions) && counts[list] < MOST) {
            hashes[list][counts[list]] = sessions.hash6(flow);
            counts[list]++;
        }
    }

    /**
     * Takes note of an IPv4 packet that is going to come.
     *
     * @param flow protocol, local4, local4Port, remote4 and remote4Port are filled
     */
    public void inbound(Flow flow) {
        SessionTable sessions = tables[flow.protocol.ordinal()].sessions;
        int list = flow.protocol.ordinal() * DIRECTIONS + INBOUND;
        if (isWorthIt(sessions) && counts[list] < MOST) {
            hashes[list][counts[list]] = sessions.hash4(flow);
            counts[list]++;
        }
    }

    /** Without the lock: a number that is somewhat outdated does no harm. */
    static boolean isWorthIt(SessionTable sessions) {
        return sessions.count() >= LEAST_SESSIONS;
    }

    /** Reads what the packets noted will need, and forgets them. */
    public void read() {
        for (int protocol = 0; protocol < tables.length; protocol++) {
            int list = protocol * DIRECTIONS;
            if (counts[list + OUTBOUND] + counts[list + INBOUND] > 0) {
                ProtocolTables of = tables[protocol];
                synchronized (of) {
                    read += of.sessions.readAhead6(hashes[list + OUTBOUND], counts[list + OUTBOUND]);
                    read += of.sessions.readAhead4(hashes[list + INBOUND], counts[list + INBOUND]);
                }
                counts[list + OUTBOUND] = 0;
                counts[list + INBOUND] = 0;
            }
        }
    }

    /**
     * How many sessions were read ahead so far, modulo 2^32. That somebody might ask keeps the compiler from leaving them
     * unread.
     */
    public int sessionsRead() {
        return read;
    }
}
