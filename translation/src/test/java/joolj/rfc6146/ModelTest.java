// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import joolj.address.L4Protocol;
import joolj.translation.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the tables with plain collections under random packets and random time. */
class ModelTest {
    private static final int POOL = address("203.0.113.5");
    private static final int POOL_PORTS = 40;
    private static final int STEPS = 20_000;
    private static final Map<String, TcpTable.Row> TCP = TcpTable.index();

    private final FakeRoutes routes = new FakeRoutes();
    private final RecordingObserver observer = new RecordingObserver();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agreesWithPlainCollections(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean filtering = random.nextBoolean();
        boolean shorten = random.nextBoolean();
        StateSettings settings = new StateSettings(
                filtering,
                random.nextInt(4) == 0,
                shorten,
                random.nextInt(16),
                90_000,
                30_000,
                40_000,
                20_000,
                3,
                25,
                60);
        Pool4 pool = Pool4.EMPTY;
        for (L4Protocol protocol : L4Protocol.values()) {
            pool = pool.add(0, protocol, POOL, 32, 100, 99 + POOL_PORTS, Pool4.UNCHANGED);
        }
        Nat64State state = new Nat64State(settings, pool, Packets.SECRET);
        Model model = new Model(settings);
        long now = random.nextInt(1_000_000);
        for (int step = 0; step < STEPS; step++) {
            String where = "seed " + seed + " step " + step;
            now += random.nextInt(10) < 9 ? random.nextInt(300) : random.nextInt(15_000);
            if (random.nextInt(12) == 0) {
                assertEquals(model.expire(now), state.expire(now, Integer.MAX_VALUE, observer), where);
                assertEquals(model.takeEvents(), new TreeSet<>(observer.take()), where);
            } else if (random.nextInt(400) == 0) {
                addStatic(state, model, random, where);
            } else if (random.nextInt(300) == 0) {
                int port = 100 + random.nextInt(POOL_PORTS);
                L4Protocol protocol = L4Protocol.values()[random.nextInt(3)];
                assertEquals(model.remove(protocol, port), state.bibControl().remove4(protocol, POOL, port), where);
            } else {
                packet(state, model, random, now, where);
            }
            if (step % 500 == 0) {
                compare(state, model, now, where);
            }
        }
    }

    private void addStatic(Nat64State state, Model model, SplittableRandom random, String where) {
        L4Protocol protocol = L4Protocol.values()[random.nextInt(3)];
        int node = random.nextInt(12);
        int port = 100 + random.nextInt(POOL_PORTS);
        BibAddition addition = state.bibControl().addStatic(protocol, Packets.NODE6_HIGH, node, 7, POOL, port, routes);
        assertEquals(model.addStatic(protocol, node, port), addition.result(), where);
    }

    private void packet(Nat64State state, Model model, SplittableRandom random, long now, String where) {
        L4Protocol protocol = L4Protocol.values()[random.nextInt(3)];
        int remote4 = 1000 + random.nextInt(3);
        int remotePort = 50 + random.nextInt(3);
        String flags = new String[] {"", "S", "F", "R"}[random.nextInt(4)];
        if (random.nextBoolean()) {
            int node = random.nextInt(12);
            Flow flow = Packets.flags(Packets.from6(protocol, node, 7, remote4, remotePort), flags);
            boolean error = random.nextInt(20) == 0;
            Reason reason = error ? state.outboundError(flow, routes, now) : state.outbound(flow, routes, now);
            assertEquals(model.outbound(flow, flags, error, now, reason), reason, where);
        } else {
            int port = 100 + random.nextInt(POOL_PORTS);
            Flow flow = Packets.flags(Packets.from4(protocol, remote4, remotePort, POOL, port), flags);
            boolean error = random.nextInt(20) == 0;
            Reason reason = error ? state.inboundError(flow, routes, now) : state.inbound(flow, routes, now);
            assertEquals(model.inbound(flow, flags, error, now), reason, where);
            if (reason == null) {
                assertEquals(model.node(protocol, port), flow.remote6Low, where);
            }
        }
    }

