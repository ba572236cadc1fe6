// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import java.util.concurrent.atomic.AtomicLong;
import joolj.rfc6146.Flow;
import joolj.rfc6146.StateObserver;

/** Takes down what happens, on the threads that cause it: allocates nothing, waits for nothing. */
final class EventRecorder implements StateObserver {
    /** Records that may wait to be written: some tenths of a second of the fastest traffic. */
    static final int RECORDS = 1 << 15;

    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong exhaustions = new AtomicLong();
    private volatile int exhaustedMark;
    private volatile EventRing ring;
    private volatile boolean watching;

    /** Begins or ends to take down what happens to BIB entries and sessions. */
    void watch(boolean entries) {
        if (entries && ring == null) {
            ring = new EventRing(RECORDS);
        }
        watching = entries;
    }

    /** What was taken down, or null if nothing ever was. */
    EventRing ring() {
        return ring;
    }

    /** Records that found no room. */
    long lost() {
        return lost.get();
    }

    /** How often pool4 had no address to give since this was asked last. */
    long takeExhaustions() {
        return exhaustions.getAndSet(0);
    }

    /** The mark of the last packet that pool4 had no address for. */
    int exhaustedMark() {
        return exhaustedMark;
    }

    @Override
    public boolean watchesEntries() {
        return watching;
    }

    @Override
    public void bibCreated(Flow flow) {
        record(StateEvent.Kind.BIB_ADDED, flow);
    }

    @Override
    public void bibForgotten(Flow flow) {
        record(StateEvent.Kind.BIB_ENDED, flow);
    }

    @Override
    public void bibRemoved(Flow flow) {
        record(StateEvent.Kind.BIB_REMOVED, flow);
    }

    @Override
    public void sessionCreated(Flow flow) {
        record(StateEvent.Kind.SESSION_ADDED, flow);
    }

    @Override
    public void sessionForgotten(Flow flow) {
        record(StateEvent.Kind.SESSION_ENDED, flow);
    }

    @Override
    public void sessionRemoved(Flow flow) {
        record(StateEvent.Kind.SESSION_REMOVED, flow);
    }

    @Override
    public void pool4Exhausted(Flow flow) {
        exhaustedMark = flow.mark;
        exhaustions.incrementAndGet();
    }

    private void record(StateEvent.Kind kind, Flow flow) {
        if (watching && !ring.offer(kind, flow, System.currentTimeMillis())) {
            lost.incrementAndGet();
        }
    }
}
