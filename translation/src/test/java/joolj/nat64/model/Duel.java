// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import joolj.address.IpText;
import joolj.address.L4Protocol;
import joolj.nat64.Nat64Translator;
import joolj.rfc6146.BibControl;
import joolj.rfc6146.BibRow;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc6146.Flow;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.SessionRow;
import joolj.translation.Bench;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.TestPackets;

/** The engine and the model side by side. */
final class Duel {
    /** Milliseconds between two searches for ended sessions. */
    private static final long SEARCH_INTERVAL = 2_000;

    private static final int ROWS_MAX = 10_000;
    private static final int REMEMBERED_STEPS = 25;

    private final long seed;
    private final SplittableRandom random;
    private final Model model = new Model(this::maskOf);
    private final Commands commands = new Commands(model);
    private final Traffic traffic;
    private final Bench bench = new Bench();
    private final Nat64State state;
    private final Nat64Translator translator;
    private final Deque<String> steps = new ArrayDeque<>();
    private final Ledger ledger = new Ledger();
    private final Set<String> seen = new HashSet<>();
    private long lastSearch;

    Duel(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        traffic = new Traffic(model.tables, random);
        model.now = random.nextInt(1_000_000);
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        state = new Nat64State(model.knobs.ofState(), Pool4.EMPTY, secret);
        state.observer(ledger);
        translator = new Nat64Translator(state, model.knobs.ofPackets());
        for (L4Protocol protocol : L4Protocol.values()) {
            addPool4(0, protocol, Traffic.POOL4.get(0), 100, 105);
            addPool4(7, protocol, Traffic.POOL4.get(1), 100, 102);
        }
    }

    /** What happened so far: what was counted, the states of TCP sessions, what was sent when they ended. */
    Set<String> seen() {
        Set<String> all = new TreeSet<>(seen);
        model.counters.keySet().forEach(reason -> all.add(reason.name()));
        return all;
    }

    /** Takes so many steps; fails at the first difference. */
    void fight(int count) {
        try {
            for (int i = 0; i < count; i++) {
                step();
                compareTables();
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ", last steps:\n" + String.join("\n", steps), e);
        }
    }

    private void note(String step) {
        if (steps.size() == REMEMBERED_STEPS) {
            steps.removeFirst();
        }
        steps.addLast(model.now + " " + step);
    }

    private void step() {
        model.now += random.nextInt(12) == 0 ? random.nextInt(20_000) : random.nextInt(400);
        bench.now = model.now;
        int dice = random.nextInt(100);
        if (dice < 8) {
            search();
        } else if (dice < 16) {
            command();
        } else {
            packet(traffic.next());
        }
    }

    // ---- packets

    private void packet(Message m) {
        note(m.toString());
        ledger.exhausted = false;
        bench.mark = m.mark();
        Outcome outcome = bench.translate(translator, m.octets());
        Answer expected = model.answer(m);

        assertEquals(expected.outcome(), outcome, () -> "counted: " + bench.translation.reason());
        if (outcome == Outcome.TRANSLATED) {
            assertEquals(1, bench.sent.size());
            checkTranslated(expected, bench.sent.get(0));
            boolean hairpinned = m.from6() == (TestPackets.version(bench.sent.get(0)) == 6);
            seen.add((hairpinned ? "hairpinned " : "translated ") + (m.isError() ? "error" : m.protocol()));
        } else {
            assertEquals(expected.reason(), bench.translation.reason());
            int reply = bench.translation.hasReply() ? TestPackets.get16(bench.sent.get(0), 0) : 0;
            assertEquals(expected.reply(), reply, "ICMP error in answer");
        }
        assertEquals(model.counters, counters());
        boolean exhausted = expected.reason() == Reason.BIB6_NOT_FOUND || expected.reason() == Reason.UNKNOWN;
        assertEquals(exhausted, ledger.exhausted, "what the observer was told about pool4");
    }

