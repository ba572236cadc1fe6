// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import joolj.address.L4Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the two tables with maps under random insertions, searches, updates, expiry and removals. */
class TablesModelTest {
    private static final int STEPS = 60_000;
    private static final int NODES = 3_000;
    private static final int REMOTES = 4;
    private static final int REMOTE_PORTS = 3;
    private static final SessionTimer[] TIMERS = SessionTimer.values();

    /** A session as the model knows it. */
    private static final class Session {
        final int record;
        final Bib bib;
        final int remote4;
        final int remote4Port;
        SessionTimer timer;
        long updated;

        Session(int record, Bib bib, int remote4, int remote4Port, SessionTimer timer, long updated) {
            this.record = record;
            this.bib = bib;
            this.remote4 = remote4;
            this.remote4Port = remote4Port;
            this.timer = timer;
            this.updated = updated;
        }
    }

    /** A BIB entry as the model knows it: node N is masked by a transport address made of N. */
    private static final class Bib {
        final int record;
        final int node;
        final Map<String, Session> sessions = new HashMap<>();

        Bib(int record, int node) {
            this.record = record;
            this.node = node;
        }

        boolean hasContact(int remote4) {
            return sessions.values().stream().anyMatch(session -> session.remote4 == remote4);
        }
    }

    private final Flow flow = new Flow();
    private final Map<Integer, Bib> bibs = new HashMap<>();
    private final List<Session> all = new ArrayList<>();

    private L4Protocol protocol;
    private BibTable bibTable;
    private SessionTable sessionTable;
    private SplittableRandom random;
    private long now;

    private static int local4(int node) {
        return 0xc000_0000 + node / 100;
    }

    private static int local4Port(int node) {
        return 0xff00 + node % 100;
    }

    private static long high(int node) {
        return 0x2001_0db8L << 32 | node % 7;
    }

    private static int port(int node) {
        return node % 11;
    }

