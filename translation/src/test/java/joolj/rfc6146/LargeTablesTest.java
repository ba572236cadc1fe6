// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import joolj.address.L4Protocol;
import org.junit.jupiter.api.Test;

/** A million entries: everything is still found, shown in order and ended. */
class LargeTablesTest {
    private static final int ENTRIES = 1_000_000;
    private static final int POOL = address("10.64.0.0");

    private final FakeRoutes routes = new FakeRoutes();
    private final Flow flow = new Flow();
    private final Nat64State state = new Nat64State(
            StateSettings.DEFAULT,
            Pool4.EMPTY.add(0, L4Protocol.UDP, POOL, 24, 1024, 65535, Pool4.UNCHANGED),
            Packets.SECRET);

    private void send(int node, long now) {
        Packets.from6(flow, L4Protocol.UDP, node, 4000, 0x08080808, 53);
        assertNull(state.outbound(flow, routes, now));
    }

    @Test
    void aMillionEntriesComeAndGo() {
        int[] ports = new int[ENTRIES];
        int[] addresses = new int[ENTRIES];
        for (int node = 0; node < ENTRIES; node++) {
            send(node, node / 10);
            ports[node] = flow.local4Port;
            addresses[node] = flow.local4;
        }
        assertEquals(ENTRIES, state.bibCount());
        assertEquals(ENTRIES, state.sessionCount());

        for (int node = 0; node < ENTRIES; node += 50) {
            Packets.from4(flow, L4Protocol.UDP, 0x08080808, 53, addresses[node], ports[node]);
            assertNull(state.inbound(flow, routes, 100_000));
            assertEquals(node, flow.remote6Low);
        }
        checkOrder();

        RecordingObserver observer = new RecordingObserver();
        assertEquals(ENTRIES - ENTRIES / 50, expireAll(400_000 - 1, observer));
        assertEquals(ENTRIES / 50, expireAll(402_000, observer));
        assertEquals(0, state.bibCount());
        assertEquals(0, state.sessionCount());
        send(1, 402_000);
        assertEquals(1, state.bibCount());
    }

    private int expireAll(long now, RecordingObserver observer) {
        int total = 0;
        for (int work = state.expire(now, 10_000, observer); work > 0; work = state.expire(now, 10_000, observer)) {
            total += work;
        }
        return total;
    }

    private void checkOrder() {
        SessionReader reader = state.sessions(L4Protocol.UDP);
        long last = -1;
        int shown = 0;
        for (List<SessionRow> page = reader.next(1_000, 0); !page.isEmpty(); page = reader.next(1_000, 0)) {
            for (SessionRow row : page) {
                long key = (row.local4() & 0xffff_ffffL) << 16 | row.local4Port();
                assertTrue(last < key, "order");
                last = key;
            }
            shown += page.size();
        }
        assertEquals(ENTRIES, shown);
    }

    @Test
    void manySessionsOfOneEntryAreFilteredFoundAndRemoved() {
        StateSettings d = StateSettings.DEFAULT;
        state.settings(new StateSettings(
                true,
                false,
                false,
                d.fArgs(),
                d.tcpEstTimeout(),
                d.tcpTransTimeout(),
                d.udpTimeout(),
                d.icmpTimeout(),
                d.maximumSimultaneousOpens(),
                d.maximumBibEntries(),
                d.maximumSessions()));
        for (int i = 0; i < 100_000; i++) {
            Packets.from6(flow, L4Protocol.UDP, 1, 4000, i / 30_000, i % 30_000);
            assertNull(state.outbound(flow, routes, 0));
        }
        int port = flow.local4Port;
        int local4 = flow.local4;

        for (int i = 0; i < 10_000; i++) {
            Packets.from4(flow, L4Protocol.UDP, 1_000 + i, 9, local4, port);
            assertEquals(joolj.translation.Reason.ADF, state.inbound(flow, routes, 0));
        }
        Packets.from4(flow, L4Protocol.UDP, 3, 30_001, local4, port);
        assertNull(state.inbound(flow, routes, 0));
        assertEquals(100_001, state.sessionCount());

        assertTrue(state.bibControl().remove4(L4Protocol.UDP, local4, port));
        assertEquals(0, state.sessionCount());
    }
}