    private Map<Reason, Long> counters() {
        Map<Reason, Long> counters = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            long count = bench.counters.get(reason);
            if (count != 0) {
                counters.put(reason, count);
            }
        }
        return counters;
    }

    private static void checkTranslated(Answer expected, byte[] packet) {
        TestPackets.assertChecksums(packet);
        byte[] about = packet;
        if (expected.sender() != null) {
            assertEquals(expected.sender(), TestPackets.source(packet), "sender of the error");
            assertEquals(expected.from().address(), TestPackets.destination(packet), "destination of the error");
            about = Arrays.copyOfRange(packet, TestPackets.transportAt(packet) + 8, packet.length);
            TestPackets.assertChecksums(about);
        }
        byte[] transport = TestPackets.transport(about);
        boolean echo =
                TestPackets.protocol(about) == TestPackets.ICMP4 || TestPackets.protocol(about) == TestPackets.ICMP6;
        int from = TestPackets.get16(transport, echo ? 4 : 0);
        int to = TestPackets.get16(transport, echo ? 4 : 2);
        assertEquals(expected.from(), new Endpoint(TestPackets.source(about), from));
        assertEquals(expected.to(), new Endpoint(TestPackets.destination(about), to));
        byte[] data = Arrays.copyOfRange(about, about.length - Message.DATA, about.length);
        assertEquals(TestPackets.hex(TestPackets.payload(Message.DATA)), TestPackets.hex(data));
    }

    // ---- time

    private void search() {
        if (model.now - lastSearch < SEARCH_INTERVAL) {
            return;
        }
        note("search for ended sessions");
        lastSearch = model.now;
        List<String> sent = new ArrayList<>();
        state.expire(model.now, Integer.MAX_VALUE, new ExpiryObserver() {
            @Override
            public void probe(Flow flow) {
                sent.add("probe to " + endpoint(flow.remote6High, flow.remote6Low, flow.remote6Port) + " from "
                        + endpoint(flow.local6High, flow.local6Low, flow.local6Port));
            }

            @Override
            public void synExpired(Flow flow, ByteBuffer packet) {
                byte[] octets = new byte[packet.limit()];
                packet.get(0, octets);
                sent.add("port unreachable to " + endpoint(flow.remote4, flow.remote4Port) + " about "
                        + TestPackets.hex(octets));
            }
        });
        List<String> expected = new ArrayList<>(model.expire());
        sent.sort(null);
        expected.sort(null);
        assertEquals(expected, sent);
        expected.forEach(line -> seen.add(line.substring(0, line.indexOf(" to "))));
    }

    // ---- commands

    private void command() {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> turnKnob();
            case 3 -> {
                L4Protocol protocol = traffic.protocol();
                int port = port();
                addPool4(mark(), protocol, address(), port, Math.min(port + random.nextInt(3), Traffic.LAST_PORT));
            }
            case 4 -> removePool4();
            case 5, 6 -> addStatic();
            default -> removeBib();
        }
        keepLedger();
    }

    /** Observers are not told what commands do. */
    private void keepLedger() {
        Set<String> bibs = bibsOfLedger();
        ledger.bibs.retainAll(bibs);
        ledger.bibs.addAll(bibs);
        ledger.sessions.retainAll(sessionsOfLedger());
    }

    private Set<String> bibsOfLedger() {
        Set<String> all = new TreeSet<>();
        model.tables.bibs.forEach(bib -> all.add(Ledger.bib(bib.protocol, bib.node, bib.mask)));
        return all;
    }

    private Set<String> sessionsOfLedger() {
        Set<String> all = new TreeSet<>();
        model.tables.bibs.forEach(bib -> bib.sessions.forEach(
                session -> all.add(Ledger.session(bib.protocol, bib.node, bib.mask, session.remote4))));
        return all;
    }

    private int mark() {
        return Traffic.MARKS.get(random.nextInt(2));
    }

    private String address() {
        return Traffic.POOL4.get(random.nextInt(2));
    }

    private int port() {
        return random.nextInt(Traffic.FIRST_PORT, Traffic.LAST_PORT + 1);
    }

    private void turnKnob() {
        model.knobs.turnOne(random);
        note("global update: " + model.knobs);
        state.settings(model.knobs.ofState());
        translator.settings(model.knobs.ofPackets());
    }

    private void addPool4(int mark, L4Protocol protocol, String address, int first, int last) {
        note("pool4 add " + mark + " " + protocol + " " + address + " " + first + "-" + last);
        state.pool4(state.pool4().add(mark, protocol, IpText.parse4(address), 32, first, last, Pool4.UNCHANGED));
        commands.addPool4(mark, protocol, address, first, last);
    }

    private void removePool4() {
        boolean quick = random.nextInt(3) == 0;
        if (random.nextInt(8) == 0) {
            note("pool4 flush" + (quick ? " --quick" : ""));
            state.pool4(Pool4.EMPTY);
            model.tables.pool4.clear();
            if (!quick) {
                assertEquals(
                        commands.removeBibs(bib -> true), state.bibControl().flush());
            }
            return;
        }
        int mark = mark();
        L4Protocol protocol = traffic.protocol();
        String address = address();
        int first = port();
        int last = Math.min(first + random.nextInt(4), Traffic.LAST_PORT);
        note("pool4 remove " + mark + " " + protocol + " " + address + " " + first + "-" + last
                + (quick ? " --quick" : ""));
        state.pool4(state.pool4().remove(mark, protocol, IpText.parse4(address), 32, first, last));
        commands.removePool4(mark, protocol, address, first, last);
        if (!quick) {
            int removed = state.bibControl().removeRange(protocol, IpText.parse4(address), 32, first, last);
            int expected = commands.removeBibs(bib -> bib.protocol == protocol
                    && bib.mask.address().equals(address)
                    && bib.mask.port() >= first
                    && bib.mask.port() <= last);
            assertEquals(expected, removed);
        }
    }

    private void addStatic() {
        L4Protocol protocol = traffic.protocol();
        Endpoint node = traffic.node6();
        Endpoint mask = traffic.poolAddressToReserve();
        note("bib add " + protocol + " " + node + " " + mask);
        long[] address = IpText.parse6(node.address());
        var addition = state.bibControl()
                .addStatic(
                        protocol,
                        address[0],
                        address[1],
                        node.port(),
                        IpText.parse4(mask.address()),
                        mask.port(),
                        bench.routes);
        assertEquals(commands.addStatic(protocol, node, mask), addition.result());
    }

    /** By its IPv6 side, by its IPv4 side, or by both; perhaps one that does not exist. */
    private void removeBib() {
        L4Protocol protocol = traffic.protocol();
        Endpoint node = traffic.node6();
        Tables.Bib own = model.tables.ofNode(protocol, node);
        Endpoint mask = own == null || random.nextInt(4) == 0 ? traffic.poolAddress() : own.mask;
        int by = random.nextInt(3);
        note("bib remove " + protocol + " " + (by == 1 ? "" : node) + " " + (by == 0 ? "" : mask));
        BibControl control = state.bibControl();
        long[] address = IpText.parse6(node.address());
        int address4 = IpText.parse4(mask.address());
        boolean removed = switch (by) {
            case 0 -> control.remove6(protocol, address[0], address[1], node.port());
            case 1 -> control.remove4(protocol, address4, mask.port());
            default -> control.remove(protocol, address[0], address[1], node.port(), address4, mask.port());
        };
        int expected = commands.removeBibs(bib ->
                bib.protocol == protocol && (by == 1 || bib.node.equals(node)) && (by == 0 || bib.mask.equals(mask)));
        assertEquals(expected == 1, removed);
    }

    // ---- tables

    private void compareTables() {
        List<String> bibs = new ArrayList<>();
        List<String> sessions = new ArrayList<>();
        for (L4Protocol protocol : L4Protocol.values()) {
            for (BibRow row : state.bibs(protocol).next(ROWS_MAX)) {
                bibs.add(protocol + " " + endpoint(row.remote6High(), row.remote6Low(), row.remote6Port()) + " "
                        + endpoint(row.local4(), row.local4Port()) + (row.isStatic() ? " static" : " dynamic"));
            }
            state.sessions(protocol).next(ROWS_MAX, model.now).forEach(row -> sessions.add(text(row)));
        }
        bibs.sort(null);
        sessions.sort(null);
        assertEquals(model.bibRows(), bibs);
        assertEquals(model.sessionRows(), sessions);
        assertEquals(bibsOfLedger(), ledger.bibs, "entries as the observer was told");
        assertEquals(sessionsOfLedger(), ledger.sessions, "sessions as the observer was told");
        assertEquals(bibs.size(), state.bibCount());
        assertEquals(sessions.size(), state.sessionCount());
        model.tables.bibs.forEach(bib -> bib.sessions.forEach(session -> seen.add(session.state)));
    }

    private static String text(SessionRow row) {
        return row.protocol() + " " + endpoint(row.remote6High(), row.remote6Low(), row.remote6Port()) + " "
                + endpoint(row.local6High(), row.local6Low(), row.local6Port()) + " "
                + endpoint(row.local4(), row.local4Port()) + " " + endpoint(row.remote4(), row.remote4Port()) + " "
                + (row.state() == null ? "" : row.state()) + " " + row.expiresIn();
    }

    private Endpoint maskOf(L4Protocol protocol, Endpoint node) {
        for (BibRow row : state.bibs(protocol).next(ROWS_MAX)) {
            if (endpoint(row.remote6High(), row.remote6Low(), row.remote6Port()).equals(node)) {
                return endpoint(row.local4(), row.local4Port());
            }
        }
        return null;
    }

    private static Endpoint endpoint(long high, long low, int port) {
        return new Endpoint(IpText.format6(high, low), port);
    }

    private static Endpoint endpoint(int address, int port) {
        return new Endpoint(IpText.format4(address), port);
    }
}
