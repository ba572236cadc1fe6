// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.util.concurrent.TimeUnit;

/** The clock of all workers: the age of a session means the same to each of them, and to who displays it. */
public final class WorkerClock {
    private WorkerClock() {}

    /** Milliseconds since some moment before the daemon started; never goes back. */
    public static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
