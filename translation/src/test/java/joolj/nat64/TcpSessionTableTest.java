// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import static joolj.nat64.Nat64Bench.NODE4;
import static joolj.nat64.Nat64Bench.NODE4_IN_POOL6;
import static joolj.nat64.Nat64Bench.NODE6;
import static joolj.nat64.Nat64Bench.POOL4;
import static joolj.nat64.Nat64Bench.PORT;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import joolj.address.L4Protocol;
import joolj.rfc6146.SessionRow;
import joolj.translation.Outcome;
import joolj.translation.TestPackets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 6146 § 3.5.2.2, state by state and event by event, with packets: which state follows, and what happens to the
 * session's timer.
 */
class TcpSessionTableTest {
    private static final long ESTABLISHED_TIME = 7_200_000;
    private static final long TRANSITORY_TIME = 240_000;

    /** Milliseconds between two packets. */
    private static final long PAUSE = 10_000;

    /**
     * A row for each state, a column for each event: the family of the sender, then flags, or "icmp" for an error about
     * the connection. A cell has the state that follows and its timer: 2h or 4min anew, or kept. "closed" means CLOSED
     * without BIB entry, "bound" CLOSED with one; there, "passes" means translated without a session, other words are
     * what the packet is counted as when it is not translated.
     */
    private static final String TABLE = """
            .           6S               6SA              6A                6F                 6R                6FR                6icmp
            closed      V6_INIT:4min     V6_INIT:4min     SYN6_EXPECTED     SYN6_EXPECTED      SYN6_EXPECTED     SYN6_EXPECTED      SESSION_NOT_FOUND
            bound       V6_INIT:4min     V6_INIT:4min     passes            passes             passes            passes             passes
            V6_INIT     V6_INIT:4min     V6_INIT:4min     V6_INIT:kept      V6_INIT:kept       V6_INIT:kept      V6_INIT:kept       V6_INIT:kept
            V4_INIT     ESTABLISHED:2h   ESTABLISHED:2h   V4_INIT:kept      V4_INIT:kept       V4_INIT:kept      V4_INIT:kept       V4_INIT:kept
            ESTABLISHED ESTABLISHED:2h   ESTABLISHED:2h   ESTABLISHED:2h    V6_FIN_RCV:kept    TRANS:4min        V6_FIN_RCV:kept    ESTABLISHED:kept
            V6_FIN_RCV  V6_FIN_RCV:2h    V6_FIN_RCV:2h    V6_FIN_RCV:2h     V6_FIN_RCV:2h      V6_FIN_RCV:2h     V6_FIN_RCV:2h      V6_FIN_RCV:kept
            V4_FIN_RCV  V4_FIN_RCV:2h    V4_FIN_RCV:2h    V4_FIN_RCV:2h     V4_FIN_V6_FIN_RCV:4min V4_FIN_RCV:2h V4_FIN_V6_FIN_RCV:4min V4_FIN_RCV:kept
            V4_FIN_V6_FIN_RCV V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept
            TRANS       ESTABLISHED:2h   ESTABLISHED:2h   ESTABLISHED:2h    ESTABLISHED:2h     TRANS:kept        TRANS:kept         TRANS:kept
            .           4S               4SA              4A                4F                 4R                4FR                4icmp
            closed      TYPE1PKT         TYPE1PKT         SYN4_EXPECTED     SYN4_EXPECTED      SYN4_EXPECTED     SYN4_EXPECTED      SESSION_NOT_FOUND
            bound       V4_INIT:4min     V4_INIT:4min     passes            passes             passes            passes             passes
            V6_INIT     ESTABLISHED:2h   ESTABLISHED:2h   V6_INIT:kept      V6_INIT:kept       V6_INIT:kept      V6_INIT:kept       V6_INIT:kept
            V4_INIT     V4_INIT:kept     V4_INIT:kept     V4_INIT:kept      V4_INIT:kept       V4_INIT:kept      V4_INIT:kept       V4_INIT:kept
            ESTABLISHED ESTABLISHED:2h   ESTABLISHED:2h   ESTABLISHED:2h    V4_FIN_RCV:kept    TRANS:4min        V4_FIN_RCV:kept    ESTABLISHED:kept
            V6_FIN_RCV  V6_FIN_RCV:2h    V6_FIN_RCV:2h    V6_FIN_RCV:2h     V4_FIN_V6_FIN_RCV:4min V6_FIN_RCV:2h V4_FIN_V6_FIN_RCV:4min V6_FIN_RCV:kept
            V4_FIN_RCV  V4_FIN_RCV:2h    V4_FIN_RCV:2h    V4_FIN_RCV:2h     V4_FIN_RCV:2h      V4_FIN_RCV:2h     V4_FIN_RCV:2h      V4_FIN_RCV:kept
            V4_FIN_V6_FIN_RCV V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept V4_FIN_V6_FIN_RCV:kept
            TRANS       ESTABLISHED:2h   ESTABLISHED:2h   ESTABLISHED:2h    ESTABLISHED:2h     TRANS:kept        TRANS:kept         TRANS:kept
            """;

