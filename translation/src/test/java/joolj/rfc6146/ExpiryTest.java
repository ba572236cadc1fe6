// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static joolj.rfc6146.Packets.from4;
import static joolj.rfc6146.Packets.from6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import joolj.address.L4Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6146 § 3.5.1, § 3.5.3 and § 4: idle times. */
class ExpiryTest {
    private static final int SERVER = address("198.51.100.2");
    private static final long START = 50_000;

    private final FakeRoutes routes = new FakeRoutes();
    private final RecordingObserver observer = new RecordingObserver();
    private final Nat64State state = new Nat64State(StateSettings.DEFAULT, Pool4.EMPTY, Packets.SECRET);

    private static StateSettings timeouts(long udp, long icmp) {
        return new StateSettings(false, false, false, 11, 7_200_000, 240_000, udp, icmp, 10, 1 << 20, 1 << 20);
    }

    private Flow send(L4Protocol protocol, int port, long now) {
        Flow flow = from6(protocol, 1, port, SERVER, 53);
        assertNull(state.outbound(flow, routes, now));
        return flow;
    }

    @ParameterizedTest(name = "{0} after {1} ms")
    @CsvSource({"UDP, 299999, 1", "UDP, 300000, 0", "ICMP, 59999, 1", "ICMP, 60000, 0"})
    void aSessionEndsToTheMillisecond(L4Protocol protocol, long idle, long left) {
        send(protocol, 1, START);

        int work = state.expire(START + idle, 100, observer);

        assertEquals(1 - left, work);
        assertEquals(left, state.sessionCount());
        assertEquals(left, state.bibCount());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"true", "false"})
    void packetsOfBothDirectionsRestartTheTimer(boolean from6) {
        Flow query = send(L4Protocol.UDP, 1, START);
        long later = START + 100_000;
        if (from6) {
            send(L4Protocol.UDP, 1, later);
        } else {
            assertNull(state.inbound(from4(L4Protocol.UDP, SERVER, 53, query.local4, query.local4Port), routes, later));
        }

        assertEquals(0, state.expire(later + 299_999, 100, observer));
        assertEquals(1, state.expire(later + 302_000, 100, observer));
    }

    @Test
    void aSearchTakesPlaceEveryTwoSeconds() {
        state.settings(timeouts(1_000, 1_000));
        send(L4Protocol.UDP, 1, START);
        send(L4Protocol.ICMP, 1, START);

        assertEquals(0, state.expire(START + 1_999, 100, observer));
        assertEquals(2, state.expire(START + 2_000, 100, observer));
        send(L4Protocol.UDP, 1, START + 2_001);
        assertEquals(0, state.expire(START + 3_999, 100, observer));
        assertEquals(0, state.expire(START + 4_000 - 999, 100, observer), "a clock that lags is no harm");
        assertEquals(1, state.expire(START + 4_000, 100, observer));
    }

    @Test
    void aWorkerWhoseClockLagsDoesNotDisorderTheSessions() {
        send(L4Protocol.UDP, 1, START);
        send(L4Protocol.UDP, 2, START - 500);

        for (SessionRow row : state.sessions(L4Protocol.UDP).next(10, START)) {
            assertEquals(300_000, row.expiresIn());
        }
        assertEquals(0, state.expire(START + 299_999, 100, observer));
    }

    @Test
    void anOverdueSessionThatIsUsedBeforeTheSearchLivesOn() {
        state.settings(timeouts(120_000, 0));
        Flow query = send(L4Protocol.ICMP, 1, START);

        assertNull(
                state.inbound(from4(L4Protocol.ICMP, SERVER, 0, query.local4, query.local4Port), routes, START + 30));

        assertEquals(1, state.expire(START + 2_000, 100, observer));
    }

    @Test
    void aChangedTimeoutAppliesToExistingSessions() {
        send(L4Protocol.ICMP, 1, START);
        List<SessionRow> before = state.sessions(L4Protocol.ICMP).next(10, START + 500);
        state.settings(timeouts(300_000, 30_000));
        List<SessionRow> after = state.sessions(L4Protocol.ICMP).next(10, START + 500);
        state.settings(timeouts(300_000, 1_000_000));
        List<SessionRow> longer = state.sessions(L4Protocol.ICMP).next(10, START + 500);

        assertEquals(59_500, before.get(0).expiresIn());
        assertEquals(29_500, after.get(0).expiresIn());
        assertEquals(999_500, longer.get(0).expiresIn());
        assertEquals(0, state.expire(START + 100_000, 100, observer));
        state.settings(timeouts(300_000, 30_000));
        assertEquals(1, state.expire(START + 102_000, 100, observer));
    }

    @Test
    void theBudgetLimitsACallAndTheRestFollows() {
        for (int i = 0; i < 1_000; i++) {
            send(L4Protocol.UDP, i, START);
            send(L4Protocol.ICMP, i, START);
        }
        long end = START + 300_000;

        int calls = 0;
        while (state.sessionCount() > 0) {
            int work = state.expire(end, 150, observer);
            assertTrue(work > 0 && work <= 150, "work " + work);
            calls++;
        }

        assertEquals(14, calls);
        assertEquals(0, state.expire(end, 150, observer));
        assertEquals(0, state.bibCount());
        assertEquals(0, state.expire(end, 0, observer));
    }

    @Test
    void aCallThatOnlyLooksAtBusySessionsIsToBeFollowedByAnother() {
        for (int i = 0; i < 1_000; i++) {
            send(L4Protocol.UDP, i, START);
        }
        for (int i = 0; i < 1_000; i++) {
            send(L4Protocol.UDP, i, START + 200_000);
        }
        long end = START + 300_000;

        int calls = 0;
        do {
            assertEquals(0, state.expire(end, 10, observer));
            calls++;
        } while (state.isExpiring(end));

        assertEquals(1_000 / (10 * TimerRing.GLANCES) + 1, calls);
        assertEquals(1_000, state.sessionCount());
    }

    @Test
    void aSearchThatTheBudgetCutOffAtTheLastSessionMindsThoseThatCame() {
        for (int i = 0; i < 20; i++) {
            send(L4Protocol.UDP, i, START);
        }
        assertEquals(20, state.expire(START + 300_000, 20, observer));
        for (int i = 0; i < 20; i++) {
            send(L4Protocol.UDP, i, START + 300_000);
        }

        assertEquals(20, state.expire(START + 600_000, 100, observer));

        assertEquals(0, state.sessionCount());
    }

    @Test
    void sessionsOfOneTickEndEachInItsTime() {
        int sessions = 700;
        for (int i = 0; i < sessions; i++) {
            send(L4Protocol.UDP, i, START + i);
        }
        for (int ended = 0; ended < sessions; ended += 10) {
            // The changed timeout makes a few of those of a tick overdue, and leaves the others.
            long now = START + 1_000_000 + sessions - 1 + 2_000L * (ended / 10 + 1);
            state.settings(timeouts(now - START - ended - 9, 1_000));
            assertEquals(10, state.expire(now, 10_000, observer));
            assertEquals(sessions - ended - 10, state.sessionCount());
        }
    }

    @Test
    void observersLearnOfEveryBeginningAndEnd() {
        state.observer(observer);
        Flow query = send(L4Protocol.UDP, 7, START);
        String bib = "UDP 1#7 cb007101#" + query.local4Port;
        String session = "UDP 1#7 c6336402#53 cb007101#" + query.local4Port + " c6336402#53";
        assertEquals(List.of("bib created " + bib, "session created " + session), observer.take());
        send(L4Protocol.UDP, 7, START + 1);
        assertEquals(List.of(), observer.take());
        assertNull(state.inbound(
                from4(L4Protocol.UDP, SERVER, 54, query.local4, query.local4Port), routes, START + 10_000));
        assertEquals(List.of("session created " + session.replace("#53", "#54")), observer.take());

        assertEquals(1, state.expire(START + 300_005, 100, observer));
        assertEquals(List.of("session forgotten " + session), observer.take());
        assertEquals(1, state.expire(START + 310_001, 100, observer));
        assertEquals(
                List.of("session forgotten " + session.replace("#53", "#54"), "bib forgotten " + bib), observer.take());
    }
}
