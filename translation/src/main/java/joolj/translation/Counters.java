// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One worker's counters, one for each {@link Reason}. Written by that worker alone and readable by any thread at any
 * time; a reader adds up the counters of all workers.
 */
public final class Counters {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    /** Keeps the counters of two workers off one cache line. */
    private static final int PADDING = 16;

    private final long[] counts = new long[PADDING + Reason.count() + PADDING];

    /** Adds one. */
    public void increment(Reason reason) {
        add(reason, 1);
    }

    /** Adds {@code amount}. */
    public void add(Reason reason, long amount) {
        int index = PADDING + reason.ordinal();
        ELEMENT.setOpaque(counts, index, counts[index] + amount);
    }

    /** The count so far. */
    public long get(Reason reason) {
        return (long) ELEMENT.getOpaque(counts, PADDING + reason.ordinal());
    }
}
