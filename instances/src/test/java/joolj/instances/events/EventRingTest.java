// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import joolj.address.L4Protocol;
import joolj.rfc6146.Flow;
import org.junit.jupiter.api.Test;

class EventRingTest {
    private static final StateEvent.Kind ADDED = StateEvent.Kind.SESSION_ADDED;

    private final StateEvent event = new StateEvent();

    @Test
    void everyFieldComesOutAsItWentIn() {
        EventRing ring = new EventRing(4);
        for (StateEvent.Kind kind : StateEvent.Kind.values()) {
            for (L4Protocol protocol : L4Protocol.values()) {
                Flow flow = Flows.example(protocol);
                flow.remote4 = -1;
                flow.remote6Port = 65535;
                flow.local4Port = 65534;

                assertTrue(ring.offer(kind, flow, 1_709_802_302_123L));
                assertTrue(ring.poll(event));

                assertEquals(kind, event.kind);
                assertEquals(protocol, event.protocol);
                assertEquals(1_709_802_302_123L, event.millis);
                assertEquals(flow.remote6High, event.remote6High);
                assertEquals(flow.remote6Low, event.remote6Low);
                assertEquals(65535, event.remote6Port);
                assertEquals(flow.local6High, event.local6High);
                assertEquals(flow.local6Low, event.local6Low);
                assertEquals(80, event.local6Port);
                assertEquals(flow.local4, event.local4);
                assertEquals(65534, event.local4Port);
                assertEquals(-1, event.remote4);
                assertEquals(80, event.remote4Port);
            }
        }
        assertFalse(ring.poll(event));
    }

    @Test
    void aFullRingRefusesUntilSomethingIsTaken() {
        EventRing ring = new EventRing(4);
        Flow flow = Flows.example(L4Protocol.UDP);
        for (int i = 0; i < 4; i++) {
            assertTrue(ring.offer(ADDED, flow, i));
        }

        assertFalse(ring.offer(ADDED, flow, 4));
        assertTrue(ring.poll(event));
        assertTrue(ring.offer(ADDED, flow, 5));
        assertFalse(ring.offer(ADDED, flow, 6));

        for (long expected : new long[] {1, 2, 3, 5}) {
            assertTrue(ring.poll(event));
            assertEquals(expected, event.millis);
        }
        assertFalse(ring.poll(event));
    }

    @Test
    void theSizeIsAPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new EventRing(6));
    }

    @Test
    void whatSeveralThreadsWriteArrivesOnceAndInTheOrderOfEach() throws InterruptedException {
        EventRing ring = new EventRing(64);
        int writers = 3;
        int each = 100_000;
        AtomicInteger running = new AtomicInteger(writers);
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            Flow flow = Flows.example(L4Protocol.UDP);
            flow.remote4Port = w;
            threads.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    flow.remote6Low = i;
                    flow.local6Low = ~(long) i;
                    while (!ring.offer(ADDED, flow, i)) {
                        Thread.onSpinWait();
                    }
                }
                running.decrementAndGet();
            }));
        }
        threads.forEach(Thread::start);

        long[] next = new long[writers];
        long taken = 0;
        while (taken < (long) writers * each) {
            if (!ring.poll(event)) {
                assertTrue(running.get() > 0 || taken < (long) writers * each);
                Thread.onSpinWait();
                continue;
            }
            assertEquals(next[event.remote4Port]++, event.remote6Low);
            assertEquals(~event.remote6Low, event.local6Low);
            assertEquals(event.remote6Low, event.millis);
            taken++;
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertFalse(ring.poll(event));
    }

    @Test
    void recordingAllocatesNothing() {
        EventRecorder recorder = new EventRecorder();
        recorder.watch(true);
        Flow flow = Flows.example(L4Protocol.TCP);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                recorder.bibCreated(flow);
                recorder.sessionCreated(flow);
                recorder.sessionForgotten(flow);
                recorder.bibForgotten(flow);
                recorder.pool4Exhausted(flow);
                if ((i & 1023) == 0) {
                    while (recorder.ring().poll(event)) {
                        Thread.onSpinWait();
                    }
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertEquals(0, least);
    }
}
