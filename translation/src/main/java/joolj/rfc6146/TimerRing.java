// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;

/**
 * The sessions of one timer, in lists by the tick in which each was put there. A packet only writes down when it came: its
 * session stays where it is, and so do its neighbours, whose records the packet need not touch. Only when the timeout has
 * passed since a session was listed is it looked at: it is overdue, or it is listed again where its last update belongs. So
 * a session is looked at about once in its timer's time, however many packets it has.
 *
 * <p>No session is listed later than it was updated last. The timeout is none of the ring's business until sessions are
 * searched for, so it may change at any time, and the change counts at once.
 *
 * <p>The ring has as many lists as there are ticks from the oldest list to now, within limits. If more time than that
 * passes, sessions are listed too early, which costs nothing but an additional look at them.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class TimerRing {
    /** The length of a tick is 2 to this power, in milliseconds. */
    static final int TICK_BITS = 10;

    /** Lists to begin with; a power of two. */
    private static final int LEAST_LISTS = 64;

    /** Two hours and twenty minutes; a power of two. */
    private static final int MOST_LISTS = 8_192;

    /** How many sessions that are not overdue {@link #overdue} moves before it gives up. */
    static final int GLANCES = 8;

    private static final int NONE = SessionTable.NONE;

    private final RecordPages records;
    private int[] first = emptyLists(LEAST_LISTS);
    private int[] last = emptyLists(LEAST_LISTS);

    /** How many sessions there are. */
    private int count;

    /** No session is listed under a tick before this one. */
    private long oldest;

    /** Those of the oldest list that were looked at and are not overdue, although others of this tick may be. */
    private int firstPassed = NONE;

    private int lastPassed = NONE;
    private boolean isSearching;

    TimerRing(RecordPages records) {
        this.records = records;
    }

    private static int[] emptyLists(int lists) {
        int[] ends = new int[lists];
        Arrays.fill(ends, NONE);
        return ends;
    }

    private static long tick(long time) {
        return time >> TICK_BITS;
    }

    private int slot(long tick) {
        return (int) tick & first.length - 1;
    }

    private long lastUpdate(int session) {
        return records.longAt(session, SessionTable.LAST_UPDATE);
    }

    /** Adds a session that was updated now. {@code now} may not be less than in any call before. */
    void add(int session, long now) {
        list(session, tick(now));
    }

    /** Puts a session at the end of a tick's list, or of the last there may be. */
    private void list(int session, long tick) {
        if (count == 0) {
            oldest = tick;
        }
        while (tick - oldest >= first.length && first.length < MOST_LISTS) {
            enlarge();
        }
        long listed = Math.max(oldest, Math.min(tick, oldest + first.length - 1));
        int slot = slot(listed);
        int previous = last[slot];
        records.intAt(session, SessionTable.LISTED, (int) listed);
        records.intAt(session, SessionTable.TIMER_NEXT, NONE);
        records.intAt(session, SessionTable.TIMER_PREVIOUS, previous);
        if (previous == NONE) {
            first[slot] = session;
        } else {
            records.intAt(previous, SessionTable.TIMER_NEXT, session);
        }
        last[slot] = session;
        count++;
    }

    private void enlarge() {
        int[] moreFirst = emptyLists(2 * first.length);
        int[] moreLast = emptyLists(2 * first.length);
        for (long tick = oldest; tick < oldest + first.length; tick++) {
            int slot = (int) tick & moreFirst.length - 1;
            moreFirst[slot] = first[slot(tick)];
            moreLast[slot] = last[slot(tick)];
        }
        first = moreFirst;
        last = moreLast;
    }

    /** Takes a session out. */
    void remove(int session) {
        int next = records.intAt(session, SessionTable.TIMER_NEXT);
        int previous = records.intAt(session, SessionTable.TIMER_PREVIOUS);
        int slot = slot(records.intAt(session, SessionTable.LISTED));
        if (previous != NONE) {
            records.intAt(previous, SessionTable.TIMER_NEXT, next);
        } else if (firstPassed == session) {
            firstPassed = next;
        } else {
            first[slot] = next;
        }
        if (next != NONE) {
            records.intAt(next, SessionTable.TIMER_PREVIOUS, previous);
        } else if (lastPassed == session) {
            lastPassed = previous;
        } else {
            last[slot] = previous;
        }
        count--;
    }

    /** Begins a search for overdue sessions. */
    void startSearch() {
        takeBackPassed();
        isSearching = false;
    }

    /**
     * Goes on with the search for sessions that were last updated a time ago. Each one that is looked at without being
     * overdue goes to a list further ahead, or is one of those of a single tick that are looked at once in each search.
     *
     * @return the session, which must be removed or put off before the next call; or {@link SessionTable#NONE}: there is
     *     none, or {@link #isSearching} says that there was much to look at
     */
    int overdue(long now, long timeout) {
        isSearching = false;
        long due = tick(now - timeout);
        for (int i = 0; i < GLANCES; i++) {
            int session = oldestUpTo(due);
            if (session == NONE) {
                return NONE;
            }
            long updated = lastUpdate(session);
            if (now - updated >= timeout) {
                return session;
            }
            remove(session);
            if (tick(updated) > oldest) {
                list(session, tick(updated));
            } else {
                pass(session);
            }
        }
        isSearching = true;
        return NONE;
    }

    /** The first session of the oldest list that has any, if that is of a tick up to this one. */
    private int oldestUpTo(long due) {
        if (count == 0) {
            return NONE;
        }
        if (oldest < due) {
            takeBackPassed();
        }
        while (oldest < due && first[slot(oldest)] == NONE) {
            oldest++;
        }
        return oldest <= due ? first[slot(oldest)] : NONE;
    }

    /** Whether {@link #overdue} is to be asked again. */
    boolean isSearching() {
        return isSearching;
    }

    /** Puts a session of the oldest list aside. */
    private void pass(int session) {
        records.intAt(session, SessionTable.TIMER_NEXT, NONE);
        records.intAt(session, SessionTable.TIMER_PREVIOUS, lastPassed);
        if (lastPassed == NONE) {
            firstPassed = session;
        } else {
            records.intAt(lastPassed, SessionTable.TIMER_NEXT, session);
        }
        lastPassed = session;
        count++;
    }

    /** Puts the sessions that were put aside before the others of the oldest list again. */
    private void takeBackPassed() {
        if (firstPassed == NONE) {
            return;
        }
        int slot = slot(oldest);
        int next = first[slot];
        records.intAt(lastPassed, SessionTable.TIMER_NEXT, next);
        if (next == NONE) {
            last[slot] = lastPassed;
        } else {
            records.intAt(next, SessionTable.TIMER_PREVIOUS, lastPassed);
        }
        first[slot] = firstPassed;
        firstPassed = NONE;
        lastPassed = NONE;
    }
}
