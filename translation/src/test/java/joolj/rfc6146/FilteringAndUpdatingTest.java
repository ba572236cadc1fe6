// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static joolj.rfc6146.Packets.from4;
import static joolj.rfc6146.Packets.from6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import joolj.address.L4Protocol;
import joolj.translation.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6146 § 3.5.1 and § 3.5.3, through the door of {@link Nat64State}. */
class FilteringAndUpdatingTest {
    private static final int SERVER = address("198.51.100.2");
    private static final int STRANGER = address("198.51.100.77");
    private static final int POOL = address("203.0.113.5");

    private final FakeRoutes routes = new FakeRoutes();
    private final RecordingObserver observer = new RecordingObserver();

    private Nat64State state(boolean filtering, Pool4 pool4) {
        StateSettings d = StateSettings.DEFAULT;
        StateSettings settings = new StateSettings(
                filtering,
                false,
                false,
                d.fArgs(),
                d.tcpEstTimeout(),
                d.tcpTransTimeout(),
                d.udpTimeout(),
                d.icmpTimeout(),
                d.maximumSimultaneousOpens(),
                d.maximumBibEntries(),
                d.maximumSessions());
        return new Nat64State(settings, pool4, Packets.SECRET);
    }

    private static Pool4 pool(L4Protocol protocol, int firstPort, int lastPort) {
        return Pool4.EMPTY.add(0, protocol, POOL, 32, firstPort, lastPort, Pool4.UNCHANGED);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = L4Protocol.class,
            names = {"UDP", "ICMP"})
    void theFirstPacketMakesAnEntryAndASessionAndTheReplyFindsThem(L4Protocol protocol) {
        Nat64State state = state(false, pool(protocol, 5000, 5000));
        Flow query = from6(protocol, 1, 777, SERVER, 53);

        assertNull(state.outbound(query, routes, 0));

        assertEquals(POOL, query.local4);
        assertEquals(5000, query.local4Port);
        assertEquals(protocol == L4Protocol.ICMP ? 5000 : 53, query.remote4Port);
        assertEquals(1, state.bibCount());
        assertEquals(1, state.sessionCount());

        Flow reply = from4(protocol, SERVER, 53, POOL, 5000);
        assertNull(state.inbound(reply, routes, 1));

        assertEquals(Packets.NODE6_HIGH, reply.remote6High);
        assertEquals(1, reply.remote6Low);
        assertEquals(777, reply.remote6Port);
        assertEquals(protocol == L4Protocol.ICMP ? 777 : 53, reply.local6Port);
        assertEquals(1, state.sessionCount());
        assertEquals(0, routes.asked);
    }

    @Test
    void oneTransportAddressKeepsItsMaskWhateverTheDestination() {
        Nat64State state = state(false, pool(L4Protocol.UDP, 1, 65535));
        Flow first = from6(L4Protocol.UDP, 1, 777, SERVER, 53);
        Flow second = from6(L4Protocol.UDP, 1, 777, STRANGER, 123);
        Flow otherPort = from6(L4Protocol.UDP, 1, 778, SERVER, 53);

        assertNull(state.outbound(first, routes, 0));
        assertNull(state.outbound(second, routes, 0));
        assertNull(state.outbound(otherPort, routes, 0));

        assertEquals(first.local4Port, second.local4Port);
        assertNotEquals(first.local4Port, otherPort.local4Port);
        assertEquals(2, state.bibCount());
        assertEquals(3, state.sessionCount());
    }

    @Test
    void anInboundPacketWithoutEntryIsHandedBack() {
        Nat64State state = state(false, pool(L4Protocol.UDP, 5000, 5000));

        assertEquals(Reason.BIB4_NOT_FOUND, state.inbound(from4(L4Protocol.UDP, SERVER, 53, POOL, 5000), routes, 0));
        assertEquals(0, state.sessionCount());
    }

