// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * The keys of one protocol's entries, ascending, while packets go on changing them, in little memory: a pass through the
 * table takes the least of the keys that follow those read before, as many as there is room for.
 *
 * <p>An entry there is all the time is met once. One that comes or goes meanwhile is met or not, and none twice. For one
 * thread; the lock is held for some hundred entries at a time.
 */
final class OrderedKeys {
    /** How many records are looked at, or read, while the lock is held once. */
    static final int LOCKED_STEPS = 512;

    /** How many keys a pass takes, at least; and how many passes there are at most, unless the table grows. */
    private static final int LEAST_ROOM = 1 << 16;

    private static final int PASSES = 64;

    /** The table. Called with the lock held. */
    interface Source {
        /** One more than the greatest record. */
        int limit();

        /** Whether there is an entry. */
        boolean isLive(int record);

        /** What entries are sorted by first; not negative. */
        long first(int record);

        /** What entries are sorted by then; not negative. */
        long second(int record);
    }

    private final ProtocolTables tables;
    private final Source source;
    private final SortKeys keys;
    private int next;
    private boolean complete;

    /** The last pair of the pass before; none is less than the first one. */
    private long lastFirst = -1;

    private long lastSecond = -1;

    /** @param expected how many entries there are */
    OrderedKeys(ProtocolTables tables, Source source, int expected) {
        this(tables, source, expected, Math.max(LEAST_ROOM, expected / PASSES));
    }

    /** @param room how many keys a pass takes */
    OrderedKeys(ProtocolTables tables, Source source, int expected, int room) {
        this.tables = tables;
        this.source = source;
        this.keys = new SortKeys(room, expected);
        pass();
    }

    private void pass() {
        keys.clear();
        int at = 0;
        while (at >= 0) {
            at = collect(at);
        }
        complete = !keys.isFull();
        keys.sort();
        next = 0;
        if (keys.size() > 0) {
            lastFirst = keys.first(keys.size() - 1);
            lastSecond = keys.second(keys.size() - 1);
        }
    }

    /** Takes the keys of some records; returns where to go on, or -1 at the end. */
    private int collect(int from) {
        synchronized (tables) {
            int limit = source.limit();
            int stop = Math.min(limit, from + LOCKED_STEPS);
            for (int record = from; record < stop; record++) {
                if (source.isLive(record)) {
                    offer(source.first(record), source.second(record));
                }
            }
            return stop == limit ? -1 : stop;
        }
    }

    private void offer(long first, long second) {
        if (first > lastFirst || (first == lastFirst && second > lastSecond)) {
            keys.offer(first, second);
        }
    }

    /** How many keys can be read now; 0 at the end only. Must not be called with the lock held. */
    int available() {
        if (next == keys.size() && !complete) {
            pass();
        }
        return keys.size() - next;
    }

    /** Moves to the next of the keys available; false if it is the same as the one before. */
    boolean next() {
        next++;
        return !keys.repeats(next - 1);
    }

    long first() {
        return keys.first(next - 1);
    }

    long second() {
        return keys.second(next - 1);
    }
}
