// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.transport;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import joolj.address.L4Protocol;
import joolj.rfc6146.BibRow;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc6146.Flow;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.SessionRow;
import joolj.rfc6146.StateSettings;
import joolj.translation.Bench;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.TestPackets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several workers translate packets of the same nodes with one instance's state; the books balance at the end. */
@Timeout(120)
class SharedStateTest {
    private static final int WORKERS = 4;
    private static final int NODES = 300;
    private static final int REMOTES = 4;
    private static final int ROUNDS = 3_000;
    private static final int FIRST_PORT = 10_000;
    private static final int SYN = 2;
    private static final int SYN_ACK = 0x12;

    /** Nobody waits for probes and late answers here. */
    private static final ExpiryObserver DEAF = new ExpiryObserver() {
        @Override
        public void probe(Flow flow) {}

        @Override
        public void synExpired(Flow flow, ByteBuffer packet) {}
    };

    private final AtomicLong clock = new AtomicLong();
    private final Nat64State state = new Nat64State(StateSettings.DEFAULT, pool4(), new byte[32]);
    private final Nat64Translator translator = new Nat64Translator(state, new Nat64Bench().translator.settings());

    /** As many ports as there are nodes. */
    private static Pool4 pool4() {
        return Nat64Bench.ports(FIRST_PORT, FIRST_PORT + NODES - 1);
    }

