// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;

/**
 * One protocol's session table (RFC 6146 § 3.1). A session belongs to a BIB entry and is told from the entry's others
 * by the IPv4 node's transport address. It is found by both in constant time, hangs in its entry's list, and in the
 * list of its timer, which is in the order of the last updates.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class SessionTable {
    /** No session. */
    static final int NONE = RecordPages.NONE;

    private static final int LOCAL6_HIGH = 0;
    private static final int LOCAL6_LOW = 1;
    /** IPv4 node's address (32 bits), its port (16), TCP state (8), timer (4), flags (4). */
    private static final int REMOTE4_AND_STATE = 2;

    private static final int LAST_UPDATE = 3;
    /** BIB entry (upper half), next of the hash chain (lower half). */
    private static final int BIB_AND_CHAIN = 4;
    /** Next and previous session of the BIB entry. */
    private static final int OF_BIB = 5;
    /** Next and previous session of the timer. */
    private static final int OF_TIMER = 6;
    /** Next and previous in the chain by BIB entry and IPv4 address. */
    private static final int OF_CONTACT = 7;

    private static final int WORDS = 8;

    private static final int LIVE = 1;
    private static final int OPENED_FROM_4 = 2;
    private static final int COUNTED_SHIFT = 2;
    private static final int COUNTED_BITS = 0xc;
    private static final int TIMER_SHIFT = 4;
    private static final int TIMER_BITS = 0xf0;
    private static final int STATE_SHIFT = 8;
    private static final int STATE_BITS = 0xff00;

    private final RecordPages records = new RecordPages(WORDS);
    private final Buckets buckets = new Buckets();
    private final Buckets contacts = new Buckets();
    private final int[] first = new int[SessionTimer.COUNT];
    private final int[] last = new int[SessionTimer.COUNT];
    private final BibTable bibs;
    private final KeyedHash hash;

    SessionTable(BibTable bibs, KeyedHash hash) {
        this.bibs = bibs;
        this.hash = hash;
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
    }

    private int hash(int bib, int remote4, int remote4Port) {
        return hash.hash32(bib, remote4, remote4Port);
    }

    private int contactHash(int bib, int remote4) {
        return hash.hash32(bib, remote4, -1);
    }

    /** The session of a BIB entry with an IPv4 node's transport address, or {@link #NONE}. */
    int find(int bib, int remote4, int remote4Port) {
        int session = buckets.head(buckets.bucketOf(hash(bib, remote4, remote4Port)));
        while (session != NONE
                && (remote4(session) != remote4 || remote4Port(session) != remote4Port || bib(session) != bib)) {
            session = records.lower(session, BIB_AND_CHAIN);
        }
        return session;
    }

    /** Whether a BIB entry has a session with an IPv4 address, whatever the port: address-dependent filtering. */
    boolean hasContact(int bib, int remote4) {
        int session = contacts.head(contacts.bucketOf(contactHash(bib, remote4)));
        while (session != NONE && (remote4(session) != remote4 || bib(session) != bib)) {
            session = records.upper(session, OF_CONTACT);
        }
        return session != NONE;
    }

    /** Adds a session; its BIB entry must have none with this transport address. */
    int add(int bib, Flow flow, int remote4Port, TcpState state, SessionTimer timer, long now) {
        int session = records.take();
        records.word(session, LOCAL6_HIGH, flow.local6High);
        records.word(session, LOCAL6_LOW, flow.local6Low);
        long remote = (long) flow.remote4 << 32 | (long) remote4Port << 16;
        records.word(session, REMOTE4_AND_STATE, remote | (long) state.ordinal() << STATE_SHIFT | LIVE);
        records.upper(session, BIB_AND_CHAIN, bib);
        if (records.count() > buckets.count()) {
            shareOut(buckets.grow());
            shareOutContacts(contacts.grow());
        }
        push(session);
        pushContact(session);
        linkToBib(session, bib);
        append(session, timer, now);
        return session;
    }

    private void push(int session) {
        int bucket = buckets.bucketOf(hash(bib(session), remote4(session), remote4Port(session)));
        records.lower(session, BIB_AND_CHAIN, buckets.head(bucket));
        buckets.head(bucket, session);
    }

    private void shareOut(int bucket) {
        int session = buckets.head(bucket);
        buckets.head(bucket, NONE);
        while (session != NONE) {
            int next = records.lower(session, BIB_AND_CHAIN);
            push(session);
            session = next;
        }
    }

    private void pushContact(int session) {
        int bucket = contacts.bucketOf(contactHash(bib(session), remote4(session)));
        int head = contacts.head(bucket);
        records.upper(session, OF_CONTACT, head);
        records.lower(session, OF_CONTACT, NONE);
        if (head != NONE) {
            records.lower(head, OF_CONTACT, session);
        }
        contacts.head(bucket, session);
    }

    private void shareOutContacts(int bucket) {
        int session = contacts.head(bucket);
        contacts.head(bucket, NONE);
        while (session != NONE) {
            int next = records.upper(session, OF_CONTACT);
            pushContact(session);
            session = next;
        }
    }

    private void linkToBib(int session, int bib) {
        int head = bibs.firstSession(bib);
        records.upper(session, OF_BIB, head);
        records.lower(session, OF_BIB, NONE);
        if (head != NONE) {
            records.lower(head, OF_BIB, session);
        }
        bibs.firstSession(bib, session);
    }

    /** Puts a session behind all others of a timer, updated now. */
    private void append(int session, SessionTimer timer, long now) {
        int list = timer.ordinal();
        records.word(session, LAST_UPDATE, now);
        int bits = (records.lower(session, REMOTE4_AND_STATE) & ~TIMER_BITS) | list << TIMER_SHIFT;
        records.lower(session, REMOTE4_AND_STATE, bits);
        records.upper(session, OF_TIMER, NONE);
        records.lower(session, OF_TIMER, last[list]);
        if (last[list] == NONE) {
            first[list] = session;
        } else {
            records.upper(last[list], OF_TIMER, session);
        }
        last[list] = session;
    }

    /** Restarts a session's timer, or another one. {@code now} may not be less than in any call before. */
    void update(int session, SessionTimer timer, long now) {
        if (records.word(session, LAST_UPDATE) == now && timer(session) == timer) {
            return;
        }
        unlinkFromTimer(session);
        append(session, timer, now);
    }

    private void unlinkFromTimer(int session) {
        int list = timer(session).ordinal();
        int next = records.upper(session, OF_TIMER);
        int previous = records.lower(session, OF_TIMER);
        if (previous == NONE) {
            first[list] = next;
        } else {
            records.upper(previous, OF_TIMER, next);
        }
        if (next == NONE) {
            last[list] = previous;
        } else {
            records.lower(next, OF_TIMER, previous);
        }
    }

    /** Removes a session; its BIB entry stays. */
    void remove(int session) {
        unlink(session);
        unlinkContact(session);
        unlinkFromBib(session);
        unlinkFromTimer(session);
        records.release(session);
    }

    private void unlink(int session) {
        int bucket = buckets.bucketOf(hash(bib(session), remote4(session), remote4Port(session)));
        int at = buckets.head(bucket);
        int next = records.lower(session, BIB_AND_CHAIN);
        if (at == session) {
            buckets.head(bucket, next);
            return;
        }
        while (records.lower(at, BIB_AND_CHAIN) != session) {
            at = records.lower(at, BIB_AND_CHAIN);
        }
        records.lower(at, BIB_AND_CHAIN, next);
    }

    private void unlinkContact(int session) {
        int next = records.upper(session, OF_CONTACT);
        int previous = records.lower(session, OF_CONTACT);
        if (previous == NONE) {
            contacts.head(contacts.bucketOf(contactHash(bib(session), remote4(session))), next);
        } else {
            records.upper(previous, OF_CONTACT, next);
        }
        if (next != NONE) {
            records.lower(next, OF_CONTACT, previous);
        }
    }

    private void unlinkFromBib(int session) {
        int next = records.upper(session, OF_BIB);
        int previous = records.lower(session, OF_BIB);
        if (previous == NONE) {
            bibs.firstSession(bib(session), next);
        } else {
            records.upper(previous, OF_BIB, next);
        }
        if (next != NONE) {
            records.lower(next, OF_BIB, previous);
        }
    }

    /** The session of a timer that was updated longest ago, or {@link #NONE}. */
    int oldest(SessionTimer timer) {
        return first[timer.ordinal()];
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
        return (records.lower(session, REMOTE4_AND_STATE) & LIVE) != 0;
    }

    int bib(int session) {
        return records.upper(session, BIB_AND_CHAIN);
    }

    long local6High(int session) {
        return records.word(session, LOCAL6_HIGH);
    }

    long local6Low(int session) {
        return records.word(session, LOCAL6_LOW);
    }

    int remote4(int session) {
        return records.upper(session, REMOTE4_AND_STATE);
    }

    int remote4Port(int session) {
        return records.lower(session, REMOTE4_AND_STATE) >>> 16;
    }

    /** The IPv4 node's transport address as a number that sorts by address, then port: 48 bits. */
    long remote4Key(int session) {
        return records.word(session, REMOTE4_AND_STATE) >>> 16;
    }

    TcpState state(int session) {
        return TcpState.of((records.lower(session, REMOTE4_AND_STATE) & STATE_BITS) >>> STATE_SHIFT);
    }

    void state(int session, TcpState state) {
        int bits = (records.lower(session, REMOTE4_AND_STATE) & ~STATE_BITS) | state.ordinal() << STATE_SHIFT;
        records.lower(session, REMOTE4_AND_STATE, bits);
    }

    SessionTimer timer(int session) {
        return SessionTimer.of((records.lower(session, REMOTE4_AND_STATE) & TIMER_BITS) >>> TIMER_SHIFT);
    }

    /** Whether an IPv4 packet made the session. */
    boolean isOpenedFrom4(int session) {
        return (records.lower(session, REMOTE4_AND_STATE) & OPENED_FROM_4) != 0;
    }

    /** Takes note that an IPv4 packet made the session. */
    void openedFrom4(int session) {
        records.lower(session, REMOTE4_AND_STATE, records.lower(session, REMOTE4_AND_STATE) | OPENED_FROM_4);
    }

    /** The generation in which the session was counted by its source, 0 to 3; see {@link SessionAdmission}. */
    int countedIn(int session) {
        return (records.lower(session, REMOTE4_AND_STATE) & COUNTED_BITS) >>> COUNTED_SHIFT;
    }

    void countedIn(int session, int generation) {
        int bits = (records.lower(session, REMOTE4_AND_STATE) & ~COUNTED_BITS) | generation << COUNTED_SHIFT;
        records.lower(session, REMOTE4_AND_STATE, bits);
    }

    /** When the timer was last restarted, milliseconds. */
    long lastUpdate(int session) {
        return records.word(session, LAST_UPDATE);
    }
}