    /** Which packets bring a connection into a state, and whether there is a static BIB entry before. */
    private static final Map<String, List<String>> WAYS = Map.of(
            "closed", List.of(),
            "bound", List.of(),
            "V6_INIT", List.of("6S"),
            "V4_INIT", List.of("4S"),
            "ESTABLISHED", List.of("6S", "4SA"),
            "V6_FIN_RCV", List.of("6S", "4SA", "6F"),
            "V4_FIN_RCV", List.of("6S", "4SA", "4F"),
            "V4_FIN_V6_FIN_RCV", List.of("6S", "4SA", "6F", "4F"),
            "TRANS", List.of("6S", "4SA", "4R"));

    private final Nat64Bench nat64 = new Nat64Bench();

    /** A cell of the table. */
    record Transition(String state, String event, String expected) {
        @Override
        public String toString() {
            return state + ", " + event + " -> " + expected;
        }
    }

    static List<Transition> table() {
        List<Transition> transitions = new ArrayList<>();
        String[] events = {};
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split(" +", -1);
            if (cells[0].equals(".")) {
                events = cells;
            }
            for (int i = 1; i < cells.length && cells != events; i++) {
                transitions.add(new Transition(cells[0], events[i], cells[i]));
            }
        }
        return transitions;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void followsTheTable(Transition transition) {
        if (transition.state().equals("bound") || transition.state().equals("V4_INIT")) {
            nat64.addBib(L4Protocol.TCP, NODE6 + "#5000", POOL4 + "#" + PORT);
        }
        for (String event : WAYS.get(transition.state())) {
            assertEquals(Outcome.TRANSLATED, send(event), event);
        }
        assertEquals(WAYS.get(transition.state()).isEmpty() ? "" : transition.state(), state());
        long left = timeLeft();

        Outcome outcome = send(transition.event());

        assertEquals(transition.expected(), outcome == Outcome.TRANSLATED ? session(left) : reason());
    }

    private String reason() {
        return nat64.bench.translation.reason().name();
    }

    private Outcome send(String event) {
        nat64.bench.now += PAUSE;
        return nat64.bench.translate(nat64.translator, packet(event));
    }

    private static byte[] packet(String event) {
        String flags = event.substring(1);
        boolean error = flags.equals("icmp");
        int bits = (flags.contains("F") ? 1 : 0)
                | (flags.contains("S") ? 2 : 0)
                | (flags.contains("R") ? 4 : 0)
                | (flags.contains("A") ? 16 : 0);
        byte[] to4 = tcp(5000, 80, 1, error ? 16 : bits, payload(8));
        byte[] to6 = tcp(80, PORT, 1, error ? 16 : bits, payload(8));
        if (event.startsWith("6")) {
            byte[] quoted = ipv6(NODE4_IN_POOL6, NODE6, TestPackets.TCP, tcp(80, 5000, 1, 16, payload(8)));
            return error
                    ? ipv6(NODE6, NODE4_IN_POOL6, TestPackets.ICMP6, icmp(1, 4, 0, quoted))
                    : ipv6(NODE6, NODE4_IN_POOL6, TestPackets.TCP, to4);
        }
        byte[] quoted = ipv4(POOL4, NODE4, TestPackets.TCP, true, tcp(PORT, 80, 1, 16, payload(8)));
        return error
                ? ipv4(NODE4, POOL4, TestPackets.ICMP4, false, icmp(3, 1, 0, quoted))
                : ipv4(NODE4, POOL4, TestPackets.TCP, true, to6);
    }

    private List<SessionRow> rows() {
        return nat64.state.sessions(L4Protocol.TCP).next(10, nat64.bench.now);
    }

    private String state() {
        return rows().isEmpty() ? "" : rows().get(0).state().name();
    }

    private long timeLeft() {
        return rows().isEmpty() ? 0 : rows().get(0).expiresIn();
    }

    /** The session as the table writes it. */
    private String session(long leftBefore) {
        if (rows().isEmpty()) {
            return "passes";
        }
        long left = timeLeft();
        String timer = left == leftBefore - PAUSE
                ? "kept"
                : left == ESTABLISHED_TIME ? "2h" : left == TRANSITORY_TIME ? "4min" : "left " + left;
        return state() + ":" + timer;
    }
}
