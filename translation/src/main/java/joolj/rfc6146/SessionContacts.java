// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * Tells which IPv4 addresses a BIB entry has sessions with, for address-dependent filtering (RFC 6146 § 3.5.1). Most entries
 * have but one session: the first of an entry stays out of this, and heads its entry's list as long as it lives.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class SessionContacts {
    private static final int NONE = SessionTable.NONE;

    /** For how many sessions memory is taken ahead. */
    private static final int AHEAD = 448;

    private final RecordPages records;
    private final OffHeapPages more;
    private final KeyedHash hash;
    private final Buckets heads = new Buckets(AHEAD);
    private int count;

    /**
     * @param records the sessions
     * @param more the rest of them, where neighbours of a chain are kept: chains are as long as an entry has sessions with
     *     one address, so that each session knows both of its neighbours
     */
    SessionContacts(RecordPages records, OffHeapPages more, KeyedHash hash) {
        this.records = records;
        this.more = more;
        this.hash = hash;
    }

    private int bib(int session) {
        return records.intAt(session, SessionTable.BIB);
    }

    private int remote4(int session) {
        return (int) (records.longAt(session, SessionTable.REMOTE4_AND_STATE) >>> 32);
    }

    private int bucketOf(int bib, int remote4) {
        return heads.bucketOf(hash.hash32(bib, remote4, -1));
    }

    /** Whether there is a session of a BIB entry with an IPv4 address here. */
    boolean contains(int bib, int remote4) {
        int session = heads.head(bucketOf(bib, remote4));
        while (session != NONE && (remote4(session) != remote4 || bib(session) != bib)) {
            session = more.intAt(session, SessionTable.CONTACT_NEXT);
        }
        return session != NONE;
    }

    /** Whether there is memory for another session; takes it if need be and allowed. */
    boolean hasRoom(boolean mayTakeMemory) {
        return heads.hasRoom(1, mayTakeMemory);
    }

    /** Adds a session; {@link #hasRoom} must have been asked before. */
    void add(int session) {
        records.longAt(
                session,
                SessionTable.REMOTE4_AND_STATE,
                records.longAt(session, SessionTable.REMOTE4_AND_STATE) | SessionTable.IN_CONTACTS);
        count++;
        if (heads.count() < count) {
            shareOut(heads.grow());
        }
        push(session);
    }

    /** Whether a session was added. */
    boolean has(int session) {
        return (records.longAt(session, SessionTable.REMOTE4_AND_STATE) & SessionTable.IN_CONTACTS) != 0;
    }

    private void push(int session) {
        int bucket = bucketOf(bib(session), remote4(session));
        int head = heads.head(bucket);
        more.intAt(session, SessionTable.CONTACT_NEXT, head);
        more.intAt(session, SessionTable.CONTACT_PREVIOUS, NONE);
        if (head != NONE) {
            more.intAt(head, SessionTable.CONTACT_PREVIOUS, session);
        }
        heads.head(bucket, session);
    }

    private void shareOut(int bucket) {
        int session = heads.head(bucket);
        heads.head(bucket, NONE);
        while (session != NONE) {
            int next = more.intAt(session, SessionTable.CONTACT_NEXT);
            push(session);
            session = next;
        }
    }

    /** Takes a session out if it is here; it must be about to end. */
    void remove(int session) {
        if (!has(session)) {
            return;
        }
        count--;
        int next = more.intAt(session, SessionTable.CONTACT_NEXT);
        int previous = more.intAt(session, SessionTable.CONTACT_PREVIOUS);
        if (previous == NONE) {
            heads.head(bucketOf(bib(session), remote4(session)), next);
        } else {
            more.intAt(previous, SessionTable.CONTACT_NEXT, next);
        }
        if (next != NONE) {
            more.intAt(next, SessionTable.CONTACT_PREVIOUS, previous);
        }
    }
}
