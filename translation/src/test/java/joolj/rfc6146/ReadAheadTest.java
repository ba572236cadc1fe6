// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import joolj.address.L4Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions of a batch of packets are read before the packets come, in large tables. */
class ReadAheadTest {
    private static final int SERVER = address("198.51.100.2");
    private static final int POOL = address("10.64.0.0");
    private static final int PORT = 4_000;

    private final FakeRoutes routes = new FakeRoutes();
    private final Flow flow = new Flow();
    private final int[] addresses = new int[ReadAhead.LEAST_SESSIONS];
    private final int[] ports = new int[ReadAhead.LEAST_SESSIONS];
    private Nat64State state;
    private ReadAhead ahead;
    private L4Protocol protocol;

    private void begin(L4Protocol of) {
        protocol = of;
        Pool4 pool4 = Pool4.EMPTY.add(0, of, POOL, 28, 1024, 65535, Pool4.UNCHANGED);
        state = new Nat64State(StateSettings.DEFAULT, pool4, Packets.SECRET);
        ahead = new ReadAhead(state);
    }

    private void describe(int node) {
        Packets.from6(flow, protocol, node, PORT, SERVER, 53);
        flow.syn = true;
    }

    private void fill(int from, int to) {
        for (int node = from; node < to; node++) {
            describe(node);
            assertNull(state.outbound(flow, routes, 0));
            addresses[node] = flow.local4;
            ports[node] = flow.local4Port;
        }
    }

    private void expectBothWays(int node) {
        describe(node);
        ahead.outbound(flow);
        Packets.from4(flow, protocol, SERVER, 53, addresses[node], ports[node]);
        ahead.inbound(flow);
    }

    private int readNow() {
        int before = ahead.sessionsRead();
        ahead.read();
        return ahead.sessionsRead() - before;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theSessionsOfPacketsOfBothDirectionsAreRead(L4Protocol of) {
        begin(of);
        fill(0, ReadAhead.LEAST_SESSIONS);

        int alone = 0;
        for (int node = 0; node < 100; node++) {
            expectBothWays(node);
            int read = readNow();
            assertTrue(read >= 2 && read <= 4, "sessions read for two packets: " + read);
            alone += read;
        }
        for (int node = 0; node < 100; node++) {
            expectBothWays(node);
        }

        assertEquals(alone, readNow());
        assertEquals(0, readNow());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void nothingIsReadOfSmallTables(L4Protocol of) {
        begin(of);
        fill(0, ReadAhead.LEAST_SESSIONS - 1);
        expectBothWays(7);
        assertEquals(0, readNow());
        assertFalse(state.gainsFromReadingAhead());

        fill(ReadAhead.LEAST_SESSIONS - 1, ReadAhead.LEAST_SESSIONS);

        assertTrue(state.gainsFromReadingAhead());
        assertEquals(0, readNow());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whatIsTooMuchForABatchIsLeftOut(L4Protocol of) {
        begin(of);
        fill(0, ReadAhead.LEAST_SESSIONS);
        for (int node = 0; node < ReadAhead.MOST; node++) {
            expectBothWays(node);
        }
        int read = readNow();
        for (int node = 0; node < 2 * ReadAhead.MOST; node++) {
            expectBothWays(node);
        }

        assertEquals(read, readNow());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whatIsReadInVainDoesNoHarm(L4Protocol of) {
        begin(of);
        fill(0, ReadAhead.LEAST_SESSIONS);
        for (int node = 0; node < 50; node++) {
            expectBothWays(node);
        }
        // Before they are read, all sessions end.
        RecordingObserver observer = new RecordingObserver();
        while (state.sessionCount() > 0) {
            state.expire(100_000_000, 10_000, observer);
        }

        assertEquals(0, readNow());
        assertEquals(0, state.sessionCount());
        assertEquals(0, state.bibCount());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void nothingIsAllocated(L4Protocol of) {
        begin(of);
        fill(0, ReadAhead.LEAST_SESSIONS);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int node = 0; node < 10_000; node++) {
                expectBothWays(node);
                if (node % 64 == 0) {
                    ahead.read();
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertEquals(0, least);
    }
}
