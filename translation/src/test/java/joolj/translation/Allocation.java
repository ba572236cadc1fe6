// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what code allocates on the heap. */
public final class Allocation {
    private static final int ROUNDS = 10;

    private Allocation() {}

    /**
     * The least that one of several equal rounds allocates. The JVM itself allocates a little now and then, on whatever
     * thread; what the code allocates, it allocates in every round.
     *
     * @param round run at least once, and no more often than it takes until nothing is allocated
     * @return octets
     */
    public static long least(Runnable round) {
        return least(() -> {}, round);
    }

    /**
     * The same, with something to be done before each round that does not count.
     *
     * @param preparation run before each round
     * @param round run at least once
     * @return octets
     */
    public static long least(Runnable preparation, Runnable round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && least > 0; i++) {
            preparation.run();
            long before = threads.getCurrentThreadAllocatedBytes();
            round.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
