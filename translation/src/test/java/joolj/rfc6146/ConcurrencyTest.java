// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import joolj.address.L4Protocol;
import joolj.translation.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Four workers, an expiring clock and a reader on one state. */
@Timeout(60)
class ConcurrencyTest {
    private static final int POOL = address("203.0.113.5");
    private static final int PACKETS = 75_000;
    private static final int NODES = 3_000;
    private static final int FIRST_PORT = 1024;
    private static final int LAST_PORT = 9_000;

    /** Counts what it is told; called by several threads. */
    private static final class CountingObserver implements StateObserver, ExpiryObserver {
        final AtomicLong bibs = new AtomicLong();
        final AtomicLong sessions = new AtomicLong();

        @Override
        public void bibCreated(Flow flow) {
            bibs.incrementAndGet();
        }

        @Override
        public void bibForgotten(Flow flow) {
            bibs.decrementAndGet();
        }

        @Override
        public void sessionCreated(Flow flow) {
            sessions.incrementAndGet();
        }

        @Override
        public void sessionForgotten(Flow flow) {
            sessions.decrementAndGet();
        }

        @Override
        public void pool4Exhausted(Flow flow) {}

        @Override
        public void probe(Flow flow) {}

        @Override
        public void synExpired(Flow flow, ByteBuffer packet) {}
    }

    private final CountingObserver observer = new CountingObserver();
    private final AtomicLong clock = new AtomicLong();
    private final Nat64State state = new Nat64State(settings(), pool(), Packets.SECRET);

    private static StateSettings settings() {
        return new StateSettings(true, false, false, 11, 40_000, 20_000, 30_000, 10_000, 10, 1 << 20, 1 << 20);
    }

    private static Pool4 pool() {
        Pool4 pool = Pool4.EMPTY;
        for (L4Protocol protocol : L4Protocol.values()) {
            pool = pool.add(0, protocol, POOL, 32, FIRST_PORT, LAST_PORT, Pool4.INFINITY);
        }
        return pool;
    }

    /** Sends from nodes that the other worker uses as well, answers, and lets time pass. */
    private Void work(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FakeRoutes routes = new FakeRoutes();
        Flow flow = new Flow();
        for (int i = 0; i < PACKETS; i++) {
            long now = clock.addAndGet(random.nextInt(3));
            L4Protocol protocol = L4Protocol.values()[random.nextInt(3)];
            int node = random.nextInt(NODES);
            int remote4 = random.nextInt(20);
            Packets.from6(flow, protocol, node, 4000, remote4, 53);
            flow.syn = random.nextBoolean();
            Reason reason = state.outbound(flow, routes, now);
            assertTrue(reason == null || reason == Reason.SYN6_EXPECTED, () -> "seed " + seed + ": " + reason);
            if (reason == null) {
                Packets.from4(flow, protocol, remote4, 53, flow.local4, flow.local4Port);
                flow.fin = random.nextInt(5) == 0;
                flow.rst = random.nextInt(5) == 0;
                if (state.inbound(flow, routes, now) == null) {
                    assertTrue(flow.remote6Low < NODES, "an IPv6 node nobody knows");
                }
            }
            if (i % 64 == 0) {
                state.expire(now, 200, observer);
            }
        }
        return null;
    }

    private int read() {
        int rows = 0;
        for (int i = 0; i < 40; i++) {
            for (L4Protocol protocol : L4Protocol.values()) {
                Set<Integer> ports = new HashSet<>();
                Set<Long> nodes = new HashSet<>();
                BibReader bibs = state.bibs(protocol);
                for (List<BibRow> page = bibs.next(200); !page.isEmpty(); page = bibs.next(200)) {
                    for (BibRow row : page) {
                        assertTrue(ports.add(row.local4Port()), "port shown twice");
                        nodes.add(row.remote6Low());
                    }
                    rows += page.size();
                }
                SessionReader sessions = state.sessions(protocol);
                for (var page = sessions.next(200, 0); !page.isEmpty(); page = sessions.next(200, 0)) {
                    rows += page.size();
                }
                assertTrue(nodes.size() <= NODES);
            }
            state.bibControl().removeRange(L4Protocol.UDP, POOL, 32, 2_000, 2_100);
        }
        return rows;
    }

    @Test
    void workersAndReadersLeaveTheTablesConsistent() throws Exception {
        state.observer(observer);
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            List<Callable<Object>> tasks = new ArrayList<>();
            tasks.add(() -> work(1));
            tasks.add(() -> work(2));
            tasks.add(() -> work(3));
            tasks.add(() -> work(4));
            tasks.add(this::read);
            for (Future<Object> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
        }

        checkRows();
        checkEnd();
    }

    private void checkRows() {
        long bibs = 0;
        long sessions = 0;
        for (L4Protocol protocol : L4Protocol.values()) {
            Set<Long> nodes = new HashSet<>();
            List<BibRow> rows = state.bibs(protocol).next(1_000_000);
            for (BibRow row : rows) {
                assertTrue(nodes.add(row.remote6Low()), "a node with two entries");
                Flow flow = Packets.from6(protocol, row.remote6Low(), 4000, 0, 0);
                assertNull(state.outboundError(flow, new FakeRoutes(), 0));
                assertEquals(row.local4Port(), flow.local4Port);
            }
            bibs += rows.size();
            sessions += state.sessions(protocol).next(1_000_000, 0).size();
        }
        assertTrue(bibs > 1_000, "bibs " + bibs);
        assertEquals(state.bibCount(), bibs);
        assertEquals(state.sessionCount(), sessions);
    }

    /** When time is over, nothing remains, and every session that remained ended once. */
    private void checkEnd() {
        long before = state.sessionCount();
        long known = observer.sessions.get();
        long knownBibs = observer.bibs.get();
        long bibsBefore = state.bibCount();
        long now = clock.get();
        for (int i = 0; i < 2; i++) {
            now += 100_000;
            while (state.expire(now, 1_000, observer) > 0) {
                assertTrue(state.sessionCount() <= before);
            }
        }
        assertEquals(0, state.sessionCount());
        assertEquals(0, state.bibCount());
        assertEquals(before, known - observer.sessions.get());
        assertEquals(bibsBefore, knownBibs - observer.bibs.get());
        checkPorts(now);
    }

    /** Every pool4 port is free again, and can be taken once. */
    private void checkPorts(long now) {
        FakeRoutes routes = new FakeRoutes();
        Set<Integer> ports = new HashSet<>();
        for (int node = 0; node < LAST_PORT - FIRST_PORT + 1; node++) {
            Flow flow = Packets.from6(L4Protocol.UDP, node, 5000, 1, 53);
            assertNull(state.outbound(flow, routes, now));
            assertTrue(ports.add(flow.local4Port), "a port for two nodes");
        }
        assertEquals(
                Reason.BIB6_NOT_FOUND,
                state.outbound(Packets.from6(L4Protocol.UDP, 1_000_000, 5000, 1, 53), routes, now));
    }
}
