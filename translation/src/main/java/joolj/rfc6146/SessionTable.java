// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;
import joolj.address.L4Protocol;

/**
 * One protocol's session table (RFC 6146 § 3.1). A session is found in constant time by either of its tuples; it belongs
 * to a BIB entry, in whose list it hangs, and it hangs in its timer's {@linkplain TimerRing ring}.
 *
 * <p>What a packet of a known session needs, the transport addresses of its BIB entry among it, is one line of the
 * processor's cache; the rest lies elsewhere.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class SessionTable {
    /** No session. */
    static final int NONE = RecordPages.NONE;

    private static final int REMOTE6_HIGH = 0;
    private static final int REMOTE6_LOW = 8;
    /** Pool4 address (32 bits), pool4 port (16), IPv6 port (16); as in the BIB entry. */
    private static final int LOCAL4_AND_PORTS = 16;
    /** IPv4 node's address (32 bits), its port (16), TCP state (8), flag (1), timer (3), flags (4). */
    static final int REMOTE4_AND_STATE = 24;

    /** When the timer was last restarted, milliseconds. */
    static final int LAST_UPDATE = 32;

    /** Next session of the chain by IPv6 and IPv4 node. */
    private static final int CHAIN6 = 40;
    /** Next session of the chain by pool4 address and IPv4 node. */
    private static final int CHAIN4 = 44;

    /** Neighbours in a list of the timer's ring. */
    static final int TIMER_NEXT = 48;

    static final int TIMER_PREVIOUS = 52;
    static final int BIB = 56;
    /** The lower 32 bits of the tick in whose list the session is. */
    static final int LISTED = 60;

    private static final int LOCAL6_HIGH = 0;
    private static final int LOCAL6_LOW = 8;
    private static final int OF_BIB_NEXT = 16;
    private static final int OF_BIB_PREVIOUS = 20;
    /** Neighbours among the {@link SessionContacts}. */
    static final int CONTACT_NEXT = 24;

    static final int CONTACT_PREVIOUS = 28;
    private static final int MORE_OCTETS = 32;

    private static final int LIVE = 1;
    private static final int OPENED_FROM_4 = 2;
    private static final int COUNTED_SHIFT = 2;
    private static final int COUNTED_BITS = 0xc;
    private static final int TIMER_SHIFT = 4;
    private static final int TIMER_BITS = 0x70;
    /** The session is among the {@link SessionContacts}. */
    static final int IN_CONTACTS = 0x80;

    private static final int STATE_SHIFT = 8;
    private static final int STATE_BITS = 0xff00;

    /** For how many sessions memory is taken ahead. */
    private static final int RECORDS_AHEAD = 0;

    private static final int MORE_AHEAD = 64;
    private static final int CHAINS4_AHEAD = 128;
    private static final int CHAINS6_AHEAD = 384;

    private final RecordPages records = new RecordPages(OffHeapPages.LINE, RECORDS_AHEAD);
    private final OffHeapPages more = new OffHeapPages(MORE_OCTETS, MORE_AHEAD);

    /** By IPv6 and IPv4 node. */
    private final Chains by6 = new Chains(records, CHAIN6, CHAINS6_AHEAD) {
        @Override
        int hash(int session) {
            return hash6(remote6High(session), remote6Low(session), remote6Port(session), remote(session));
        }
    };

    /** By pool4 address and IPv4 node. */
    private final Chains by4 = new Chains(records, CHAIN4, CHAINS4_AHEAD) {
        @Override
        int hash(int session) {
            return hash4(local4Key(session), remote(session));
        }
    };

    private final SessionContacts contacts;
    private final TimerRing[] rings = new TimerRing[SessionTimer.COUNT];
    private final BibTable bibs;
    private final KeyedHash hash;

    /** The bits of {@link #REMOTE4_AND_STATE} that tell sessions of a BIB entry apart. */
    private final long remoteBits;

    /** @param protocol sessions of ICMP are not told apart by the IPv4 node's port */
    SessionTable(L4Protocol protocol, BibTable bibs, KeyedHash hash) {
        this.bibs = bibs;
        this.hash = hash;
        this.remoteBits = protocol == L4Protocol.ICMP ? 0xffff_ffff_0000_0000L : 0xffff_ffff_ffff_0000L;
        this.contacts = new SessionContacts(records, more, hash);
        Arrays.setAll(rings, timer -> new TimerRing(records));
    }

    private int hash6(long high, long low, int port, long remote) {
        return hash.hash32(high, low, remote | port);
    }

    private int hash4(long local4Key, long remote) {
        return hash.hash32(local4Key, remote, 0);
    }

    private long remote(int remote4, int remote4Port) {
        return ((long) remote4 << 32 | (long) remote4Port << 16) & remoteBits;
    }

    private long remote(int session) {
        return records.longAt(session, REMOTE4_AND_STATE) & remoteBits;
    }

    /** The session of a flow from the IPv6 node: with its remote6 and remote4; or {@link #NONE}. */
    int find6(Flow flow) {
        long high = flow.remote6High;
        long low = flow.remote6Low;
        int port = flow.remote6Port;
        long remote = remote(flow.remote4, flow.remote4Port);
        int session = by6.first(hash6(high, low, port, remote));
        while (session != NONE
                && (remote(session) != remote
                        || records.longAt(session, REMOTE6_LOW) != low
                        || records.longAt(session, REMOTE6_HIGH) != high
                        || remote6Port(session) != port)) {
            session = by6.next(session);
        }
        return session;
    }

    /** The session of a pool4 transport address with an IPv4 node's, or {@link #NONE}. */
    int find4(int local4, int local4Port, int remote4, int remote4Port) {
        long local = (local4 & 0xffff_ffffL) << 16 | local4Port;
        long remote = remote(remote4, remote4Port);
        int session = by4.first(hash4(local, remote));
        while (session != NONE && (remote(session) != remote || local4Key(session) != local)) {
            session = by4.next(session);
        }
        return session;
    }

    /** What {@link #readAhead6} finds the session of a flow from the IPv6 node by. Needs no lock. */
    int hash6(Flow flow) {
        return hash6(flow.remote6High, flow.remote6Low, flow.remote6Port, remote(flow.remote4, flow.remote4Port));
    }

    /** What {@link #readAhead4} finds the session of a flow from the IPv4 node by. Needs no lock. */
    int hash4(Flow flow) {
        long local = (flow.local4 & 0xffff_ffffL) << 16 | flow.local4Port;
        return hash4(local, remote(flow.remote4, flow.remote4Port));
    }

    /**
     * Reads the sessions that {@link #find6} will look at, all of them at once as far as the processor can.
     *
     * @param hashes results of {@link #hash6(Flow)}; overwritten
     * @return how many there are
     */
    int readAhead6(int[] hashes, int count) {
        return readAhead(by6, hashes, count);
    }

    /** The same for {@link #find4} and {@link #hash4(Flow)}. */
    int readAhead4(int[] hashes, int count) {
        return readAhead(by4, hashes, count);
    }

    /** Reads two sessions of each chain; few chains have more. */
    private int readAhead(Chains chains, int[] hashes, int count) {
        int[] sessions = hashes;
        int read = 0;
        for (int i = 0; i < count; i++) {
            sessions[i] = chains.first(hashes[i]);
        }
        for (int i = 0; i < count; i++) {
            if (sessions[i] != NONE) {
                sessions[i] = chains.next(sessions[i]);
                read++;
            }
        }
        for (int i = 0; i < count; i++) {
            if (sessions[i] != NONE && isLive(sessions[i])) {
                read++;
            }
        }
        return read;
    }

    /** Whether a BIB entry has a session with an IPv4 address, whatever the port: address-dependent filtering. */
    boolean hasContact(int bib, int remote4) {
        int head = bibs.firstSession(bib);
        if (head != NONE && remote4(head) == remote4) {
            return true;
        }
        return contacts.contains(bib, remote4);
    }

    /** Whether there is memory for another session; takes it if need be and allowed. */
    boolean hasRoom(boolean mayTakeMemory) {
        return records.hasRoom(mayTakeMemory)
                && more.reserve(records.limit() + 1, mayTakeMemory)
                && by6.hasRoom(mayTakeMemory)
                && by4.hasRoom(mayTakeMemory)
                && contacts.hasRoom(mayTakeMemory);
    }

    /**
     * Adds a session; its BIB entry must have none with this transport address, and {@link #hasRoom} must have been asked
     * before.
     */
    int add(int bib, Flow flow, int remote4Port, TcpState state, SessionTimer timer, long now) {
        int session = records.take();
        records.longAt(session, REMOTE6_HIGH, bibs.remote6High(bib));
        records.longAt(session, REMOTE6_LOW, bibs.remote6Low(bib));
        records.longAt(session, LOCAL4_AND_PORTS, bibs.local4AndPorts(bib));
        long remote = (long) flow.remote4 << 32 | (long) remote4Port << 16;
        records.longAt(session, REMOTE4_AND_STATE, remote | (long) state.ordinal() << STATE_SHIFT | LIVE);
        records.intAt(session, BIB, bib);
        more.longAt(session, LOCAL6_HIGH, flow.local6High);
        more.longAt(session, LOCAL6_LOW, flow.local6Low);
        by6.add(session);
        by4.add(session);
        linkToBib(session, bib);
        startTimer(session, timer, now);
        return session;
    }

    private void linkToBib(int session, int bib) {
        int head = bibs.firstSession(bib);
        if (head == NONE) {
            more.intAt(session, OF_BIB_NEXT, NONE);
            more.intAt(session, OF_BIB_PREVIOUS, NONE);
            bibs.firstSession(bib, session);
            return;
        }
        contacts.add(session);
        int previous = contacts.has(head) ? NONE : head;
        int next = previous == NONE ? head : more.intAt(head, OF_BIB_NEXT);
        more.intAt(session, OF_BIB_NEXT, next);
        more.intAt(session, OF_BIB_PREVIOUS, previous);
        if (next != NONE) {
            more.intAt(next, OF_BIB_PREVIOUS, session);
        }
        if (previous == NONE) {
            bibs.firstSession(bib, session);
        } else {
            more.intAt(previous, OF_BIB_NEXT, session);
        }
    }

    private void startTimer(int session, SessionTimer timer, long now) {
        int ring = timer.ordinal();
        long others = records.longAt(session, REMOTE4_AND_STATE) & ~TIMER_BITS;
        records.longAt(session, REMOTE4_AND_STATE, others | ring << TIMER_SHIFT);
        records.longAt(session, LAST_UPDATE, now);
        rings[ring].add(session, now);
    }

    /** Restarts a session's timer, or another one. {@code now} may not be less than in any call before. */
    void update(int session, SessionTimer timer, long now) {
        if (timer(session) == timer) {
            records.longAt(session, LAST_UPDATE, now);
            return;
        }
        rings[timer(session).ordinal()].remove(session);
        startTimer(session, timer, now);
    }

    /** Removes a session; its BIB entry stays. */
    void remove(int session) {
        by6.remove(session);
        by4.remove(session);
        contacts.remove(session);
        unlinkFromBib(session);
        rings[timer(session).ordinal()].remove(session);
        records.release(session);
    }

    private void unlinkFromBib(int session) {
        int next = more.intAt(session, OF_BIB_NEXT);
        int previous = more.intAt(session, OF_BIB_PREVIOUS);
        if (previous == NONE) {
            bibs.firstSession(bib(session), next);
        } else {
            more.intAt(previous, OF_BIB_NEXT, next);
        }
        if (next != NONE) {
            more.intAt(next, OF_BIB_PREVIOUS, previous);
        }
    }

    /** Begins a search for overdue sessions. */
    void startSearch() {
        for (TimerRing ring : rings) {
            ring.startSearch();
        }
    }

    /**
     * Goes on with the search for sessions that were last updated a time ago.
     *
     * @return the session, which must be removed, or its timer be changed, before the next call; or {@link #NONE}: there is
     *     none, or {@link #isSearching} says that there was much to look at
     */
    int overdue(SessionTimer timer, long now, long timeout) {
        return rings[timer.ordinal()].overdue(now, timeout);
    }

    /** Whether {@link #overdue} is to be asked again. */
    boolean isSearching(SessionTimer timer) {
        return rings[timer.ordinal()].isSearching();
    }

    /** How many sessions there are. */
    int count() {
        return records.count();
    }

    /** One more than the greatest session there may be; see {@link #isLive}. */
    int limit() {
        return records.limit();
    }

    /** Whether a number below {@link #limit} is a session at present. */
    boolean isLive(int session) {
        return (records.longAt(session, REMOTE4_AND_STATE) & LIVE) != 0;
    }

    int bib(int session) {
        return records.intAt(session, BIB);
    }

    long remote6High(int session) {
        return records.longAt(session, REMOTE6_HIGH);
    }

    long remote6Low(int session) {
        return records.longAt(session, REMOTE6_LOW);
    }

    int remote6Port(int session) {
        return (int) records.longAt(session, LOCAL4_AND_PORTS) & 0xffff;
    }

    long local6High(int session) {
        return more.longAt(session, LOCAL6_HIGH);
    }

    long local6Low(int session) {
        return more.longAt(session, LOCAL6_LOW);
    }

    int local4(int session) {
        return (int) (records.longAt(session, LOCAL4_AND_PORTS) >>> 32);
    }

    int local4Port(int session) {
        return (int) (records.longAt(session, LOCAL4_AND_PORTS) >>> 16) & 0xffff;
    }

    /** The pool4 transport address as a number that sorts by address, then port: 48 bits. */
    long local4Key(int session) {
        return records.longAt(session, LOCAL4_AND_PORTS) >>> 16;
    }

    int remote4(int session) {
        return (int) (records.longAt(session, REMOTE4_AND_STATE) >>> 32);
    }

    int remote4Port(int session) {
        return (int) records.longAt(session, REMOTE4_AND_STATE) >>> 16;
    }

    /** The IPv4 node's transport address as a number that sorts by address, then port: 48 bits. */
    long remote4Key(int session) {
        return records.longAt(session, REMOTE4_AND_STATE) >>> 16;
    }

    TcpState state(int session) {
        return TcpState.of((int) (records.longAt(session, REMOTE4_AND_STATE) & STATE_BITS) >>> STATE_SHIFT);
    }

    void state(int session, TcpState state) {
        long bits = records.longAt(session, REMOTE4_AND_STATE) & ~STATE_BITS;
        records.longAt(session, REMOTE4_AND_STATE, bits | state.ordinal() << STATE_SHIFT);
    }

    SessionTimer timer(int session) {
        return SessionTimer.of((int) (records.longAt(session, REMOTE4_AND_STATE) & TIMER_BITS) >>> TIMER_SHIFT);
    }

    /** Whether an IPv4 packet made the session. */
    boolean isOpenedFrom4(int session) {
        return (records.longAt(session, REMOTE4_AND_STATE) & OPENED_FROM_4) != 0;
    }

    /** Takes note that an IPv4 packet made the session. */
    void openedFrom4(int session) {
        records.longAt(session, REMOTE4_AND_STATE, records.longAt(session, REMOTE4_AND_STATE) | OPENED_FROM_4);
    }

    /** The generation in which the session was counted by its source, 0 to 3; see {@link SessionAdmission}. */
    int countedIn(int session) {
        return (int) (records.longAt(session, REMOTE4_AND_STATE) & COUNTED_BITS) >>> COUNTED_SHIFT;
    }

    void countedIn(int session, int generation) {
        long bits = records.longAt(session, REMOTE4_AND_STATE) & ~COUNTED_BITS;
        records.longAt(session, REMOTE4_AND_STATE, bits | generation << COUNTED_SHIFT);
    }

    /** When the timer was last restarted, milliseconds. */
    long lastUpdate(int session) {
        return records.longAt(session, LAST_UPDATE);
    }
}
