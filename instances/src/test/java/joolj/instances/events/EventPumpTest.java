// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import joolj.address.L4Protocol;
import joolj.control.Row;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc6146.Flow;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.StateSettings;
import joolj.translation.Reason;
import joolj.translation.Routes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a packet to the line in the log, and to whoever follows. */
class EventPumpTest {
    private static final ExpiryObserver NOBODY = new ExpiryObserver() {
        @Override
        public void probe(Flow flow) {}

        @Override
        public void synExpired(Flow flow, ByteBuffer packet) {}
    };

    private static final Routes ROUTES = new Routes() {
        @Override
        public int mtu4(int destination, int mark) {
            return 1500;
        }

        @Override
        public int mtu6(long destinationHigh, long destinationLow, int mark) {
            return 1500;
        }

        @Override
        public int source4(int destination, int mark) {
            return 0;
        }

        @Override
        public boolean isLocal4(int address) {
            return false;
        }
    };

    @TempDir
    private Path directory;

    private Path file;
    private LineLog log;
    private EventPump pump;
    private Nat64State state;

    @BeforeEach
    void start() throws IOException {
        file = directory.resolve("sessions.log");
        log = LineLog.ofFile(file);
        pump = EventPump.start("alpha", log);
        Flow flow = Flows.example(L4Protocol.UDP);
        Pool4 pool4 = Pool4.EMPTY.add(0, L4Protocol.UDP, flow.local4, 32, 40001, 40001, Pool4.AUTO);
        state = new Nat64State(StateSettings.DEFAULT, pool4, new byte[16]);
        state.observer(pump.observer());
    }

    @AfterEach
    void stop() throws IOException {
        pump.close();
        log.close();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "nothing happened for a minute");
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceAll("\\d+/\\d+/\\d+ \\d+:\\d+:\\d+", "TIME"))
                .toList();
    }

    private Reason send() {
        return state.outbound(Flows.example(L4Protocol.UDP), ROUTES, 0);
    }

    private void expireAll() {
        state.expire(0, 100, NOBODY);
        state.expire(1_000_000, 100, NOBODY);
    }

    @Test
    void packetsAndTimeAreLoggedAsJoolLogsThem() throws IOException {
        pump.log(true, true);

        assertNull(send());
        assertNull(send());
        expireAll();
        pump.close();

        assertEquals(
                List.of(
                        "Jool: alpha TIME (GMT) - Mapped 2001:db8::5#51234 to 198.51.100.8#40001 (UDP)",
                        "Jool: alpha TIME (GMT) - Added session 2001:db8::5#51234|64:ff9b::cb00:7105#80"
                                + "|198.51.100.8#40001|203.0.113.5#80|UDP",
                        "Jool: alpha TIME (GMT) - Forgot session 2001:db8::5#51234|64:ff9b::cb00:7105#80"
                                + "|198.51.100.8#40001|203.0.113.5#80|UDP",
                        "Jool: alpha TIME (GMT) - Forgot 2001:db8::5#51234 to 198.51.100.8#40001 (UDP)"),
                lines());
        assertEquals(0, pump.lost());
    }

    @Test
    void onlyWhatIsAskedForIsLogged() throws IOException, InterruptedException {
        assertNull(send());
        pump.log(true, false);
        expireAll();
        await(() -> sizeOf(file) > 0);
        pump.log(false, true);
        assertNull(send());
        pump.close();

        assertEquals(
                List.of(
                        "Jool: alpha TIME (GMT) - Forgot 2001:db8::5#51234 to 198.51.100.8#40001 (UDP)",
                        "Jool: alpha TIME (GMT) - Added session 2001:db8::5#51234|64:ff9b::cb00:7105#80"
                                + "|198.51.100.8#40001|203.0.113.5#80|UDP"),
                lines());
    }

    private static long sizeOf(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void whatSomebodyRemovesIsNotLoggedButFollowed() throws IOException, InterruptedException {
        pump.log(true, true);
        Follower follower = pump.follow();
        assertNull(send());
        assertEquals(1, state.bibControl().flush());

        Row.SessionEvent added = follower.poll(60_000);
        Row.SessionEvent removed = follower.poll(60_000);
        pump.close();

        assertNotNull(added);
        assertNotNull(removed);
        assertTrue(added.added());
        assertFalse(removed.added());
        assertEquals("2001:db8::5#51234", removed.remote6().toString());
        assertEquals("203.0.113.5#80", removed.remote4().toString());
        assertEquals(2, lines().size(), () -> "lines: " + sizeOf(file));
        assertTrue(follower.isEnded());
    }

    @Test
    void aSlowFollowerLosesEventsAndIsToldHowMany() throws InterruptedException {
        Follower slow = pump.follow();
        Follower quick = pump.follow();
        int events = Follower.WAITING_MAX + 100;
        Flow flow = Flows.example(L4Protocol.UDP);
        for (int i = 0; i < events; i++) {
            pump.observer().sessionCreated(flow);
            if (i % 500 == 499) {
                fetch(quick, 500);
            }
        }
        fetch(quick, events % 500);
        int[] fetched = {0};
        pump.close();
        while (slow.poll(0) != null) {
            fetched[0]++;
        }

        assertEquals(Follower.WAITING_MAX, fetched[0]);
        assertEquals(100, slow.takeLost());
        assertEquals(0, slow.takeLost());
        assertEquals(0, quick.takeLost());
    }

    private static void fetch(Follower follower, int events) throws InterruptedException {
        for (int i = 0; i < events; i++) {
            assertNotNull(follower.poll(60_000));
        }
    }

    @Test
    void whoeverWaitsForAnEventIsWokenWhenTheInstanceEnds() throws InterruptedException {
        Follower follower = pump.follow();
        Thread ending = new Thread(pump::close);
        ending.start();

        assertTimeout(Duration.ofSeconds(60), () -> assertNull(follower.poll(TimeUnit.MINUTES.toMillis(10))));

        ending.join();
        assertTrue(follower.isEnded());
    }

    @Test
    void nothingIsTakenDownUnlessSomebodyWantsToKnow() {
        assertFalse(pump.observer().watchesEntries());
        Follower follower = pump.follow();
        assertTrue(pump.observer().watchesEntries());
        pump.unfollow(follower);
        assertFalse(pump.observer().watchesEntries());
    }

    @Test
    void aFloodIsCountedAsLostInsteadOfKeepingWorkersWaiting() {
        EventRecorder recorder = new EventRecorder();
        recorder.watch(true);
        Flow flow = Flows.example(L4Protocol.UDP);
        for (int i = 0; i < EventRecorder.RECORDS + 7; i++) {
            recorder.sessionCreated(flow);
        }

        assertEquals(7, recorder.lost());
    }

    @Test
    void aFileThatIsRotatedIsMadeAnew() throws IOException, InterruptedException {
        assertTrue(log.write("one\n"));
        Files.move(file, directory.resolve("sessions.log.1"));
        await(() -> log.write("two\n") && Files.exists(file));

        assertTrue(Files.readString(file).startsWith("two\n"));
        assertTrue(Files.readString(directory.resolve("sessions.log.1")).startsWith("one\n"));
    }

    @Test
    void linesThatCannotBeWrittenAreCounted() throws IOException {
        pump.log(true, true);
        log.close();
        Files.delete(file);
        Files.delete(directory);
        assertNull(send());
        pump.close();

        assertEquals(2, pump.lost());
        Files.createDirectory(directory);
    }
}
