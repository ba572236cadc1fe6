// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.concurrent.atomic.AtomicLong;
import joolj.translation.Reason;

/**
 * Decides whether another session is within the {@link SessionLimits}, and keeps count. One object for all protocols of an
 * instance.
 *
 * <p>A session has its place from {@link #reserve} until {@link #forget}. Sources are counted only while a limit asks for
 * it; each session remembers in which {@link #generation} it was counted, so that those that were there before the limit
 * are counted once, by {@link SourceCensus}, while packets go on.
 *
 * <p>Locks: callers hold the lock of a protocol; this object's own is taken inside it, for the sources, and none inside that.
 */
final class SessionAdmission {
    /** Sessions that were never counted, and the generation while sources are not counted. */
    static final int UNCOUNTED = 0;

    private final KeyedHash hash;
    private final AtomicLong total = new AtomicLong();
    private volatile SessionLimits limits = SessionLimits.NONE;

    /** Changes only while the locks of all protocols are held, so that it is steady for whoever holds one. */
    private int generation = UNCOUNTED;

    /** The generation that counted last; all sessions are in it, or were made since and are not counted. */
    private int lastGeneration = 2;

    private Sources sources;

    SessionAdmission(KeyedHash hash) {
        this.hash = hash;
    }

    SessionLimits limits() {
        return limits;
    }

    /** The generation that new sessions belong to; {@link #UNCOUNTED}, 1 or 2. */
    int generation() {
        return generation;
    }

    /** Sessions of all protocols. */
    long total() {
        return total.get();
    }

    /**
     * Replaces the limits. The locks of all protocols must be held.
     *
     * @return whether the sessions that are there must be counted by their sources
     */
    boolean limits(SessionLimits newLimits) {
        boolean counting = generation != UNCOUNTED;
        boolean same = counting && limits.prefixLength() == newLimits.prefixLength();
        limits = newLimits;
        if (!newLimits.watchSources()) {
            generation = UNCOUNTED;
            sources = null;
            return false;
        }
        if (same) {
            return false;
        }
        lastGeneration = lastGeneration == 1 ? 2 : 1;
        generation = lastGeneration;
        sources = new Sources(hash, newLimits.prefixLength());
        return true;
    }

    /**
     * Asks for a place for another session.
     *
     * @param high upper half of the IPv6 node's address
     * @param low lower half
     * @param from6 whether the IPv6 node opens it
     * @param now milliseconds
     * @return null: the place is taken; or which limit forbids it
     */
    Reason reserve(long high, long low, boolean from6, long now) {
        SessionLimits current = limits;
        if (!reserveTotal(current.total())) {
            return Reason.SESSION_LIMIT;
        }
        if (generation == UNCOUNTED) {
            return null;
        }
        Reason refusal;
        synchronized (this) {
            refusal = sources.reserve(high, low, from6, current, now);
        }
        if (refusal != null) {
            total.decrementAndGet();
        }
        return refusal;
    }

    private boolean reserveTotal(long limit) {
        if (limit == 0) {
            total.incrementAndGet();
            return true;
        }
        long count = total.get();
        while (count < limit) {
            if (total.compareAndSet(count, count + 1)) {
                return true;
            }
            count = total.get();
        }
        return false;
    }

    /** Gives back a place that {@link #reserve} gave an IPv6 node that was to open a session, and that none took. */
    void cancel(long high, long low) {
        total.decrementAndGet();
        if (generation != UNCOUNTED) {
            synchronized (this) {
                sources.cancel(high, low, limits);
            }
        }
    }

    /** Gives back the place of a session that ends, which was counted in {@code countedIn}. */
    void forget(long high, long low, int countedIn) {
        total.decrementAndGet();
        if (generation != UNCOUNTED && countedIn == generation) {
            synchronized (this) {
                sources.forget(high, low);
            }
        }
    }

    /** Counts a session that was there before its source was to be counted; false if there is no memory for that. */
    boolean count(long high, long low, long now) {
        synchronized (this) {
            return sources.count(high, low, now);
        }
    }

    /** Sources that are kept in mind; for tests. */
    int sourceCount() {
        return generation == UNCOUNTED ? 0 : sources.size();
    }
}
