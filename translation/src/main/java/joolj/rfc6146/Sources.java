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
    private static final int LOW = 1;
    /** Sessions (upper half), next of the hash chain (lower half). */
    private static final int COUNT_AND_CHAIN = 2;
    /** When the bucket was last looked at, milliseconds. */
    private static final int FILLED = 3;
    /** Thousandths of sessions that may be opened (upper half). */
    private static final int TOKENS = 4;
    /** Next and previous of those without sessions. */
    private static final int OF_IDLE = 5;

    private static final int WORDS = 6;

    private static final int TOKEN = 1000;

    /** Milliseconds in which any bucket fills. */
    private static final long FILLING = 1000;

    /** How many prefixes without sessions are let go at a time: more than one becomes one at a time. */
    private static final int LET_GO = 2;

    private final RecordPages records = new RecordPages(WORDS);
    private final Buckets buckets = new Buckets();
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
        long elapsed = Math.min(clock - records.word(source, FILLED), FILLING);
        long tokens = Math.min(capacity, records.upper(source, TOKENS) + elapsed * limits.ratePerSource());
        boolean permitted = tokens >= TOKEN;
        records.upper(source, TOKENS, (int) (permitted ? tokens - TOKEN : tokens));
        records.word(source, FILLED, clock);
        return permitted ? null : Reason.SESSION_RATE_SOURCE;
    }

    /** See {@link SessionAdmission#cancel}. */
    void cancel(long high, long low, SessionLimits limits) {
        int source = find(high, low);
        if (limits.ratePerSource() > 0) {
            records.upper(source, TOKENS, records.upper(source, TOKENS) + TOKEN);
        }
        decrement(source);
    }

    /** See {@link SessionAdmission#forget}. */
    void forget(long high, long low) {
        decrement(find(high, low));
    }

    /** See {@link SessionAdmission#count}. */
    void count(long high, long low, long now) {
        clock = Math.max(clock, now);
        int source = find(high, low);
        increment(source == NONE ? add(high, low) : source);
    }

    private int find(long high, long low) {
        long prefixHigh = high & highMask;
        long prefixLow = low & lowMask;
        int source = buckets.head(buckets.bucketOf(hash.hash32(prefixHigh, prefixLow, 0)));
        while (source != NONE && (records.word(source, HIGH) != prefixHigh || records.word(source, LOW) != prefixLow)) {
            source = records.lower(source, COUNT_AND_CHAIN);
        }
        return source;
    }

    /** Adds a prefix without sessions; its bucket is full, because it was empty long enough ago. */
    private int add(long high, long low) {
        int source = records.take();
        records.word(source, HIGH, high & highMask);
        records.word(source, LOW, low & lowMask);
        records.word(source, FILLED, clock - FILLING);
        if (records.count() > buckets.count()) {
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
            int next = records.lower(source, COUNT_AND_CHAIN);
            push(source);
            source = next;
        }
    }

    private int bucketOf(int source) {
        return buckets.bucketOf(hash.hash32(records.word(source, HIGH), records.word(source, LOW), 0));
    }

    private void push(int source) {
        int bucket = bucketOf(source);
        records.lower(source, COUNT_AND_CHAIN, buckets.head(bucket));
        buckets.head(bucket, source);
    }

    private long sessions(int source) {
        return records.upper(source, COUNT_AND_CHAIN) & 0xffff_ffffL;
    }

    private void increment(int source) {
        int sessions = records.upper(source, COUNT_AND_CHAIN);
        if (sessions == 0) {
            unlinkIdle(source);
        }
        records.upper(source, COUNT_AND_CHAIN, sessions + 1);
    }

    private void decrement(int source) {
        int sessions = records.upper(source, COUNT_AND_CHAIN) - 1;
        records.upper(source, COUNT_AND_CHAIN, sessions);
        if (sessions == 0) {
            appendIdle(source);
        }
    }

    private void appendIdle(int source) {
        records.upper(source, OF_IDLE, NONE);
        records.lower(source, OF_IDLE, lastIdle);
        if (lastIdle == NONE) {
            firstIdle = source;
        } else {
            records.upper(lastIdle, OF_IDLE, source);
        }
        lastIdle = source;
    }

    private void unlinkIdle(int source) {
        int next = records.upper(source, OF_IDLE);
        int previous = records.lower(source, OF_IDLE);
        if (previous == NONE) {
            firstIdle = next;
        } else {
            records.upper(previous, OF_IDLE, next);
        }
        if (next == NONE) {
            lastIdle = previous;
        } else {
            records.lower(next, OF_IDLE, previous);
        }
    }

    /** Forgets some of those that have no sessions and full buckets; the first in the list became idle first. */
    private void letGo() {
        for (int i = 0; i < LET_GO && firstIdle != NONE && clock - records.word(firstIdle, FILLED) >= FILLING; i++) {
            int source = firstIdle;
            unlinkIdle(source);
            unlink(source);
            records.release(source);
        }
    }

    private void unlink(int source) {
        int bucket = bucketOf(source);
        int at = buckets.head(bucket);
        int next = records.lower(source, COUNT_AND_CHAIN);
        if (at == source) {
            buckets.head(bucket, next);
            return;
        }
        while (records.lower(at, COUNT_AND_CHAIN) != source) {
            at = records.lower(at, COUNT_AND_CHAIN);
        }
        records.lower(at, COUNT_AND_CHAIN, next);
    }
}
