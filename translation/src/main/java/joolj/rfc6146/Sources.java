// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.translation.Reason;

/**
 * The IPv6 prefixes that have sessions: how many, and how many more they may open now (a token bucket that holds one
 * second's worth). A prefix is kept in mind as long as it has sessions or its bucket is not known to be full again, which
 * takes a second; so there are hardly more prefixes here than sessions.
 *
 * <p>Not thread-safe: {@link SessionAdmission} guards it.
 */
final class Sources {
    private static final int NONE = RecordPages.NONE;

    private static final int HIGH = 0;
    private static final int LOW = 8;
    /** When the bucket was last looked at, milliseconds. */
    private static final int FILLED = 16;

    private static final int SESSIONS = 24;
    /** Next of the hash chain. */
    private static final int CHAIN = 28;
    /** Thousandths of sessions that may be opened. */
    private static final int TOKENS = 32;
    /** Neighbours in the list of those without sessions. */
    private static final int IDLE_NEXT = 36;

    private static final int IDLE_PREVIOUS = 40;
    private static final int OCTETS = 48;

    private static final int TOKEN = 1000;

    /** Milliseconds in which any bucket fills. */
    private static final long FILLING = 1000;

    /** How many prefixes without sessions are let go at a time: more than one becomes one at a time. */
    private static final int LET_GO = 2;

    private final RecordPages records = new RecordPages(OCTETS, 0);
    private final Buckets buckets = new Buckets(0);
    private final KeyedHash hash;
    private final long highMask;
    private final long lowMask;
    private int firstIdle = NONE;
    private int lastIdle = NONE;
    private long clock = Long.MIN_VALUE;

    Sources(KeyedHash hash, int prefixLength) {
        this.hash = hash;
        this.highMask = prefixLength >= Long.SIZE ? -1L : -1L << (Long.SIZE - prefixLength);
        this.lowMask = prefixLength <= Long.SIZE ? 0 : -1L << (2 * Long.SIZE - prefixLength);
    }

    int size() {
        return records.count();
    }

    /** See {@link SessionAdmission#reserve}. */
    Reason reserve(long high, long low, boolean from6, SessionLimits limits, long now) {
        // The protocols' clocks may differ a little.
        clock = Math.max(clock, now);
        letGo();
        int source = find(high, low);
        if (source == NONE) {
            if (!hasRoom()) {
                return Reason.ENOMEM;
            }
            source = add(high, low);
        }
        Reason refusal = refusal(source, from6, limits);
        if (refusal == null) {
            increment(source);
        }
        return refusal;
    }

    private Reason refusal(int source, boolean from6, SessionLimits limits) {
        if (limits.perSource() > 0 && sessions(source) >= limits.perSource()) {
            return Reason.SESSION_LIMIT_SOURCE;
        }
        if (!from6 || limits.ratePerSource() == 0) {
            return null;
        }
        long capacity = (long) limits.ratePerSource() * TOKEN;
        long elapsed = Math.min(clock - records.longAt(source, FILLED), FILLING);
        long tokens = Math.min(capacity, records.intAt(source, TOKENS) + elapsed * limits.ratePerSource());
        boolean permitted = tokens >= TOKEN;
        records.intAt(source, TOKENS, (int) (permitted ? tokens - TOKEN : tokens));
        records.longAt(source, FILLED, clock);
        return permitted ? null : Reason.SESSION_RATE_SOURCE;
    }

    /** See {@link SessionAdmission#cancel}. */
    void cancel(long high, long low, SessionLimits limits) {
        int source = find(high, low);
        if (limits.ratePerSource() > 0) {
            records.intAt(source, TOKENS, records.intAt(source, TOKENS) + TOKEN);
        }
        decrement(source);
    }

    /** See {@link SessionAdmission#forget}. */
    void forget(long high, long low) {
        decrement(find(high, low));
    }