    private static void together(List<Callable<Void>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<Void>> results = new ArrayList<>();
            for (Callable<Void> task : tasks) {
                results.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            for (Future<Void> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
        }
    }

    private static String node(int number) {
        return "2001:db8:1::" + Integer.toHexString(1 + number);
    }

    private static byte[] question(L4Protocol protocol, int node, int remote, int flags) {
        String to = "64:ff9b::c633:64" + Integer.toHexString(0x10 + remote);
        return switch (protocol) {
            case TCP -> ipv6(node(node), to, TestPackets.TCP, tcp(5000, 80, 1, flags, payload(4)));
            case UDP -> ipv6(node(node), to, TestPackets.UDP, udp(5000, 80, payload(4)));
            case ICMP -> ipv6(node(node), to, TestPackets.ICMP6, icmp(128, 0, 5000 << 16 | 1, payload(4)));
        };
    }

    private static byte[] answer(L4Protocol protocol, int remote, String mask, int port, int flags) {
        String from = "198.51.100." + (0x10 + remote);
        return switch (protocol) {
            case TCP -> ipv4(from, mask, TestPackets.TCP, true, tcp(80, port, 1, flags, payload(4)));
            case UDP -> ipv4(from, mask, TestPackets.UDP, true, udp(80, port, payload(4)));
            case ICMP -> ipv4(from, mask, TestPackets.ICMP4, true, icmp(0, 0, port << 16 | 1, payload(4)));
        };
    }

    /** A worker with its own books. */
    private final class Worker {
        final Bench bench = new Bench();
        final SplittableRandom random;
        long sent;
        long translated;

        Worker(long seed) {
            random = new SplittableRandom(seed);
        }

        Outcome translate(byte[] packet) {
            sent++;
            bench.now = clock.get();
            Outcome outcome = bench.translate(translator, packet);
            translated += outcome == Outcome.TRANSLATED ? 1 : 0;
            return outcome;
        }

        /** Every packet has been counted as received once, and once for what became of it unless it was translated. */
        void checkCounters() {
            long refused = 0;
            for (Reason reason : Reason.values()) {
                refused += bench.counters.get(reason);
            }
            long received = bench.counters.get(Reason.RECEIVED4) + bench.counters.get(Reason.RECEIVED6);
            assertEquals(sent, received);
            assertEquals(sent, translated + refused - received);
        }
    }

    private static int portOf(L4Protocol protocol, byte[] packet4) {
        return get16(transport(packet4), protocol == L4Protocol.ICMP ? 4 : 0);
    }

    /** RFC 6146 § 3.5: whichever worker sees a node first, all of them use one entry for it, and one session. */
    @Test
    void allWorkersAgreeOnEntriesAndSessions() throws Exception {
        Map<String, Integer> masks = new ConcurrentHashMap<>();
        Set<String> pairs = ConcurrentHashMap.newKeySet();
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Worker worker = new Worker(100 + i);
            tasks.add(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    converse(worker, masks, pairs);
                }
                worker.checkCounters();
                return null;
            });
        }

        together(tasks);

        assertEquals(masks.size(), state.bibCount());
        assertEquals(pairs.size(), state.sessionCount());
        for (L4Protocol protocol : L4Protocol.values()) {
            Set<Integer> ports = new HashSet<>();
            for (BibRow row : state.bibs(protocol).next(10_000)) {
                assertTrue(ports.add(row.local4Port()), () -> "a port with two nodes: " + row);
                String node = protocol + " " + (row.remote6Low() - 1);
                assertEquals(masks.get(node), row.local4Port(), node);
            }
        }
    }

    private void converse(Worker worker, Map<String, Integer> masks, Set<String> pairs) {
        L4Protocol protocol = L4Protocol.values()[worker.random.nextInt(3)];
        int node = worker.random.nextInt(NODES);
        int remote = worker.random.nextInt(REMOTES);
        assertEquals(Outcome.TRANSLATED, worker.translate(question(protocol, node, remote, SYN)));
        byte[] out = worker.bench.sent.get(0);
        int port = portOf(protocol, out);
        pairs.add(protocol + " " + node + " " + remote);
        Integer before = masks.putIfAbsent(protocol + " " + node, port);
        assertTrue(before == null || before == port, () -> "ports " + before + " and " + port + " for one node");

        byte[] answer = answer(protocol, remote, TestPackets.source(out), port, SYN_ACK);
        assertEquals(Outcome.TRANSLATED, worker.translate(answer));
        assertEquals(node(node), TestPackets.destination(worker.bench.sent.get(0)));
    }

    /** Time, removals, readers and packets at once. */
    @Test
    void nothingIsLeftBehindWhenEntriesComeAndGo() throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Worker worker = new Worker(200 + i);
            tasks.add(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    clock.addAndGet(worker.random.nextInt(400));
                    comeAndGo(worker);
                }
                worker.checkCounters();
                return null;
            });
        }
        tasks.add(this::disturb);

        together(tasks);

        checkRows();
        for (int i = 0; i < 3; i++) {
            clock.addAndGet(3 * StateSettings.DEFAULT.tcpEstTimeout());
            state.expire(clock.get(), Integer.MAX_VALUE, DEAF);
        }
        assertEquals(0, state.sessionCount());
        assertEquals(0, state.bibCount());
        everyPortIsFreeAgain();
    }

    private void comeAndGo(Worker worker) {
        L4Protocol protocol = L4Protocol.values()[worker.random.nextInt(3)];
        int remote = worker.random.nextInt(REMOTES);
        int flags = worker.random.nextInt(32);
        if (worker.random.nextBoolean()) {
            worker.translate(question(protocol, worker.random.nextInt(NODES), remote, flags | SYN));
        } else {
            int port = FIRST_PORT + worker.random.nextInt(NODES);
            worker.translate(answer(protocol, remote, Nat64Bench.POOL4, port, flags));
        }
        if (worker.random.nextInt(20) == 0) {
            state.expire(clock.get(), 50, DEAF);
        }
    }

    /** The control thread: displays, removes ranges and adds static entries. */
    private Void disturb() {
        SplittableRandom random = new SplittableRandom(300);
        Nat64Bench entries = new Nat64Bench();
        for (int i = 0; i < 200; i++) {
            L4Protocol protocol = L4Protocol.values()[random.nextInt(3)];
            int port = FIRST_PORT + random.nextInt(NODES);
            long[] node = {0x2001_0db8_0001_0000L, 1 + random.nextInt(NODES)};
            int mask = state.pool4().rows(protocol).next().address();
            state.bibControl().addStatic(protocol, node[0], node[1], 5000, mask, port, entries.bench.routes);
            state.bibControl().removeRange(protocol, mask, 32, port - 5, port + 5);
            state.bibs(protocol).next(10_000).forEach(row -> assertEquals(mask, row.local4()));
            state.sessions(protocol).next(10_000, clock.get()).forEach(row -> assertEquals(mask, row.local4()));
        }
        state.bibControl().flush();
        return null;
    }

    /** Every session belongs to an entry, and every entry has one. */
    private void checkRows() {
        for (L4Protocol protocol : L4Protocol.values()) {
            Set<Integer> withSession = new HashSet<>();
            for (SessionRow row : state.sessions(protocol).next(10_000, clock.get())) {
                withSession.add(row.local4Port());
            }
            Set<Integer> ports = new HashSet<>();
            Set<Long> nodes = new HashSet<>();
            for (BibRow row : state.bibs(protocol).next(10_000)) {
                assertTrue(ports.add(row.local4Port()), "a port with two nodes");
                assertTrue(nodes.add(row.remote6Low()), "a node with two ports");
            }
            assertEquals(withSession, ports);
        }
    }

    private void everyPortIsFreeAgain() {
        Worker worker = new Worker(400);
        for (L4Protocol protocol : L4Protocol.values()) {
            Set<Integer> ports = new HashSet<>();
            for (int node = 0; node < NODES; node++) {
                assertEquals(Outcome.TRANSLATED, worker.translate(question(protocol, node, 0, SYN)));
                ports.add(portOf(protocol, worker.bench.sent.get(0)));
            }
            assertEquals(NODES, ports.size());
            assertEquals(Outcome.DROP, worker.translate(question(protocol, NODES, 0, SYN)));
        }
        assertNull(state.bibControl().outside(pool4(), worker.bench.routes));
    }
}
