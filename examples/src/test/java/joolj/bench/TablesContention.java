// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import joolj.address.L4Protocol;
import joolj.rfc6146.Flow;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.StateSettings;

/**
 * Measures what two threads that use one NAT64's tables at the same time do to each other, with a thousand sessions each,
 * and prints one line for each {@link Figure}. {@link TablesBenchmark} starts it in a process of its own.
 */
final class TablesContention {
    private static final int SESSIONS = 1_024;
    private static final int PACKETS = 4_000_000;
    private static final int ROUNDS = 5;
    private static final int POOL = 0x6440_0000;
    private static final int REMOTE4 = 0xcb00_7110;

    private final Nat64State state;

    private TablesContention() {
        Pool4 pool4 = Pool4.EMPTY
                .add(0, L4Protocol.UDP, POOL, 30, 1024, 0xffff, Pool4.AUTO)
                .add(0, L4Protocol.ICMP, POOL, 30, 1024, 0xffff, Pool4.AUTO);
        this.state =
                new Nat64State(StateSettings.DEFAULT, pool4, "known to all ...".getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Measures and prints.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        TablesContention run = new TablesContention();
        long alone = 0;
        long together = 0;
        long apart = 0;
        // In turns, and the best of each: other work on the machine disturbs this more than the time of one processor.
        for (int round = 0; round < ROUNDS; round++) {
            alone = Math.max(alone, run.rate(L4Protocol.UDP));
            together = Math.max(together, run.rate(L4Protocol.UDP, L4Protocol.UDP));
            apart = Math.max(apart, run.rate(L4Protocol.UDP, L4Protocol.ICMP));
        }
        print(Figure.ONE_THREAD, alone);
        print(Figure.TWO_TOGETHER, together);
        print(Figure.TWO_APART, apart);
    }

    private static void print(Figure figure, long value) {
        System.out.println(figure + " " + value);
    }

    /** Packets a second of all threads together, one for each protocol named. */
    private long rate(L4Protocol... protocols) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        Thread[] threads = new Thread[protocols.length];
        for (int i = 0; i < threads.length; i++) {
            int first = i * SESSIONS;
            L4Protocol protocol = protocols[i];
            threads[i] = new Thread(() -> send(protocol, first, start), "sender " + i);
            threads[i].start();
        }
        long time = System.nanoTime();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        time = System.nanoTime() - time;
        return (long) PACKETS * threads.length * TimeUnit.SECONDS.toNanos(1) / time;
    }

    private void send(L4Protocol protocol, int first, CountDownLatch start) {
        Flow flow = new Flow();
        OneLink routes = new OneLink();
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        for (int i = 0; i < PACKETS; i++) {
            int node = first + (i & SESSIONS - 1);
            flow.protocol = protocol;
            flow.remote6High = 0x2001_0db8_0001_0000L;
            flow.remote6Low = Shuffled.scattered(node);
            flow.remote6Port = 4_000;
            flow.local6High = 0x0064_ff9b_0000_0000L;
            flow.local6Low = REMOTE4 & 0xffff_ffffL;
            flow.local6Port = 443;
            flow.remote4 = REMOTE4;
            flow.remote4Port = 443;
            if (state.outbound(flow, routes, 0) != null) {
                throw new IllegalStateException("refused");
            }
        }
    }
}
