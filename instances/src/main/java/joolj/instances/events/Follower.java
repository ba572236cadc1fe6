// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import joolj.control.Row;

/**
 * Somebody who is told of sessions as they come and go. Events wait here, a bounded number of them, until they are
 * fetched; those beyond are lost and counted.
 */
public final class Follower {
    /** Events that may wait. */
    static final int WAITING_MAX = 1 << 14;

    /** Wakes whoever waits for an event when none will come any more. */
    private static final Row.SessionEvent END = new Row.SessionEvent(0, false, null, null, null, null, null);

    private final ArrayBlockingQueue<Row.SessionEvent> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean ended;

    Follower() {}

    void offer(Row.SessionEvent event) {
        if (!waiting.offer(event)) {
            lost.incrementAndGet();
        }
    }

    /** Adds events that were lost before they came here. */
    void lost(long events) {
        lost.addAndGet(events);
    }

    void end() {
        ended = true;
        // If there is no room, nobody sleeps.
        boolean unused = waiting.offer(END);
    }

    /**
     * Waits for the next event.
     *
     * @param millis how long at most; 0 does not wait
     * @return the event, or null if there was none or nothing will come any more
     * @throws InterruptedException if the thread is interrupted
     */
    public Row.SessionEvent poll(long millis) throws InterruptedException {
        Row.SessionEvent event = waiting.poll(millis, TimeUnit.MILLISECONDS);
        return END.equals(event) ? null : event;
    }

    /** Whether nothing will come any more, because the instance has ended and everything was fetched. */
    public boolean isEnded() {
        Row.SessionEvent next = waiting.peek();
        return ended && (next == null || END.equals(next));
    }

    /** How many events were lost since this was asked last. */
    public long takeLost() {
        return lost.getAndSet(0);
    }
}