    private static void compare(Nat64State state, Model model, long now, String where) {
        long bibs = 0;
        long sessions = 0;
        for (L4Protocol protocol : L4Protocol.values()) {
            List<String> bibRows = new ArrayList<>();
            for (BibRow row : state.bibs(protocol).next(1_000)) {
                bibRows.add(row.local4Port() + " " + row.remote6Low() + " " + row.isStatic());
            }
            assertEquals(model.bibRows(protocol), bibRows, where);
            List<String> sessionRows = new ArrayList<>();
            for (SessionRow row : state.sessions(protocol).next(1_000, now)) {
                sessionRows.add(row.local4Port() + " " + row.remote4() + " " + row.remote4Port() + " " + row.state()
                        + " " + row.expiresIn());
            }
            assertEquals(model.sessionRows(protocol, now), sessionRows, where);
            bibs += bibRows.size();
            sessions += sessionRows.size();
        }
        assertEquals(bibs, state.bibCount(), where);
        assertEquals(sessions, state.sessionCount(), where);
    }

    /** A session: the TCP state, its timer's name and when it was restarted. */
    private static final class Session {
        TcpState state;
        String timer;
        long last;
        boolean storesSyn;
    }

    /** A BIB entry; sessions by IPv4 address and port. */
    private static final class Bib {
        final int node;
        final int port;
        boolean isStatic;
        final TreeMap<Integer, Session> sessions = new TreeMap<>();

        Bib(int node, int port) {
            this.node = node;
            this.port = port;
        }
    }

    /** RFC 6146 § 3.5 as plainly as it can be written. */
    private static final class Model {
        private final StateSettings settings;
        private final List<TreeMap<Integer, Bib>> tables = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        /** SYNs without entry, by remote transport address and pool4 port; when they were kept. */
        private final TreeMap<String, Long> syns = new TreeMap<>();

        private final long[] nextSweep = {-1, -1, -1};
        private final Set<String> events = new HashSet<>();

        Model(StateSettings settings) {
            this.settings = settings;
        }

        private void starts(L4Protocol protocol, long now) {
            if (nextSweep[protocol.ordinal()] < 0) {
                nextSweep[protocol.ordinal()] = now + 2_000;
            }
        }

        private Map<Integer, Bib> table(L4Protocol protocol) {
            return tables.get(protocol.ordinal());
        }

        private Bib byNode(L4Protocol protocol, long node) {
            for (Bib bib : table(protocol).values()) {
                if (bib.node == node) {
                    return bib;
                }
            }
            return null;
        }

        long node(L4Protocol protocol, int port) {
            return table(protocol).get(port).node;
        }

        private int sessions(L4Protocol protocol) {
            int count = 0;
            for (Bib bib : table(protocol).values()) {
                count += bib.sessions.size();
            }
            return count;
        }

        private int stored() {
            int count = syns.size();
            for (Bib bib : table(L4Protocol.TCP).values()) {
                for (Session session : bib.sessions.values()) {
                    count += session.storesSyn ? 1 : 0;
                }
            }
            return count;
        }

        private static int key(Bib bib, Flow flow) {
            return flow.remote4 * 1_000 + (flow.protocol == L4Protocol.ICMP ? bib.port : flow.remote4Port);
        }

        private static String timerOf(L4Protocol protocol) {
            return protocol.name();
        }

        private void add(Bib bib, Flow flow, TcpState state, String timer, long now) {
            Session session = new Session();
            session.state = state;
            session.timer = timer;
            session.last = now;
            bib.sessions.put(key(bib, flow), session);
        }

        /** The pool4 port is the real one's choice; it must have been free. */
        private Bib create(Flow flow) {
            assertTrue(!table(flow.protocol).containsKey(flow.local4Port), "port in use " + flow.local4Port);
            assertTrue(flow.local4 == POOL && flow.local4Port >= 100 && flow.local4Port < 100 + POOL_PORTS);
            Bib bib = new Bib((int) flow.remote6Low, flow.local4Port);
            table(flow.protocol).put(flow.local4Port, bib);
            return bib;
        }

        private String synKey(Flow flow, int port) {
            return flow.remote4 + " " + flow.remote4Port + " " + port;
        }

