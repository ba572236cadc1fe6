// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.NODE6_HIGH;
import static joolj.rfc6146.Packets.address;
import static joolj.rfc6146.Packets.from4;
import static joolj.rfc6146.Packets.from6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import joolj.address.L4Protocol;
import joolj.translation.Reason;
import org.junit.jupiter.api.Test;

class BibControlTest {
    private static final L4Protocol UDP = L4Protocol.UDP;
    private static final int POOL = address("203.0.113.5");
    private static final int SERVER = address("198.51.100.2");

    private final FakeRoutes routes = new FakeRoutes();
    private final RecordingObserver observer = new RecordingObserver();
    private final Nat64State state = new Nat64State(
            StateSettings.DEFAULT, Pool4.EMPTY.add(0, UDP, POOL, 32, 1, 1000, Pool4.UNCHANGED), Packets.SECRET);
    private final BibControl control = state.bibControl();

    private BibAddition add(long node, int port, int local4, int local4Port) {
        return control.addStatic(UDP, NODE6_HIGH, node, port, local4, local4Port, routes);
    }

    @Test
    void aStaticEntryLetsIpv4InAndOutlivesItsSessions() {
        assertEquals(new BibAddition(BibAddition.Result.ADDED, null), add(1, 80, POOL, 443));

        Flow flow = from4(UDP, SERVER, 9, POOL, 443);
        assertNull(state.inbound(flow, routes, 0));
        assertEquals(80, flow.remote6Port);
        assertEquals(1, state.expire(300_000, 10, observer));

        assertEquals(1, state.bibCount());
        assertTrue(state.bibs(UDP).next(10).get(0).isStatic());
    }

    @Test
    void aDynamicEntryBecomesStatic() {
        Flow flow = from6(UDP, 1, 80, SERVER, 9);
        assertNull(state.outbound(flow, routes, 0));

        assertEquals(BibAddition.Result.ADDED, add(1, 80, POOL, flow.local4Port).result());
        assertEquals(BibAddition.Result.ADDED, add(1, 80, POOL, flow.local4Port).result());
        assertEquals(1, state.expire(300_000, 10, observer));

        assertEquals(1, state.bibCount());
    }

    @Test
    void eitherTransportAddressMayCollide() {
        add(1, 80, POOL, 443);

        BibAddition by4 = add(2, 80, POOL, 443);
        BibAddition by6 = add(1, 80, POOL, 444);

        BibRow existing = new BibRow(UDP, NODE6_HIGH, 1, 80, POOL, 443, true);
        assertEquals(new BibAddition(BibAddition.Result.COLLISION, existing), by4);
        assertEquals(new BibAddition(BibAddition.Result.COLLISION, existing), by6);
        assertEquals(1, state.bibCount());
    }

    @Test
    void anEntryMustBeInPool4AndTheTableMustHaveRoom() {
        assertEquals(BibAddition.Result.NOT_IN_POOL4, add(1, 80, POOL, 1001).result());
        assertEquals(BibAddition.Result.NOT_IN_POOL4, add(1, 80, SERVER, 443).result());
        state.settings(new StateSettings(false, false, false, 11, 1, 1, 1, 1, 1, 1, 1));
        add(1, 80, POOL, 443);

        assertEquals(BibAddition.Result.FULL, add(2, 80, POOL, 444).result());

        state.pool4(Pool4.EMPTY);
        assertEquals(BibAddition.Result.NOT_IN_POOL4, add(2, 80, POOL, 444).result());
        assertEquals(
                BibAddition.Result.NOT_IN_POOL4,
                add(2, 80, FakeRoutes.SOURCE, 61000).result());
        assertEquals(
                BibAddition.Result.FULL, add(2, 80, FakeRoutes.SOURCE, 61001).result());
    }

    @Test
    void removalTakesTheSessionsAlong() {
        add(1, 80, POOL, 443);
        for (int i = 0; i < 1_000; i++) {
            assertNull(state.inbound(from4(UDP, SERVER + i, 9, POOL, 443), routes, 0));
        }
        Flow other = from6(UDP, 2, 80, SERVER, 9);
        assertNull(state.outbound(other, routes, 0));

        assertFalse(control.remove(UDP, NODE6_HIGH, 1, 80, POOL, 444));
        assertFalse(control.remove(UDP, NODE6_HIGH, 2, 80, POOL, 443));
        assertFalse(control.remove4(UDP, POOL, 999));
        assertFalse(control.remove6(UDP, NODE6_HIGH, 3, 80));
        assertFalse(control.remove6(L4Protocol.TCP, NODE6_HIGH, 1, 80));
        assertTrue(control.remove(UDP, NODE6_HIGH, 1, 80, POOL, 443));

        assertEquals(1, state.bibCount());
        assertEquals(1, state.sessionCount());
        assertTrue(control.remove4(UDP, POOL, other.local4Port));
        assertEquals(0, state.bibCount());
        assertEquals(0, state.sessionCount());
        assertEquals(Reason.BIB4_NOT_FOUND, state.inbound(from4(UDP, SERVER, 9, POOL, 443), routes, 0));
        add(1, 80, POOL, 443);
        assertTrue(control.remove6(UDP, NODE6_HIGH, 1, 80));
        assertEquals(0, state.bibCount());
    }

    @Test
    void theRemovalOfAPool4RangeEndsItsEntries() {
        for (int port = 1; port <= 1_000; port++) {
            add(port, 80, POOL, port);
        }
        assertNull(state.inbound(from4(UDP, SERVER, 9, POOL, 150), routes, 0));

        assertEquals(0, control.removeRange(UDP, SERVER, 32, 0, 65535));
        assertEquals(0, control.removeRange(L4Protocol.TCP, POOL, 32, 0, 65535));
        assertEquals(101, control.removeRange(UDP, POOL & -256, 24, 200, 100));

        assertEquals(899, state.bibCount());
        assertEquals(0, state.sessionCount());
        assertEquals(899, control.removeRange(UDP, 0, 0, 0, 65535));
    }

    @Test
    void aFlushEndsEverything() {
        for (int port = 1; port <= 700; port++) {
            add(port, 80, POOL, port);
        }
        state.pool4(Pool4.EMPTY);
        assertNull(state.outbound(from6(L4Protocol.ICMP, 1, 1, SERVER, 0), routes, 0));

        assertEquals(701, control.flush());

        assertEquals(0, state.bibCount());
        assertEquals(0, state.sessionCount());
    }

    @Test
    void anEntryOutsideAPool4IsFound() {
        add(1, 80, POOL, 443);
        add(2, 80, POOL, 999);

        assertNull(control.outside(state.pool4(), routes));
        Pool4 smaller = state.pool4().remove(0, UDP, POOL, 32, 900, 1000);
        assertEquals(new BibRow(UDP, NODE6_HIGH, 2, 80, POOL, 999, true), control.outside(smaller, routes));
        assertEquals(443, control.outside(Pool4.EMPTY, routes).local4Port());
    }
}
