// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import joolj.address.L4Protocol;
import joolj.translation.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffHeapPagesTest {
    /** Enough for some pages of any size of element. */
    private static final int ELEMENTS = 600_000;

    private static int octetsOf(int index) {
        return index * 0x9e37_79b9 + 1;
    }

    @ParameterizedTest(name = "{0} octets")
    @ValueSource(ints = {4, 8, 32, 40, 48, 64})
    void growthKeepsEveryElementAndClearsNewOnes(int octets) {
        OffHeapPages pages = new OffHeapPages(octets, 0);
        int last = octets - Integer.BYTES;

        for (int i = 0; i < ELEMENTS; i++) {
            assertTrue(pages.reserve(i + 1, true));
            assertEquals(0, pages.intAt(i, 0));
            assertEquals(0, pages.intAt(i, last));
            pages.intAt(i, 0, octetsOf(i));
            pages.intAt(i, last, octetsOf(i));
        }

        for (int i = 0; i < ELEMENTS; i++) {
            assertEquals(octetsOf(i), pages.intAt(i, 0));
            assertEquals(octetsOf(i), pages.intAt(i, last));
        }
    }

    @Test
    void memoryIsTakenAsElementsAreNeeded() {
        OffHeapPages pages = new OffHeapPages(64, 10);

        assertEquals(0, pages.capacity());
        assertFalse(pages.reserve(1, false));
        assertEquals(0, pages.capacity());
        assertTrue(pages.reserve(1, true));
        int first = pages.capacity();
        assertTrue(first >= 11 && first <= 64, "capacity " + first);
        assertTrue(pages.reserve(first, false));
        assertFalse(pages.reserve(first + 1, false));
        assertTrue(pages.reserve(first - 9, true), "memory is taken ahead");
        assertTrue(pages.capacity() > first);
        int before = pages.capacity();
        while (pages.capacity() < 200_000) {
            assertTrue(pages.reserve(pages.capacity() + 1, true));
            assertTrue(pages.capacity() - before <= 1 << 20, "a page is a mebibyte at most");
            before = pages.capacity();
        }
    }

    @Test
    void freedRecordsAreUsedAgainAndAreZero() {
        RecordPages records = new RecordPages(40, 0);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(records.hasRoom(true));
            int record = records.take();
            for (int at = 0; at < 40; at += 8) {
                records.longAt(record, at, -1);
            }
        }
        for (int i = 0; i < 1_000; i += 2) {
            records.release(i);
        }
        assertEquals(500, records.count());

        for (int i = 0; i < 500; i++) {
            assertTrue(records.hasRoom(false), "no more memory is needed");
            int record = records.take();
            for (int at = 0; at < 40; at += 8) {
                assertEquals(0, records.longAt(record, at));
            }
        }

        assertEquals(1_000, records.count());
        assertEquals(1_000, records.limit());
    }

    /** Runs in a virtual machine of its own that may take little memory outside its heap. */
    public static final class LittleMemory {
        private static final FakeRoutes ROUTES = new FakeRoutes();
        private static final Nat64State STATE = new Nat64State(
                StateSettings.DEFAULT,
                Pool4.EMPTY.add(0, L4Protocol.UDP, 0x0a00_0000, 28, 1024, 65535, Pool4.UNCHANGED),
                Packets.SECRET);

        private LittleMemory() {}

        private static Reason send(int node, long now) {
            return STATE.outbound(Packets.from6(L4Protocol.UDP, node, 4000, 8, 53), ROUTES, now);
        }

        private static void require(boolean condition, String what) {
            if (!condition) {
                System.err.println(what);
                System.exit(1);
            }
        }

        /** Fills the tables until there is no memory, and sees what becomes of old and new sessions. */
        public static void main(String[] arguments) {
            int made = 0;
            Reason refusal = send(made, 0);
            while (refusal == null && made < 1_000_000) {
                made++;
                refusal = send(made, 0);
            }
            require(refusal == Reason.ENOMEM, made + " sessions, then " + refusal);
            require(made > 1_000, "only " + made + " sessions");
            require(STATE.sessionCount() == made && STATE.bibCount() == made, "the tables disagree");
            for (int node = 0; node < made; node++) {
                require(send(node, 1_000) == null, "a known session is refused");
            }
            for (int node = made; node < 2 * made; node++) {
                require(send(node, 1_000) == Reason.ENOMEM, "room all of a sudden");
            }
            RecordingObserver observer = new RecordingObserver();
            while (STATE.expire(1_000_000, 1_000, observer) > 0) {
                require(STATE.sessionCount() < made, "nothing ends");
            }
            for (int node = made; node < 2 * made; node++) {
                require(send(node, 1_000_001) == null, "no room although all have ended");
            }
            System.exit(0);
        }
    }

    @Test
    void withoutMemoryNewSessionsAreRefusedAndOldOnesLiveOn() throws Exception {
        Process run = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:MaxDirectMemorySize=3m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LittleMemory.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertTrue(run.waitFor(120, TimeUnit.SECONDS), "it takes too long");
            assertEquals(0, run.exitValue());
        } finally {
            run.destroyForcibly();
        }
    }
}