    private String key(int remote4, int remote4Port) {
        return protocol == L4Protocol.ICMP ? "" + remote4 : remote4 + " " + remote4Port;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theTablesAgreeWithMaps(long seed) {
        random = new SplittableRandom(seed);
        protocol = L4Protocol.values()[(int) (seed % 3)];
        KeyedHash hash = KeyedHash.of(Packets.SECRET, (int) seed);
        bibTable = new BibTable(hash);
        sessionTable = new SessionTable(protocol, bibTable, hash);
        // Times before 0 and about the limits of 32 bits are times like others.
        now = new long[] {0, -5_000, 1L << 31, 1L << 32, Long.MAX_VALUE / 4, 1_000_000}[(int) (seed % 6)];
        for (int step = 0; step < STEPS; step++) {
            String where = "seed " + seed + " step " + step;
            now += random.nextInt(20);
            // Growing and shrinking take turns.
            boolean grows = step / 15_000 % 2 == 0;
            int choice = random.nextInt(10);
            if (choice < (grows ? 6 : 2)) {
                add(where);
            } else if (choice < 8) {
                search(where);
            } else if (choice < 9 && !all.isEmpty()) {
                touch();
            } else if (random.nextInt(200) == 0) {
                expire(20_000 + random.nextInt(100_000), where);
            } else if (!grows && !all.isEmpty()) {
                remove(all.get(random.nextInt(all.size())));
            }
            assertEquals(all.size(), sessionTable.count(), where);
            assertEquals(bibs.size(), bibTable.count(), where);
        }
        checkAll("seed " + seed);
        expire(-1, "seed " + seed);
        assertEquals(0, sessionTable.count());
        assertEquals(0, bibTable.count());
        assertTrue(sessionTable.limit() > 4_000, "the table was to grow, but its limit is " + sessionTable.limit());
    }

    private void add(String where) {
        int node = random.nextInt(NODES);
        Bib bib = bibs.get(node);
        if (bib == null) {
            assertTrue(bibTable.hasRoom(true));
            int record = bibTable.add(high(node), node, port(node), local4(node), local4Port(node));
            bib = new Bib(record, node);
            bibs.put(node, bib);
        }
        int remote4 = random.nextInt(REMOTES);
        int remote4Port = protocol == L4Protocol.ICMP ? local4Port(node) : random.nextInt(REMOTE_PORTS);
        if (bib.sessions.containsKey(key(remote4, remote4Port))) {
            return;
        }
        SessionTimer timer = TIMERS[random.nextInt(TIMERS.length)];
        flow.remote4 = remote4;
        flow.local6High = -node;
        flow.local6Low = remote4;
        assertTrue(sessionTable.hasRoom(true));
        int record = sessionTable.add(bib.record, flow, remote4Port, TcpState.V6_INIT, timer, now);
        assertTrue(sessionTable.isLive(record), where);
        Session session = new Session(record, bib, remote4, remote4Port, timer, now);
        bib.sessions.put(key(remote4, remote4Port), session);
        all.add(session);
    }

    private void search(String where) {
        int node = random.nextInt(NODES);
        Bib bib = bibs.get(node);
        int expected = bib == null ? BibTable.NONE : bib.record;
        assertEquals(expected, bibTable.find6(high(node), node, port(node)), where);
        assertEquals(expected, bibTable.find4(local4(node), local4Port(node)), where);
        assertEquals(BibTable.NONE, bibTable.find6(high(node), node, port(node) + 1), where);
        int remote4 = random.nextInt(REMOTES);
        int remote4Port = random.nextInt(REMOTE_PORTS);
        Session session = bib == null ? null : bib.sessions.get(key(remote4, remote4Port));
        int record = session == null ? SessionTable.NONE : session.record;
        flow.remote6High = high(node);
        flow.remote6Low = node;
        flow.remote6Port = port(node);
        flow.remote4 = remote4;
        flow.remote4Port = remote4Port;
        assertEquals(record, sessionTable.find6(flow), where);
        assertEquals(record, sessionTable.find4(local4(node), local4Port(node), remote4, remote4Port), where);
        if (bib != null) {
            assertEquals(bib.hasContact(remote4), sessionTable.hasContact(bib.record, remote4), where);
            check(session);
        }
    }

    private void check(Session session) {
        if (session == null) {
            return;
        }
        int record = session.record;
        int node = session.bib.node;
        assertEquals(session.bib.record, sessionTable.bib(record));
        assertEquals(high(node), sessionTable.remote6High(record));
        assertEquals(node, sessionTable.remote6Low(record));
        assertEquals(port(node), sessionTable.remote6Port(record));
        assertEquals(-node, sessionTable.local6High(record));
        assertEquals(session.remote4, sessionTable.local6Low(record));
        assertEquals(local4(node), sessionTable.local4(record));
        assertEquals(local4Port(node), sessionTable.local4Port(record));
        assertEquals(session.remote4, sessionTable.remote4(record));
        assertEquals(session.remote4Port, sessionTable.remote4Port(record));
        assertEquals(session.timer, sessionTable.timer(record));
        assertEquals(session.updated, sessionTable.lastUpdate(record));
        assertEquals(TcpState.V6_INIT, sessionTable.state(record));
    }

    private void touch() {
        Session session = all.get(random.nextInt(all.size()));
        session.timer = random.nextInt(4) == 0 ? TIMERS[random.nextInt(TIMERS.length)] : session.timer;
        session.updated = now;
        sessionTable.update(session.record, session.timer, now);
    }

    private void remove(Session session) {
        sessionTable.remove(session.record);
        all.remove(session);
        Bib bib = session.bib;
        bib.sessions.remove(key(session.remote4, session.remote4Port));
        if (bib.sessions.isEmpty()) {
            assertEquals(SessionTable.NONE, bibTable.firstSession(bib.record));
            bibTable.remove(bib.record);
            bibs.remove(bib.node);
        } else {
            assertNotEquals(SessionTable.NONE, bibTable.firstSession(bib.record));
        }
    }

    /** Ends what was last updated so long ago, to the millisecond, and looks at what is left only now and then. */
    private void expire(long timeout, String where) {
        Map<Integer, Session> byRecord = new HashMap<>();
        Set<Integer> due = new HashSet<>();
        for (Session session : all) {
            byRecord.put(session.record, session);
            if (now - session.updated >= timeout) {
                due.add(session.record);
            }
        }
        sessionTable.startSearch();
        for (SessionTimer timer : TIMERS) {
            do {
                int record = sessionTable.overdue(timer, now, timeout);
                while (record != SessionTable.NONE) {
                    assertTrue(due.remove(record), where);
                    assertEquals(timer, sessionTable.timer(record), where);
                    remove(byRecord.get(record));
                    record = sessionTable.overdue(timer, now, timeout);
                }
            } while (sessionTable.isSearching(timer));
        }
        assertEquals(Set.of(), due, where);
    }

    private void checkAll(String where) {
        Set<Integer> live = new HashSet<>();
        for (int record = 0; record < sessionTable.limit(); record++) {
            if (sessionTable.isLive(record)) {
                live.add(record);
            }
        }
        assertEquals(all.size(), live.size(), where);
        for (Session session : all) {
            assertTrue(live.contains(session.record), where);
            check(session);
        }
    }
}