        Reason outbound(Flow flow, String flags, boolean error, long now, Reason actual) {
            Bib bib = byNode(flow.protocol, flow.remote6Low);
            if (error) {
                return bib == null ? Reason.SESSION_NOT_FOUND : null;
            }
            starts(flow.protocol, now);
            boolean tcp = flow.protocol == L4Protocol.TCP;
            if (bib == null) {
                if (tcp && !flags.equals("S")) {
                    return Reason.SYN6_EXPECTED;
                }
                boolean full = sessions(flow.protocol) >= settings.maximumSessions()
                        || table(flow.protocol).size() >= settings.maximumBibEntries();
                if (full) {
                    return Reason.ENOMEM;
                }
                if (actual != null) {
                    return null;
                }
                return open(flow, now);
            }
            Session session = bib.sessions.get(key(bib, flow));
            if (session != null) {
                step(session, flow, "6" + flags, now);
                return null;
            }
            if (tcp && !flags.equals("S")) {
                return null;
            }
            if (sessions(flow.protocol) >= settings.maximumSessions()) {
                return Reason.ENOMEM;
            }
            add(bib, flow, tcp ? TcpState.V6_INIT : null, tcp ? "TRANSITORY" : timerOf(flow.protocol), now);
            return null;
        }

        private Reason open(Flow flow, long now) {
            if (flow.protocol != L4Protocol.TCP) {
                add(create(flow), flow, null, timerOf(flow.protocol), now);
                return null;
            }
            boolean waits = false;
            for (int port = 100; port < 100 + POOL_PORTS; port++) {
                waits |= syns.containsKey(synKey(flow, port))
                        && !table(flow.protocol).containsKey(port);
            }
            Bib bib = create(flow);
            if (waits) {
                assertTrue(syns.remove(synKey(flow, flow.local4Port)) != null, "not the port of the SYN that waits");
            }
            add(bib, flow, waits ? TcpState.ESTABLISHED : TcpState.V6_INIT, waits ? "ESTABLISHED" : "TRANSITORY", now);
            return null;
        }

        private void step(Session session, Flow flow, String segment, long now) {
            if (flow.protocol != L4Protocol.TCP) {
                session.last = now;
                return;
            }
            TcpTable.Row row = TCP.get(session.state + " " + segment);
            String timer = settings.handleRstDuringFinRcv() ? row.shortenedTimer() : row.timer();
            if (row.next() != session.state) {
                session.storesSyn = false;
            }
            session.state = row.next();
            if (!timer.equals("KEEP")) {
                session.timer = timer;
                session.last = now;
            }
        }

        Reason inbound(Flow flow, String flags, boolean error, long now) {
            Bib bib = table(flow.protocol).get(flow.local4Port);
            if (error) {
                return bib == null ? Reason.SESSION_NOT_FOUND : null;
            }
            starts(flow.protocol, now);
            Session session = bib == null ? null : bib.sessions.get(key(bib, flow));
            if (session != null) {
                if (session.storesSyn) {
                    return Reason.SO_EXISTS;
                }
                step(session, flow, "4" + flags, now);
                return null;
            }
            return flow.protocol == L4Protocol.TCP ? inboundTcp(bib, flow, flags, now) : inboundOther(bib, flow, now);
        }

        private Reason inboundOther(Bib bib, Flow flow, long now) {
            if (bib == null) {
                return Reason.BIB4_NOT_FOUND;
            }
            boolean known = false;
            for (int key : bib.sessions.keySet()) {
                known |= key / 1_000 == flow.remote4;
            }
            if (settings.addressDependentFiltering() && !known) {
                return Reason.ADF;
            }
            if (sessions(flow.protocol) >= settings.maximumSessions()) {
                return Reason.ENOMEM;
            }
            add(bib, flow, null, timerOf(flow.protocol), now);
            return null;
        }

        private Reason inboundTcp(Bib bib, Flow flow, String flags, long now) {
            if (!flags.equals("S")) {
                return bib == null ? Reason.SYN4_EXPECTED : null;
            }
            if (settings.dropExternallyInitiatedTcp()) {
                return Reason.V4_SYN;
            }
            boolean full = sessions(flow.protocol) >= settings.maximumSessions();
            if (bib != null && full) {
                return Reason.ENOMEM;
            }
            if (bib != null && !settings.addressDependentFiltering()) {
                add(bib, flow, TcpState.V4_INIT, "TRANSITORY", now);
                return null;
            }
            if (syns.containsKey(synKey(flow, flow.local4Port))) {
                return Reason.SO_EXISTS;
            }
            if (stored() >= settings.maximumSimultaneousOpens()) {
                return Reason.SO_FULL;
            }
            if (bib == null) {
                syns.put(synKey(flow, flow.local4Port), now);
                return Reason.TYPE1PKT;
            }
            add(bib, flow, TcpState.V4_INIT, "INCOMING", now);
            bib.sessions.get(key(bib, flow)).storesSyn = true;
            return Reason.TYPE2PKT;
        }

