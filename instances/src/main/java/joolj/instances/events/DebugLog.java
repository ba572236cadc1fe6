// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of logging-debug to the daemon's log, on a thread of its own: workers leave them here and go on. Lines
 * that come faster than they can be written are lost, and the log says how many.
 */
public final class DebugLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DebugLog.class);

    /** Lines that may wait. */
    private static final int WAITING_MAX = 4096;

    private static final long POLL_MILLIS = 200;
    private static final long CLOSE_MILLIS = 5_000;

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong lost = new AtomicLong();
    private final String prefix;
    private final Thread thread;
    private volatile boolean closed;

    private DebugLog(String prefix) {
        this.prefix = prefix;
        this.thread = new Thread(this::run, "debug-log");
        this.thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @param prefix what lines begin with
     */
    public static DebugLog start(String prefix) {
        DebugLog log = new DebugLog(prefix);
        log.thread.start();
        return log;
    }

    void line(String text) {
        if (!waiting.offer(text)) {
            lost.incrementAndGet();
        }
    }

    /** Lines that were lost and of which the log does not tell yet. */
    long lost() {
        return lost.get();
    }

    /** Writes what there is, and ends. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed || !waiting.isEmpty()) {
                String line = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    LOG.info("{}{}", prefix, line);
                }
                long missing = lost.getAndSet(0);
                if (missing > 0) {
                    LOG.info("{}{} lines were lost here, because they came too fast", prefix, missing);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
