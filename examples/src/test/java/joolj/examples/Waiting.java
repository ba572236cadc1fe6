// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for something that other processes bring about. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Waiting() {}

    /**
     * Returns as soon as the condition holds; fails the test if it does not within {@link Command#PATIENCE}.
     *
     * @param description what is waited for
     * @param condition asked again and again; an exception counts as "not yet"
     */
    static void until(String description, Callable<Boolean> condition) {
        long end = System.nanoTime() + Command.PATIENCE.toNanos();
        Exception last = null;
        do {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        } while (System.nanoTime() < end);
        throw new AssertionError("after " + Command.PATIENCE.toSeconds() + " s still not: " + description, last);
    }

    /**
     * Returns as soon as the condition holds, or when the time is over.
     *
     * @param patience how long to ask again
     */
    static void within(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