    @Test
    void withoutFilteringAStrangerMayUseTheEntry() {
        Nat64State state = state(false, pool(L4Protocol.UDP, 5000, 5000));
        assertNull(state.outbound(from6(L4Protocol.UDP, 1, 777, SERVER, 53), routes, 0));

        assertNull(state.inbound(from4(L4Protocol.UDP, STRANGER, 9, POOL, 5000), routes, 0));

        assertEquals(2, state.sessionCount());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = L4Protocol.class,
            names = {"UDP", "ICMP"})
    void withFilteringAnAddressMustBeKnownButNotItsPort(L4Protocol protocol) {
        Nat64State state = state(true, pool(protocol, 5000, 5000));
        assertNull(state.outbound(from6(protocol, 1, 777, SERVER, 53), routes, 0));

        assertEquals(Reason.ADF, state.inbound(from4(protocol, STRANGER, 53, POOL, 5000), routes, 0));
        assertNull(state.inbound(from4(protocol, SERVER, 54, POOL, 5000), routes, 0));
        assertNull(state.outbound(from6(protocol, 1, 777, STRANGER, 1), routes, 0));
        assertNull(state.inbound(from4(protocol, STRANGER, 53, POOL, 5000), routes, 0));
    }

    @Test
    void withFilteringAContactEndsWithItsLastSession() {
        Nat64State state = state(true, pool(L4Protocol.UDP, 5000, 5000));
        assertNull(state.outbound(from6(L4Protocol.UDP, 1, 777, STRANGER, 53), routes, 0));
        assertNull(state.outbound(from6(L4Protocol.UDP, 1, 777, SERVER, 53), routes, 200_000));
        assertEquals(1, state.expire(300_000, 100, observer));

        assertEquals(Reason.ADF, state.inbound(from4(L4Protocol.UDP, STRANGER, 53, POOL, 5000), routes, 300_001));
        assertNull(state.inbound(from4(L4Protocol.UDP, SERVER, 5, POOL, 5000), routes, 300_001));
    }

    @Test
    void aMarkWithoutPoolIsRefusedEvenWithAnEntry() {
        Nat64State state = state(false, pool(L4Protocol.UDP, 5000, 5001));
        assertNull(state.outbound(from6(L4Protocol.UDP, 1, 777, SERVER, 53), routes, 0));
        Flow marked = from6(L4Protocol.UDP, 1, 777, SERVER, 53);
        marked.mark = 7;

        assertEquals(Reason.MASK_DOMAIN_NOT_FOUND, state.outbound(marked, routes, 0));
        assertEquals(Reason.MASK_DOMAIN_NOT_FOUND, state.outbound(from6(L4Protocol.TCP, 1, 1, SERVER, 1), routes, 0));
    }

    @Test
    void aFullPoolIsReportedUntilAnEntryEnds() {
        Nat64State state = state(false, pool(L4Protocol.UDP, 5000, 5001));
        state.observer(observer);
        assertNull(state.outbound(from6(L4Protocol.UDP, 1, 1, SERVER, 53), routes, 0));
        assertNull(state.outbound(from6(L4Protocol.UDP, 2, 1, SERVER, 53), routes, 100_000));
        observer.take();

        for (int i = 0; i < 3; i++) {
            assertEquals(
                    Reason.BIB6_NOT_FOUND, state.outbound(from6(L4Protocol.UDP, 3, 1, SERVER, 53), routes, 100_000));
        }
        assertEquals("pool4 exhausted UDP mark 0", observer.take().get(0));
        assertEquals(1, state.expire(300_000, 100, observer));
        assertNull(state.outbound(from6(L4Protocol.UDP, 3, 1, SERVER, 53), routes, 300_000));
        assertEquals(2, state.bibCount());
    }

    @Test
    void aFullTableRefusesNewSessionsButServesTheOld() {
        StateSettings d = StateSettings.DEFAULT;
        StateSettings small = new StateSettings(false, false, false, 11, 7_200_000, 240_000, 300_000, 60_000, 10, 2, 3);
        Nat64State state = new Nat64State(small, pool(L4Protocol.UDP, 1, 65535), Packets.SECRET);
        assertNull(state.outbound(from6(L4Protocol.UDP, 1, 1, SERVER, 53), routes, 0));
        assertNull(state.outbound(from6(L4Protocol.UDP, 2, 1, SERVER, 53), routes, 0));

        assertEquals(Reason.ENOMEM, state.outbound(from6(L4Protocol.UDP, 3, 1, SERVER, 53), routes, 0));
        assertNull(state.outbound(from6(L4Protocol.UDP, 1, 1, STRANGER, 53), routes, 0));
        assertEquals(Reason.ENOMEM, state.outbound(from6(L4Protocol.UDP, 1, 1, STRANGER, 54), routes, 0));
        assertNull(state.outbound(from6(L4Protocol.UDP, 2, 1, SERVER, 53), routes, 0));
        state.settings(d);
        assertNull(state.outbound(from6(L4Protocol.UDP, 3, 1, SERVER, 53), routes, 0));
    }

