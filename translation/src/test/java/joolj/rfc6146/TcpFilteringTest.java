// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static joolj.rfc6146.Packets.flags;
import static joolj.rfc6146.Packets.from4;
import static joolj.rfc6146.Packets.from6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import joolj.address.L4Protocol;
import joolj.translation.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6146 § 3.5.2.2, from segments to sessions: state CLOSED, stored SYNs and time-outs. */
class TcpFilteringTest {
    private static final L4Protocol TCP = L4Protocol.TCP;
    private static final int SERVER = address("198.51.100.2");
    private static final int POOL = address("203.0.113.5");
    private static final int PORT = 5000;
    private static final long HOUR = 3_600_000;

    private final FakeRoutes routes = new FakeRoutes();
    private final RecordingObserver observer = new RecordingObserver();
    private Nat64State state = state(false, false, 10);
    private long now = 1_000;

    private static Nat64State state(boolean filtering, boolean dropExternal, long opens) {
        StateSettings settings = new StateSettings(
                filtering, dropExternal, false, 11, 2 * HOUR, 240_000, 300_000, 60_000, opens, 1 << 20, 1 << 20);
        Pool4 pool = Pool4.EMPTY.add(0, TCP, POOL, 32, PORT, PORT, Pool4.UNCHANGED);
        return new Nat64State(settings, pool, Packets.SECRET);
    }

    /** A segment between 2001:db8::1#777 and 198.51.100.2#80, as "4S" or "6FR". */
    private Reason segment(String segment) {
        return segment(segment, 80);
    }

    private Reason segment(String segment, int remote4Port) {
        boolean is6 = segment.charAt(0) == '6';
        Flow flow = is6
                ? from6(TCP, 1, 777, SERVER, remote4Port)
                : Packets.octets(from4(TCP, SERVER, remote4Port, POOL, PORT), 40);
        flags(flow, segment);
        Reason reason = is6 ? state.outbound(flow, routes, now) : state.inbound(flow, routes, now);
        if (reason == null) {
            assertEquals(PORT, flow.local4Port);
            assertEquals(777, flow.remote6Port);
        }
        return reason;
    }

    private void addStatic() {
        BibAddition addition = state.bibControl().addStatic(TCP, Packets.NODE6_HIGH, 1, 777, POOL, PORT, routes);
        assertEquals(BibAddition.Result.ADDED, addition.result());
    }