        BibAddition.Result addStatic(L4Protocol protocol, int node, int port) {
            Bib byNode = byNode(protocol, node);
            Bib byPort = table(protocol).get(port);
            if (byNode != byPort) {
                return BibAddition.Result.COLLISION;
            }
            if (byNode == null && table(protocol).size() >= settings.maximumBibEntries()) {
                return BibAddition.Result.FULL;
            }
            Bib bib = byNode == null ? new Bib(node, port) : byNode;
            bib.isStatic = true;
            table(protocol).put(port, bib);
            if (protocol == L4Protocol.TCP) {
                syns.keySet().removeIf(key -> key.endsWith(" " + port));
            }
            return BibAddition.Result.ADDED;
        }

        boolean remove(L4Protocol protocol, int port) {
            return table(protocol).remove(port) != null;
        }

        private long timeout(String timer) {
            return switch (timer) {
                case "ESTABLISHED" -> settings.tcpEstTimeout();
                case "TRANSITORY" -> settings.tcpTransTimeout();
                case "INCOMING" -> 6_000;
                case "UDP" -> settings.udpTimeout();
                default -> settings.icmpTimeout();
            };
        }

        int expire(long now) {
            int work = 0;
            for (L4Protocol protocol : L4Protocol.values()) {
                starts(protocol, now);
                if (nextSweep[protocol.ordinal()] <= now) {
                    nextSweep[protocol.ordinal()] = now + 2_000;
                    work += expire(protocol, now);
                }
            }
            return work;
        }

        private int expire(L4Protocol protocol, long now) {
            int work = 0;
            for (Bib bib : new ArrayList<>(table(protocol).values())) {
                for (int key : new ArrayList<>(bib.sessions.keySet())) {
                    Session session = bib.sessions.get(key);
                    if (now - session.last < timeout(session.timer)) {
                        continue;
                    }
                    work++;
                    if (session.timer.equals("ESTABLISHED") && session.state == TcpState.ESTABLISHED) {
                        session.state = TcpState.TRANS;
                        session.timer = "TRANSITORY";
                        session.last = now;
                        events.add(
                                "probe TCP " + Integer.toHexString(bib.node) + "#7 " + Integer.toHexString(key / 1000)
                                        + "#" + key % 1000 + " " + Integer.toHexString(POOL) + "#" + bib.port + " "
                                        + Integer.toHexString(key / 1000) + "#" + key % 1000);
                        continue;
                    }
                    if (session.storesSyn) {
                        events.add(answer(key / 1000, key % 1000));
                    }
                    bib.sessions.remove(key);
                }
                if (bib.sessions.isEmpty() && !bib.isStatic) {
                    table(protocol).remove(bib.port);
                }
            }
            return protocol == L4Protocol.TCP ? work + expireSyns(now) : work;
        }

        private int expireSyns(long now) {
            int work = 0;
            for (String key : new ArrayList<>(syns.keySet())) {
                if (now - syns.get(key) >= 6_000) {
                    String[] parts = key.split(" ", -1);
                    events.add(answer(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
                    syns.remove(key);
                    work++;
                }
            }
            return work;
        }

        private static String answer(int remote4, int remote4Port) {
            return "syn expired " + Integer.toHexString(remote4) + "#" + remote4Port + " octets 0 sum 0";
        }

        Set<String> takeEvents() {
            TreeSet<String> taken = new TreeSet<>(events);
            events.clear();
            return taken;
        }

        List<String> bibRows(L4Protocol protocol) {
            List<String> rows = new ArrayList<>();
            for (Bib bib : table(protocol).values()) {
                rows.add(bib.port + " " + bib.node + " " + bib.isStatic);
            }
            return rows;
        }

        List<String> sessionRows(L4Protocol protocol, long now) {
            List<String> rows = new ArrayList<>();
            for (Bib bib : table(protocol).values()) {
                bib.sessions.forEach((key, session) -> rows.add(bib.port + " " + key / 1000 + " " + key % 1000 + " "
                        + session.state + " " + Math.max(0, session.last + timeout(session.timer) - now)));
            }
            return rows;
        }
    }
}