    @Test
    void anEmptyPoolMasksWithTheRoutesSourceAndHighPorts() {
        Nat64State state = state(false, Pool4.EMPTY);
        for (int port = 0; port < 4535; port++) {
            Flow flow = from6(L4Protocol.UDP, 1, port, SERVER, 53);
            flow.mark = port;

            assertNull(state.outbound(flow, routes, 0));
            assertEquals(FakeRoutes.SOURCE, flow.local4);
            assertTrue(flow.local4Port >= 61001 && flow.local4Port <= 65535, () -> "port " + flow.local4Port);
            assertTrue(state.inPool4(L4Protocol.UDP, flow.local4, flow.local4Port, routes));
        }

        assertEquals(Reason.BIB6_NOT_FOUND, state.outbound(from6(L4Protocol.UDP, 2, 1, SERVER, 53), routes, 0));
        assertEquals(4535, state.bibCount());
    }

    @Test
    void anEmptyPoolWithoutRouteHandsThePacketBack() {
        Nat64State state = state(false, Pool4.EMPTY);
        routes.source = 0;

        assertEquals(Reason.FAILED_ROUTES, state.outbound(from6(L4Protocol.UDP, 1, 1, SERVER, 53), routes, 0));
        assertEquals(0, state.bibCount());
    }

    @Test
    void anEntryMovesToTheImplicitPoolsNewAddress() {
        Nat64State state = state(false, Pool4.EMPTY);
        state.observer(observer);
        assertNull(state.outbound(from6(L4Protocol.UDP, 1, 1, SERVER, 53), routes, 0));
        assertNull(state.outbound(from6(L4Protocol.UDP, 1, 1, STRANGER, 53), routes, 0));
        observer.take();
        routes.source = address("203.0.113.2");

        Flow flow = from6(L4Protocol.UDP, 1, 1, SERVER, 53);
        assertNull(state.outbound(flow, routes, 0));

        assertEquals(routes.source, flow.local4);
        assertEquals(1, state.bibCount());
        assertEquals(1, state.sessionCount());
        assertEquals(5, observer.take().size(), "two sessions and an entry end, an entry and a session begin");
    }

    @Test
    void membershipInPool4IgnoresTheMark() {
        Nat64State state = state(false, Pool4.EMPTY.add(-5, L4Protocol.UDP, POOL, 32, 5000, 5001, Pool4.UNCHANGED));

        assertTrue(state.inPool4(L4Protocol.UDP, POOL, 5001, routes));
        assertEquals(false, state.inPool4(L4Protocol.UDP, POOL, 5002, routes));
        assertEquals(false, state.inPool4(L4Protocol.TCP, POOL, 5001, routes));
        assertEquals(false, state.inPool4(L4Protocol.UDP, FakeRoutes.SOURCE, 61001, routes));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(L4Protocol.class)
    void anErrorNeedsAnEntryButNoSessionAndChangesNothing(L4Protocol protocol) {
        Nat64State state = state(false, pool(protocol, 5000, 5000));
        assertEquals(Reason.SESSION_NOT_FOUND, state.inboundError(from4(protocol, SERVER, 53, POOL, 5000), routes, 0));
        assertEquals(Reason.SESSION_NOT_FOUND, state.outboundError(from6(protocol, 1, 777, SERVER, 53), routes, 0));
        assertNull(state.outbound(Packets.flags(from6(protocol, 1, 777, SERVER, 53), "S"), routes, 0));

        Flow inbound = from4(protocol, STRANGER, 99, POOL, 5000);
        assertNull(state.inboundError(inbound, routes, 0));
        Flow outbound = from6(protocol, 1, 777, STRANGER, 99);
        assertNull(state.outboundError(outbound, routes, 0));

        assertEquals(777, inbound.remote6Port);
        assertEquals(1, inbound.remote6Low);
        assertEquals(5000, outbound.local4Port);
        assertEquals(1, state.sessionCount());
    }
}