    /** The sessions as "STATE milliseconds left". */
    private String sessions() {
        StringBuilder text = new StringBuilder();
        for (SessionRow row : state.sessions(TCP).next(100, now)) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(row.state())
                    .append(' ')
                    .append(row.expiresIn());
        }
        return text.toString();
    }

    /** Segments ten seconds apart; the session's state and time left at the end. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "6S, V6_INIT 240000",
        "6S 4S, ESTABLISHED 7200000",
        "6S 4R, V6_INIT 230000",
        "6S 4F, V6_INIT 230000",
        "6S 6S, V6_INIT 240000",
        "6S 4S 6 4, ESTABLISHED 7200000",
        "6S 4S 6F, V6_FIN_RCV 7190000",
        "6S 4S 4F, V4_FIN_RCV 7190000",
        "6S 4S 6F 4, V6_FIN_RCV 7200000",
        "6S 4S 6F 4F, V4_FIN_V6_FIN_RCV 240000",
        "6S 4S 4F 6F 6 4, V4_FIN_V6_FIN_RCV 220000",
        "6S 4S 6F 4F 6S, V4_FIN_V6_FIN_RCV 230000",
        "6S 4S 6F 4R, V6_FIN_RCV 7200000",
        "6S 4S 4R, TRANS 240000",
        "6S 4S 4R 6R, TRANS 230000",
        "6S 4S 4R 4, ESTABLISHED 7200000",
        "6S 4S 6R 6, ESTABLISHED 7200000",
    })
    void aConnectionFromIpv6GoesThroughTheStates(String segments, String expected) {
        for (String segment : segments.split(" ", -1)) {
            now += 10_000;
            assertNull(segment(segment), segment);
        }

        assertEquals(expected, sessions());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "4S, V4_INIT 240000",
        "4S 6S, ESTABLISHED 7200000",
        "4S 4S, V4_INIT 230000",
        "4S 4F, V4_INIT 230000",
        "4S 6, V4_INIT 230000",
        "4S 6S 4R 4, ESTABLISHED 7200000",
        "6S, V6_INIT 240000",
        "4,",
        "6,",
        "4F 6R,",
    })
    void withAStaticEntryBothSidesMayBegin(String segments, String expected) {
        addStatic();
        for (String segment : segments.split(" ", -1)) {
            now += 10_000;
            assertNull(segment(segment), segment);
        }

        assertEquals(expected == null ? "" : expected, sessions());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({"6, SYN6_EXPECTED", "6R, SYN6_EXPECTED", "6F, SYN6_EXPECTED", "4, SYN4_EXPECTED", "4R, SYN4_EXPECTED"})
    void withoutEntryASegmentMustBeASyn(String segment, Reason expected) {
        assertEquals(expected, segment(segment));
        assertEquals(0, state.bibCount());
    }

    @Test
    void handleRstDuringFinRcvShortensTheTimer() {
        StateSettings settings =
                new StateSettings(false, false, true, 11, 2 * HOUR, 240_000, 300_000, 60_000, 10, 1 << 20, 1 << 20);
        state.settings(settings);
        for (String segment : List.of("6S", "4S", "6F", "4R")) {
            assertNull(segment(segment));
        }

        assertEquals("V6_FIN_RCV 240000", sessions());
    }

    @Test
    void externallyInitiatedConnectionsCanBeForbidden() {
        state = state(false, true, 10);

        assertEquals(Reason.V4_SYN, segment("4S"));
        addStatic();
        assertEquals(Reason.V4_SYN, segment("4S"));
        assertNull(segment("4"));
        assertNull(segment("6S"));
        assertNull(segment("4S"));

        assertEquals("ESTABLISHED 7200000", sessions());
    }

    @Test
    void exhaustionOfPool4IsAnInternalReason() {
        assertNull(segment("6S"));
        Flow other = flags(from6(TCP, 2, 777, SERVER, 80), "S");

        assertEquals(Reason.UNKNOWN, state.outbound(other, routes, now));
    }

    @Test
    void aSynWithoutEntryIsKeptAndAnsweredAfterSixSeconds() {
        assertEquals(Reason.TYPE1PKT, segment("4S"));
        assertEquals("", sessions());
        assertEquals(Reason.SO_EXISTS, segment("4S"));

        now += 5_999;
        assertEquals(0, state.expire(now, 100, observer));
        now += 1_999;
        assertEquals(0, state.expire(now, 100, observer), "the next search is two seconds after the last");
        now += 1;
        assertEquals(1, state.expire(now, 100, observer));

        assertEquals(List.of("syn expired c6336402#80 octets 40 sum 780"), observer.take());
        assertEquals(0, state.bibCount());
        assertEquals(Reason.TYPE1PKT, segment("4S"));
    }

    @ParameterizedTest(name = "with a BIB entry: {0}")
    @CsvSource({"false, TYPE1PKT", "true, TYPE2PKT"})
    void theLateAnswerToAKeptSynHasItsMark(boolean known, Reason kept) {
        state = state(true, false, 10);
        if (known) {
            addStatic();
        }
        Flow syn = flags(Packets.octets(from4(TCP, SERVER, 80, POOL, PORT), 40), "S");
        syn.mark = 0x80000007;
        assertEquals(kept, state.inbound(syn, routes, now));

        assertEquals(1, state.expire(now + 6_000, 100, observer));

        assertEquals(List.of("syn expired c6336402#80 octets 40 sum 780 mark 80000007"), observer.take());
    }

    @Test
    void aLongSynIsKeptAsFarAsAnErrorCanQuoteIt() {
        Flow flow = flags(Packets.octets(from4(TCP, SERVER, 80, POOL, PORT), 1400), "S");
        assertEquals(Reason.TYPE1PKT, state.inbound(flow, routes, now));

        assertEquals(1, state.expire(now + 6_000, 100, observer));

        assertTrue(observer.take().get(0).startsWith("syn expired c6336402#80 octets 548 "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"6S", "6SA"})
    void aKeptSynIsMetByAnIpv6One(String segment) {
        assertEquals(Reason.TYPE1PKT, segment("4S"));
        now += 1_000;

        assertNull(segment(segment));

        assertEquals("ESTABLISHED 7200000", sessions());
        now += 10_000;
        assertEquals(0, state.expire(now, 100, observer));
        assertEquals(List.of(), observer.take());
    }

    @Test
    void aKeptSynIsNotMetByAnIpv6OneToElsewhereOrWithAnotherMark() {
        state.pool4(Pool4.EMPTY
                .add(0, TCP, POOL, 32, PORT, PORT, Pool4.UNCHANGED)
                .add(9, TCP, POOL, 32, 7000, 7000, Pool4.UNCHANGED));
        assertEquals(Reason.TYPE1PKT, segment("4S"));
        Flow marked = flags(from6(TCP, 1, 777, SERVER, 80), "S");
        marked.mark = 9;
        assertNull(state.outbound(marked, routes, now));
        assertEquals(7000, marked.local4Port);
        Flow elsewhere = flags(from6(TCP, 2, 777, SERVER, 81), "S");
        assertNull(state.outbound(elsewhere, routes, now));

        assertEquals("V6_INIT 240000, V6_INIT 240000", sessions());
        assertEquals(1, state.expire(now + 6_000, 100, observer));
        assertEquals(1, observer.take().size());
    }

    @Test
    void underFilteringASynWithEntryIsKeptWithASession() {
        state = state(true, false, 10);
        addStatic();

        assertEquals(Reason.TYPE2PKT, segment("4S"));
        assertEquals("V4_INIT 6000", sessions());
        now += 1_000;
        assertEquals(Reason.SO_EXISTS, segment("4S"));
        assertEquals(Reason.SO_EXISTS, segment("4"));
        assertEquals("V4_INIT 5000", sessions());
        now += 5_000;
        assertEquals(1, state.expire(now, 100, observer));

        assertEquals("", sessions());
        assertEquals(List.of("syn expired c6336402#80 octets 40 sum 780"), observer.take());
        assertEquals(1, state.bibCount());
        assertEquals(Reason.TYPE2PKT, segment("4S"));
    }

    @Test
    void underFilteringAnIpv6SynLetsTheKeptOneGo() {
        state = state(true, false, 10);
        addStatic();
        assertEquals(Reason.TYPE2PKT, segment("4S"));
        now += 3_000;

        assertNull(segment("6"));
        assertEquals("V4_INIT 3000", sessions());
        assertNull(segment("6S"));
        assertEquals("ESTABLISHED 7200000", sessions());
        now += 10_000;
        assertEquals(0, state.expire(now, 100, observer));
        assertNull(segment("4"));

        assertEquals(List.of(), observer.take());
    }

    @Test
    void noMoreSynsAreKeptThanAllowed() {
        state = state(false, false, 2);

        assertEquals(Reason.TYPE1PKT, segment("4S", 80));
        assertEquals(Reason.TYPE1PKT, segment("4S", 81));
        assertEquals(Reason.SO_FULL, segment("4S", 82));
        assertEquals(Reason.SO_EXISTS, segment("4S", 80));
        assertNull(segment("6S", 80));
        assertEquals("ESTABLISHED 7200000", sessions());
        addStatic();
        assertNull(segment("4S", 82));

        assertEquals(0, state.expire(now + 8_000, 100, observer), "a static entry discards what waited for it");
        assertEquals(List.of(), observer.take());
    }

    @Test
    void manySynsAreKeptAndAnsweredInOrder() {
        state = state(false, false, 1_000);
        for (int i = 0; i < 500; i++) {
            assertEquals(Reason.TYPE1PKT, segment("4S", 1 + i));
            now += 1;
        }

        assertEquals(500, state.expire(now + 6_000, 1_000, observer));

        List<String> events = observer.take();
        for (int i = 0; i < 500; i++) {
            assertTrue(events.get(i).startsWith("syn expired c6336402#" + (1 + i) + " "), events.get(i));
        }
    }

    @Test
    void anIdleEstablishedSessionIsProbedOnceAndThenEnds() {
        state.observer(observer);
        assertNull(segment("6S"));
        assertNull(segment("4S"));
        observer.take();
        now += 2 * HOUR;

        assertEquals(1, state.expire(now, 100, observer));
        assertEquals(List.of("probe TCP 1#777 c6336402#80 cb007105#5000 c6336402#80"), observer.take());
        assertEquals("TRANS 240000", sessions());
        now += 240_000;
        assertEquals(1, state.expire(now, 100, observer));

        assertEquals(
                List.of(
                        "session forgotten TCP 1#777 c6336402#80 cb007105#5000 c6336402#80",
                        "bib forgotten TCP 1#777 cb007105#5000"),
                observer.take());
        assertEquals(0, state.bibCount());
    }

    @Test
    void theAnswerToAProbeRevivesTheSession() {
        assertNull(segment("6S"));
        assertNull(segment("4S"));
        now += 2 * HOUR;
        assertEquals(1, state.expire(now, 100, observer));

        assertNull(segment("6"));

        assertEquals("ESTABLISHED 7200000", sessions());
    }

    @Test
    void aHalfClosedSessionEndsWithoutAProbe() {
        for (String segment : List.of("6S", "4S", "6F")) {
            assertNull(segment(segment));
        }

        assertEquals(1, state.expire(now + 2 * HOUR, 100, observer));

        assertEquals(List.of(), observer.take());
        assertEquals(0, state.sessionCount());
    }

    @Test
    void segmentsToAPortThatTheNodeItselfUsesAreTheNodesOwn() {
        state.pool4(Pool4.EMPTY);
        BitSet tcp = new BitSet();
        tcp.set(61500);
        state.hostPorts(HostPorts.of(tcp, new BitSet()));

        for (String flags : new String[] {"S", "", "F", "R"}) {
            Flow flow = Packets.octets(from4(TCP, SERVER, 80, routes.source, 61500), 40);
            assertEquals(Reason.BIB4_NOT_FOUND, state.inbound(flags(flow, flags), routes, now), flags);
        }
        Flow other = Packets.octets(from4(TCP, SERVER, 80, routes.source, 61501), 40);
        assertEquals(Reason.TYPE1PKT, state.inbound(flags(other, "S"), routes, now));
    }
}
