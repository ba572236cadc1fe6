// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.NODE6_HIGH;
import static joolj.rfc6146.Packets.address;
import static joolj.rfc6146.Packets.from4;
import static joolj.rfc6146.Packets.from6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import joolj.address.L4Protocol;
import org.junit.jupiter.api.Test;

class StaticBibsTest {
    private static final L4Protocol UDP = L4Protocol.UDP;
    private static final int POOL = address("203.0.113.5");
    private static final int SERVER = address("198.51.100.2");
    private static final Pool4 POOL4 = Pool4.EMPTY.add(0, UDP, POOL, 32, 1, 1000, Pool4.UNCHANGED);

    private final FakeRoutes routes = new FakeRoutes();
    private final RecordingObserver observer = new RecordingObserver();
    private final Nat64State state = new Nat64State(StateSettings.DEFAULT, POOL4, Packets.SECRET);

    private static StaticBib entry(long node, int port, int local4Port) {
        return new StaticBib(UDP, NODE6_HIGH, node, port, POOL, local4Port);
    }

    private StaticBibs.Conflict replace(Pool4 pool4, StaticBib... wanted) {
        return new StaticBibs(state, List.of(wanted)).replace(pool4, routes);
    }

    private List<BibRow> rows() {
        return state.bibs(UDP).next(1000);
    }

    @Test
    void entriesAndPool4ComeTogether() {
        Pool4 other = POOL4.add(0, UDP, POOL, 32, 2000, 3000, Pool4.UNCHANGED);

        assertNull(replace(other, entry(1, 80, 443), entry(2, 80, 2500)));

        assertEquals(
                List.of(
                        new BibRow(UDP, NODE6_HIGH, 1, 80, POOL, 443, true),
                        new BibRow(UDP, NODE6_HIGH, 2, 80, POOL, 2500, true)),
                rows());
        assertEquals(true, state.inPool4(UDP, POOL, 2500, routes));
    }

    @Test
    void anEntryOutsideTheNewPool4ChangesNothing() {
        assertNull(replace(POOL4, entry(1, 80, 443)));
        Pool4 before = state.pool4();
        Pool4 smaller = Pool4.EMPTY.add(0, UDP, POOL, 32, 500, 600, Pool4.UNCHANGED);

        StaticBibs.Conflict conflict = replace(smaller, entry(3, 80, 550), entry(1, 80, 443));

        assertEquals(entry(1, 80, 443), conflict.entry());
        assertEquals(BibAddition.Result.NOT_IN_POOL4, conflict.addition().result());
        assertEquals(1, rows().size());
        assertSame(before, state.pool4());
    }

    @Test
    void aCollisionWithASessionsEntryChangesNothing() {
        Flow flow = from6(UDP, 1, 80, SERVER, 9);
        assertNull(state.outbound(flow, routes, 0));

        StaticBibs.Conflict conflict = replace(POOL4, entry(5, 5, 5), entry(2, 80, flow.local4Port));

        assertEquals(BibAddition.Result.COLLISION, conflict.addition().result());
        assertEquals(
                new BibRow(UDP, NODE6_HIGH, 1, 80, POOL, flow.local4Port, false),
                conflict.addition().other());
        assertEquals(1, rows().size());
        assertEquals(1, state.sessionCount());
    }

    @Test
    void anEntryThatIsNoLongerWantedEndsWithItsLastSession() {
        assertNull(replace(POOL4, entry(1, 80, 443), entry(2, 80, 444)));
        assertNull(state.inbound(from4(UDP, SERVER, 9, POOL, 443), routes, 0));

        assertNull(replace(POOL4));

        assertEquals(List.of(new BibRow(UDP, NODE6_HIGH, 1, 80, POOL, 443, false)), rows());
        assertNull(state.inbound(from4(UDP, SERVER, 9, POOL, 443), routes, 1));
        assertEquals(1, state.expire(400_000, 10, observer));
        assertEquals(0, state.bibCount());
    }

    @Test
    void anAddressCanBeGivenToSomebodyElse() {
        assertNull(replace(POOL4, entry(1, 80, 443)));
        assertNull(state.inbound(from4(UDP, SERVER, 9, POOL, 443), routes, 0));

        assertNull(replace(POOL4, entry(2, 80, 443)));

        assertEquals(List.of(new BibRow(UDP, NODE6_HIGH, 2, 80, POOL, 443, true)), rows());
        assertEquals(0, state.sessionCount());
    }

    @Test
    void theStaticEntriesAreThoseOfTheLastListThatWasAccepted() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<StaticBib> expected = List.of();
        for (int round = 0; round < 300; round++) {
            List<StaticBib> wanted = new ArrayList<>();
            TreeSet<Integer> nodes = new TreeSet<>();
            TreeSet<Integer> ports = new TreeSet<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                int node = random.nextInt(8);
                int port = 1 + random.nextInt(8);
                if (nodes.add(node) && ports.add(port)) {
                    wanted.add(entry(node, 80, port));
                }
            }
            if (random.nextInt(3) == 0) {
                Flow flow = from6(UDP, random.nextInt(8), 80, SERVER, random.nextInt(3));
                assertNull(state.outbound(flow, routes, round));
            }
            if (new StaticBibs(state, wanted).replace(POOL4, routes) == null) {
                expected = wanted;
            }
            List<Integer> statics = rows().stream()
                    .filter(BibRow::isStatic)
                    .map(BibRow::local4Port)
                    .toList();
            assertEquals(
                    expected.stream().map(StaticBib::local4Port).sorted().toList(), statics, "seed " + seed);
        }
    }
}
