// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import joolj.address.L4Protocol;
import joolj.translation.Allocation;
import joolj.translation.Reason;
import org.junit.jupiter.api.Test;

/** Packets cost no memory once the tables have grown. */
class AllocationTest {
    private static final int NODES = 2_000;
    private static final int PACKETS = 100_000;
    private static final int POOL = address("203.0.113.5");

    private final FakeRoutes routes = new FakeRoutes();
    private final RecordingObserver observer = new RecordingObserver();
    private final Flow flow = new Flow();
    private final String[] flags = {"S", "", "F", "R"};

    /** Sends packets of all kinds from changing nodes, and their answers. */
    private void traffic(Nat64State state, int packets, int firstNode, long now) {
        for (int i = 0; i < packets; i += 2) {
            L4Protocol protocol = i % 3 == 0 ? L4Protocol.TCP : i % 3 == 1 ? L4Protocol.UDP : L4Protocol.ICMP;
            int node = firstNode + (i / 2) % NODES;
            Packets.from6(flow, protocol, node, 4000, 0x08080808, 53);
            flow.syn = i < 2 * NODES;
            flow.fin = i % 7 == 0;
            Reason reason = state.outbound(flow, routes, now);
            if (reason != null && reason != Reason.SYN6_EXPECTED) {
                throw new AssertionError(reason);
            }
            Packets.from4(flow, protocol, 0x08080808, 53, flow.local4, flow.local4Port);
            flow.rst = i % 11 == 0;
            state.inbound(flow, routes, now);
            state.inPool4(protocol, flow.local4, flow.local4Port, routes);
            if (state.inboundError(flow, routes, now) == null) {
                state.outboundError(flow, routes, now);
            }
            state.expire(now, 10, observer);
        }
    }

    private void drain(Nat64State state, long now) {
        long later = now;
        while (state.sessionCount() > 0) {
            later += 10_000_000;
            while (state.expire(later, 1_000, observer) > 0) {
                observer.take();
            }
        }
    }

    private void measure(Pool4 pool4) {
        Nat64State state = new Nat64State(StateSettings.DEFAULT, pool4, Packets.SECRET);
        for (int i = 0; i < 5; i++) {
            traffic(state, PACKETS, i * NODES, i * 1_000_000_000L);
            drain(state, i * 1_000_000_000L);
        }
        int[] round = {6};

        // What a round leaves behind ends before the next one is measured, so that tables need not grow.
        long allocated = Allocation.least(
                () -> {
                    round[0]++;
                    drain(state, round[0] * 1_000_000_000L);
                    state.expire(round[0] * 1_000_000_000L, 1, observer);
                },
                () -> traffic(state, PACKETS, round[0] * NODES, round[0] * 1_000_000_000L));

        assertEquals(0, allocated, "octets for " + PACKETS + " packets");
    }

    @Test
    void packetsAllocateNothingWithAnExplicitPool() {
        Pool4 pool = Pool4.EMPTY;
        for (L4Protocol protocol : L4Protocol.values()) {
            pool = pool.add(0, protocol, POOL, 32, 1024, 65535, Pool4.UNCHANGED);
        }
        measure(pool);
    }

    @Test
    void packetsAllocateNothingWithTheImplicitPool() {
        measure(Pool4.EMPTY);
    }

    @Test
    void refusedPacketsAllocateNothing() {
        Pool4 pool = Pool4.EMPTY.add(0, L4Protocol.UDP, POOL, 32, 1, 1, Pool4.UNCHANGED);
        pool = pool.add(0, L4Protocol.TCP, POOL, 32, 1, 1, Pool4.UNCHANGED);
        StateSettings none = new StateSettings(true, false, false, 15, 1000, 1000, 1000, 1000, 0, 10, 10);
        Nat64State state = new Nat64State(none, pool, Packets.SECRET);
        Packets.from6(flow, L4Protocol.UDP, 1, 1, 1, 1);
        assertNull(state.outbound(flow, routes, 0));
        refusals(state);
        refusals(state);

        long allocated = Allocation.least(() -> refusals(state));

        assertEquals(0, allocated);
    }

    private void refusals(Nat64State state) {
        for (int i = 0; i < 10_000; i++) {
            Packets.from6(flow, L4Protocol.UDP, 2, i, 1, 1);
            check(Reason.BIB6_NOT_FOUND, state.outbound(flow, routes, 0));
            Packets.from4(flow, L4Protocol.UDP, 5, 1, POOL, 1);
            check(Reason.ADF, state.inbound(flow, routes, 0));
            Packets.from4(flow, L4Protocol.UDP, 5, 1, POOL, 2);
            check(Reason.BIB4_NOT_FOUND, state.inbound(flow, routes, 0));
            Packets.from4(flow, L4Protocol.TCP, 5, 1, POOL, 1);
            check(Reason.SYN4_EXPECTED, state.inbound(flow, routes, 0));
            flow.syn = true;
            check(Reason.SO_FULL, state.inbound(flow, routes, 0));
            Packets.from6(flow, L4Protocol.TCP, 2, i, 1, 1);
            flow.fin = flags[i % 4].equals("F");
            check(Reason.SYN6_EXPECTED, state.outbound(flow, routes, 0));
            Packets.from6(flow, L4Protocol.ICMP, 2, i, 1, 1);
            check(Reason.MASK_DOMAIN_NOT_FOUND, state.outbound(flow, routes, 0));
        }
    }

    private static void check(Reason expected, Reason actual) {
        if (expected != actual) {
            throw new AssertionError(expected + " expected, but " + actual);
        }
    }
}
