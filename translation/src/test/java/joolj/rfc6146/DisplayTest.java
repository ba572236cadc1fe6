// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static joolj.rfc6146.Packets.from4;
import static joolj.rfc6146.Packets.from6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import joolj.address.L4Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayTest {
    private static final int POOL = address("203.0.113.0");

    private final FakeRoutes routes = new FakeRoutes();
    private final Nat64State state = new Nat64State(
            StateSettings.DEFAULT,
            Pool4.EMPTY
                    .add(0, L4Protocol.UDP, POOL, 28, 1, 65535, Pool4.UNCHANGED)
                    .add(0, L4Protocol.UDP, address("10.0.0.1"), 32, 1, 65535, Pool4.UNCHANGED),
            Packets.SECRET);

    private List<BibRow> bibs(int page) {
        List<BibRow> rows = new ArrayList<>();
        BibReader reader = state.bibs(L4Protocol.UDP);
        for (List<BibRow> next = reader.next(page); !next.isEmpty(); next = reader.next(page)) {
            assertTrue(next.size() <= page);
            rows.addAll(next);
        }
        return rows;
    }

    private List<SessionRow> sessions(int page, long now) {
        List<SessionRow> rows = new ArrayList<>();
        SessionReader reader = state.sessions(L4Protocol.UDP);
        for (List<SessionRow> next = reader.next(page, now); !next.isEmpty(); next = reader.next(page, now)) {
            assertTrue(next.size() <= page);
            rows.addAll(next);
        }
        return rows;
    }

    private static long key(int address, int port) {
        return (address & 0xffff_ffffL) << 16 | port;
    }

    @Test
    void rowsAscendByPool4ThenByTheIpv4NodesAddress() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 3_000; i++) {
            assertNull(state.outbound(
                    from6(L4Protocol.UDP, random.nextInt(500), 9, random.nextInt(), random.nextInt(65536)), routes, 0));
        }

        List<BibRow> bibs = bibs(64);
        List<SessionRow> sessions = sessions(100, 0);

        assertEquals(state.bibCount(), bibs.size());
        assertEquals(state.sessionCount(), sessions.size());
        for (int i = 1; i < bibs.size(); i++) {
            BibRow a = bibs.get(i - 1);
            BibRow b = bibs.get(i);
            assertTrue(key(a.local4(), a.local4Port()) < key(b.local4(), b.local4Port()));
        }
        for (int i = 1; i < sessions.size(); i++) {
            SessionRow a = sessions.get(i - 1);
            SessionRow b = sessions.get(i);
            long order = key(a.local4(), a.local4Port()) - key(b.local4(), b.local4Port());
            assertTrue(
                    order < 0 || (order == 0 && key(a.remote4(), a.remote4Port()) < key(b.remote4(), b.remote4Port())));
        }
    }

    @Test
    void aRowHasAllOfItsSession() {
        assertNull(state.outbound(from6(L4Protocol.UDP, 7, 9, 0x01020304, 53), routes, 1_000));

        SessionRow row = sessions(10, 2_000).get(0);
        BibRow bib = bibs(10).get(0);

        assertEquals(
                new SessionRow(
                        L4Protocol.UDP,
                        Packets.NODE6_HIGH,
                        7,
                        9,
                        Packets.POOL6_HIGH,
                        0x01020304,
                        53,
                        bib.local4(),
                        bib.local4Port(),
                        0x01020304,
                        53,
                        null,
                        299_000),
                row);
        assertEquals(new BibRow(L4Protocol.UDP, Packets.NODE6_HIGH, 7, 9, row.local4(), row.local4Port(), false), bib);
        assertEquals(0, sessions(10, 1_000_000).get(0).expiresIn());
    }

    @Test
    void icmpRowsShowEachFamilysIdentifierOnBothSides() {
        Nat64State icmp = new Nat64State(
                StateSettings.DEFAULT,
                Pool4.EMPTY.add(0, L4Protocol.ICMP, POOL, 32, 62662, 62662, Pool4.UNCHANGED),
                Packets.SECRET);
        assertNull(icmp.outbound(from6(L4Protocol.ICMP, 8, 4660, 0x01020304, 0), routes, 0));

        SessionRow row = icmp.sessions(L4Protocol.ICMP).next(10, 0).get(0);

        assertEquals(62662, row.local4Port());
        assertEquals(62662, row.remote4Port());
        assertEquals(4660, row.remote6Port());
        assertEquals(4660, row.local6Port());
    }

    @Test
    void icmpRowsThatAnIpv4PacketMadeShowThePool4IdentifierOnThreeSides() {
        Nat64State icmp = new Nat64State(
                StateSettings.DEFAULT,
                Pool4.EMPTY.add(0, L4Protocol.ICMP, POOL, 32, 62662, 62662, Pool4.UNCHANGED),
                Packets.SECRET);
        icmp.bibControl().addStatic(L4Protocol.ICMP, Packets.NODE6_HIGH, 8, 4660, POOL, 62662, routes);
        assertNull(icmp.inbound(from4(L4Protocol.ICMP, 0x01020304, 62662, POOL, 62662), routes, 0));
        assertNull(icmp.outbound(from6(L4Protocol.ICMP, 8, 4660, 0x01020304, 0), routes, 1));

        List<SessionRow> rows = icmp.sessions(L4Protocol.ICMP).next(10, 1);

        assertEquals(1, rows.size());
        assertEquals(4660, rows.get(0).remote6Port());
        assertEquals(62662, rows.get(0).local6Port());
        assertEquals(62662, rows.get(0).local4Port());
        assertEquals(62662, rows.get(0).remote4Port());
    }

    @Test
    void whatEndsWhileReadingIsLeftOut() {
        for (int node = 0; node < 100; node++) {
            assertNull(state.outbound(from6(L4Protocol.UDP, node, 9, 1, 1), routes, node < 50 ? 0 : 200_000));
        }
        BibReader bibs = state.bibs(L4Protocol.UDP);
        SessionReader sessions = state.sessions(L4Protocol.UDP);
        int seen = bibs.next(10).size();
        assertEquals(50, state.expire(300_000, 1_000, new RecordingObserver()));
        for (int node = 1_000; node < 1_020; node++) {
            assertNull(state.outbound(from6(L4Protocol.UDP, node, 9, 1, 1), routes, 300_000));
        }

        int shown = 0;
        for (List<BibRow> page = bibs.next(7); !page.isEmpty(); page = bibs.next(7)) {
            for (BibRow row : page) {
                assertTrue(row.remote6Low() >= 50, "node " + row.remote6Low());
            }
            shown += page.size();
        }
        List<SessionRow> rest = sessions.next(1_000, 300_000);

        assertEquals(10, seen);
        assertTrue(shown >= 40 && shown <= 70, "shown " + shown);
        assertTrue(rest.size() >= 50 && rest.size() <= 70, "shown " + rest.size());
        assertEquals(List.of(), sessions.next(1_000, 300_000));
    }

    @ParameterizedTest(name = "room for {0} of 2,000")
    @ValueSource(ints = {1, 7, 100, 1_999, 2_000, 2_001, 10_000})
    void theLeastKeysAreKeptInOrder(int room) {
        SplittableRandom random = new SplittableRandom(room);
        List<List<Long>> all = new ArrayList<>();
        SortKeys keys = new SortKeys(room, 0);
        for (int round = 0; round < 2; round++) {
            all.clear();
            keys.clear();
            for (int i = 0; i < 2_000; i++) {
                long first = random.nextInt(40);
                long second = random.nextInt(40);
                all.add(List.of(first, second));
                keys.offer(first, second);
            }
        }

        keys.sort();

        all.sort(Comparator.<List<Long>>comparingLong(pair -> pair.get(0)).thenComparingLong(pair -> pair.get(1)));
        assertEquals(Math.min(room, 2_000), keys.size());
        assertEquals(room <= 2_000, keys.isFull());
        for (int i = 0; i < keys.size(); i++) {
            assertEquals(all.get(i), List.of(keys.first(i), keys.second(i)));
            assertEquals(i > 0 && all.get(i).equals(all.get(i - 1)), keys.repeats(i));
        }
    }

    @ParameterizedTest(name = "room for {0} keys")
    @ValueSource(ints = {1, 10, 299, 300, 301})
    void manyPassesReadTheSameAsOne(int room) {
        SplittableRandom random = new SplittableRandom(room);
        while (state.sessionCount() < 300) {
            assertNull(state.outbound(
                    from6(L4Protocol.UDP, random.nextInt(100), 9, random.nextInt(3), random.nextInt(65536)),
                    routes,
                    0));
        }
        ProtocolTables tables = state.tables(L4Protocol.UDP);
        BibReader bibs = new BibReader(tables, room);
        SessionReader sessions = new SessionReader(tables, () -> StateSettings.DEFAULT, room);

        List<BibRow> bibRows = new ArrayList<>();
        for (List<BibRow> page = bibs.next(7); !page.isEmpty(); page = bibs.next(7)) {
            bibRows.addAll(page);
        }
        List<SessionRow> sessionRows = new ArrayList<>();
        for (List<SessionRow> page = sessions.next(7, 0); !page.isEmpty(); page = sessions.next(7, 0)) {
            sessionRows.addAll(page);
        }

        assertEquals(bibs(1_000), bibRows);
        assertEquals(sessions(1_000, 0), sessionRows);
        assertEquals(300, sessionRows.size());
    }

    @Test
    void whatComesAndGoesBetweenPassesIsShownAtMostOnceAndWhatStaysIsShown() {
        for (int node = 0; node < 1_000; node++) {
            assertNull(state.outbound(from6(L4Protocol.UDP, node, 9, 1, 1), routes, node < 500 ? 0 : 200_000));
        }
        BibReader bibs = new BibReader(state.tables(L4Protocol.UDP), 10);
        Set<Long> shown = new HashSet<>();
        long last = -1;
        int born = 1_000;
        for (List<BibRow> page = bibs.next(20); !page.isEmpty(); page = bibs.next(20)) {
            for (BibRow row : page) {
                assertTrue(last < key(row.local4(), row.local4Port()), "order");
                last = key(row.local4(), row.local4Port());
                shown.add(row.remote6Low());
            }
            if (born < 1_100) {
                assertNull(state.outbound(from6(L4Protocol.UDP, born++, 9, 1, 1), routes, 300_000));
                state.expire(300_000, 11, new RecordingObserver());
            }
        }

        for (long node = 500; node < 1_000; node++) {
            assertTrue(shown.contains(node), "node " + node);
        }
    }

    @Test
    void anEmptyTableHasNoRows() {
        assertEquals(List.of(), bibs(10));
        assertEquals(List.of(), sessions(10, 0));
        assertEquals(0, state.sessions(L4Protocol.TCP).next(1, 0).size());
        assertEquals(
                joolj.translation.Reason.BIB4_NOT_FOUND,
                state.inbound(from4(L4Protocol.UDP, 1, 1, POOL, 1), routes, 0));
    }
}
