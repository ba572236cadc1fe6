// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import joolj.address.L4Protocol;
import joolj.translation.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6056 § 3.3.3, algorithm 3. */
class PortSelectionTest {
    private static final L4Protocol UDP = L4Protocol.UDP;
    private static final int POOL = address("203.0.113.0");
    private static final int SERVER = address("198.51.100.2");

    private final FakeRoutes routes = new FakeRoutes();
    private final BibTable bibs = new BibTable(KeyedHash.of(Packets.SECRET, 0));
    private final PortSelection selection = new PortSelection(UDP, bibs, KeyedHash.of(Packets.SECRET, 1));

    private static Pool4Domain domain(int length, int firstPort, int lastPort, long iterations) {
        return Pool4.EMPTY
                .add(0, UDP, POOL, length, firstPort, lastPort, iterations)
                .domain(UDP, 0);
    }

    /** The index, within the domain of 256 addresses with 100 ports each, of what a flow gets. */
    private int select(Flow flow, Pool4Domain domain, int fArgs) {
        assertTrue(selection.select(flow, domain, fArgs));
        return (flow.local4 - POOL) * 100 + flow.local4Port - 1;
    }

    @Test
    void theNextEntryGetsTheNextPortThenTheNextAddress() {
        Pool4Domain domain = domain(24, 1, 100, Pool4.AUTO);
        int first = select(Packets.from6(UDP, 1, 1, SERVER, 53), domain, 0);
        for (int i = 1; i <= 300; i++) {
            int next = select(Packets.from6(UDP, i, i, SERVER + i, i), domain, 0);

            assertEquals((first + i) % 25_600, next, "a released port is not used again at once");
        }
    }

    @ParameterizedTest(name = "{0}: address {1}, port {2}, remote address {3}, remote port {4}")
    @CsvSource({
        "8, true, false, false, false",
        "4, false, true, false, false",
        "2, false, false, true, false",
        "1, false, false, false, true",
        "11, true, false, true, true",
        "15, true, true, true, true",
        "0, false, false, false, false"
    })
    void theChosenFieldsFeedTheHash(int fArgs, boolean node, boolean port, boolean server, boolean serverPort) {
        Flow[] others = {
            Packets.from6(UDP, 2, 1, SERVER, 53),
            Packets.from6(UDP, 1, 2, SERVER, 53),
            Packets.from6(UDP, 1, 1, SERVER + 1, 53),
            Packets.from6(UDP, 1, 1, SERVER, 54)
        };
        boolean[] counts = {node, port, server, serverPort};
        Pool4Domain domain = domain(24, 1, 100, Pool4.AUTO);
        for (int i = 0; i < others.length; i++) {
            int usual = select(Packets.from6(UDP, 1, 1, SERVER, 53), domain, fArgs);
            int next = select(others[i], domain, fArgs);

            assertEquals(counts[i], next != (usual + 1) % 25_600, "field " + i);
        }
    }

    @Test
    void anotherSecretGivesOtherPorts() {
        Pool4Domain domain = domain(24, 1, 100, Pool4.AUTO);
        PortSelection other = new PortSelection(UDP, bibs, KeyedHash.of(Packets.SECRET, 2));
        Flow flow = Packets.from6(UDP, 1, 1, SERVER, 53);
        assertTrue(other.select(flow, domain, 11));
        int port = flow.local4Port;
        int address = flow.local4;

        assertTrue(selection.select(flow, domain, 11));

        assertNotEquals((long) address << 16 | port, (long) flow.local4 << 16 | flow.local4Port);
    }

    @Test
    void noMoreTransportAddressesAreTriedThanPermitted() {
        Pool4Domain domain = domain(24, 1, 100, 10);
        for (int index = 0; index < 25_600; index++) {
            if (index % 64 != 0) {
                assertTrue(bibs.hasRoom(true));
                bibs.add(1, index, 1, POOL + index / 100, 1 + index % 100);
            }
        }
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            found += selection.select(Packets.from6(UDP, i, 1, SERVER, 53), domain, 15) ? 1 : 0;
        }

        assertTrue(found > 200 && found < 450, "10 of 64 should succeed, but " + found + " of 2000 did");
    }

    @Test
    void everyTransportAddressOfThePoolIsUsed() {
        Nat64State state = new Nat64State(
                StateSettings.DEFAULT, Pool4.EMPTY.add(0, UDP, POOL, 29, 10, 109, Pool4.INFINITY), Packets.SECRET);
        Set<Long> used = new HashSet<>();
        for (int i = 0; i < 800; i++) {
            Flow flow = Packets.from6(UDP, i, 1, SERVER, 53);
            assertNull(state.outbound(flow, routes, 0));
            assertTrue(used.add((long) flow.local4 << 16 | flow.local4Port));
        }

        assertEquals(Reason.BIB6_NOT_FOUND, state.outbound(Packets.from6(UDP, 800, 1, SERVER, 53), routes, 0));
    }

    @Test
    void portsThatTheNodeUsesItselfAreGivenToNobody() {
        BitSet ports = new BitSet();
        ports.set(1, 61001);
        ports.set(61003, 65535);
        selection.hostPorts(HostPorts.of(new BitSet(), ports));
        Set<Integer> given = new HashSet<>();
        for (int node = 1; node <= 3; node++) {
            Flow flow = Packets.from6(UDP, node, 1, SERVER, 53);
            flow.local4 = POOL;
            assertTrue(selection.select(flow, null, 11));
            assertEquals(POOL, flow.local4);
            given.add(flow.local4Port);
            bibs.hasRoom(true);
            bibs.add(flow.remote6High, flow.remote6Low, 1, flow.local4, flow.local4Port);
        }

        assertEquals(Set.of(61001, 61002, 65535), given);
        Flow fourth = Packets.from6(UDP, 4, 1, SERVER, 53);
        fourth.local4 = POOL;
        assertFalse(selection.select(fourth, null, 11));
        assertFalse(selection.select(fourth, null, 11));

        selection.hostPorts(HostPorts.NONE);
        assertTrue(selection.select(fourth, null, 11));
    }
}