    /** See {@link SessionAdmission#count}. */
    boolean count(long high, long low, long now) {
        clock = Math.max(clock, now);
        int source = find(high, low);
        if (source == NONE) {
            if (!hasRoom()) {
                return false;
            }
            source = add(high, low);
        }
        increment(source);
        return true;
    }

    /** Whether there is memory for another prefix. */
    private boolean hasRoom() {
        return records.hasRoom(true) && buckets.hasRoom(1, true);
    }

    private int find(long high, long low) {
        long prefixHigh = high & highMask;
        long prefixLow = low & lowMask;
        int source = buckets.head(buckets.bucketOf(hash.hash32(prefixHigh, prefixLow, 0)));
        while (source != NONE
                && (records.longAt(source, HIGH) != prefixHigh || records.longAt(source, LOW) != prefixLow)) {
            source = records.intAt(source, CHAIN);
        }
        return source;
    }

    /** Adds a prefix without sessions; its bucket is full, because it was empty long enough ago. */
    private int add(long high, long low) {
        int source = records.take();
        records.longAt(source, HIGH, high & highMask);
        records.longAt(source, LOW, low & lowMask);
        records.longAt(source, FILLED, clock - FILLING);
        if (buckets.count() < records.count()) {
            shareOut(buckets.grow());
        }
        push(source);
        appendIdle(source);
        return source;
    }

    private void shareOut(int bucket) {
        int source = buckets.head(bucket);
        buckets.head(bucket, NONE);
        while (source != NONE) {
            int next = records.intAt(source, CHAIN);
            push(source);
            source = next;
        }
    }

    private int bucketOf(int source) {
        return buckets.bucketOf(hash.hash32(records.longAt(source, HIGH), records.longAt(source, LOW), 0));
    }

    private void push(int source) {
        int bucket = bucketOf(source);
        records.intAt(source, CHAIN, buckets.head(bucket));
        buckets.head(bucket, source);
    }

    private long sessions(int source) {
        return records.intAt(source, SESSIONS) & 0xffff_ffffL;
    }

    private void increment(int source) {
        int sessions = records.intAt(source, SESSIONS);
        if (sessions == 0) {
            unlinkIdle(source);
        }
        records.intAt(source, SESSIONS, sessions + 1);
    }

    private void decrement(int source) {
        int sessions = records.intAt(source, SESSIONS) - 1;
        records.intAt(source, SESSIONS, sessions);
        if (sessions == 0) {
            appendIdle(source);
        }
    }

    private void appendIdle(int source) {
        records.intAt(source, IDLE_NEXT, NONE);
        records.intAt(source, IDLE_PREVIOUS, lastIdle);
        if (lastIdle == NONE) {
            firstIdle = source;
        } else {
            records.intAt(lastIdle, IDLE_NEXT, source);
        }
        lastIdle = source;
    }

    private void unlinkIdle(int source) {
        int next = records.intAt(source, IDLE_NEXT);
        int previous = records.intAt(source, IDLE_PREVIOUS);
        if (previous == NONE) {
            firstIdle = next;
        } else {
            records.intAt(previous, IDLE_NEXT, next);
        }
        if (next == NONE) {
            lastIdle = previous;
        } else {
            records.intAt(next, IDLE_PREVIOUS, previous);
        }
    }

    /** Forgets some of those that have no sessions and full buckets; the first in the list became idle first. */
    private void letGo() {
        for (int i = 0; i < LET_GO && firstIdle != NONE && clock - records.longAt(firstIdle, FILLED) >= FILLING; i++) {
            int source = firstIdle;
            unlinkIdle(source);
            unlink(source);
            records.release(source);
        }
    }

    private void unlink(int source) {
        int bucket = bucketOf(source);
        int at = buckets.head(bucket);
        int next = records.intAt(source, CHAIN);
        if (at == source) {
            buckets.head(bucket, next);
            return;
        }
        while (records.intAt(at, CHAIN) != source) {
            at = records.intAt(at, CHAIN);
        }
        records.intAt(at, CHAIN, next);
    }
}
