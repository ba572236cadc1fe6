// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import joolj.rfc6146.Flow;

/**
 * A bounded queue of records for several writers and one reader, none of which ever waits: a writer that finds it full
 * goes away without having written. All memory is taken at construction, nothing is allocated later.
 *
 * <p>Each slot has a number that says whose turn it is: that of the record to be written next, or one more once the record
 * is there. A writer takes a place by advancing {@link #written}, and hands the slot to the reader by its number.
 */
final class EventRing {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final int mask;
    private final long[] turns;
    private final long[] words;
    private final AtomicLong written = new AtomicLong();
    private long taken;

    /** @param records how many at most, a power of two */
    EventRing(int records) {
        if (Integer.bitCount(records) != 1) {
            throw new IllegalArgumentException(records + " is no power of two");
        }
        mask = records - 1;
        turns = new long[records];
        words = new long[records * StateEvent.WORDS];
        for (int i = 0; i < records; i++) {
            turns[i] = i;
        }
    }

    /** Writes a record; false if there is no room. For any thread. */
    boolean offer(StateEvent.Kind kind, Flow flow, long millis) {
        long place = written.get();
        while (true) {
            int slot = (int) place & mask;
            long turn = (long) ELEMENT.getAcquire(turns, slot);
            if (turn < place) {
                return false;
            }
            if (turn == place && written.compareAndSet(place, place + 1)) {
                StateEvent.write(words, slot * StateEvent.WORDS, kind, flow, millis);
                ELEMENT.setRelease(turns, slot, place + 1);
                return true;
            }
            place = written.get();
        }
    }

    /** Reads the next record; false if there is none. For one thread. */
    boolean poll(StateEvent event) {
        int slot = (int) taken & mask;
        if ((long) ELEMENT.getAcquire(turns, slot) != taken + 1) {
            return false;
        }
        event.read(words, slot * StateEvent.WORDS);
        ELEMENT.setRelease(turns, slot, taken + mask + 1);
        taken++;
        return true;
    }
}
