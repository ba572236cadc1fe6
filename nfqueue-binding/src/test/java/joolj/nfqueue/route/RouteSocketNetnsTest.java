// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import joolj.nfqueue.netns.EnabledIfNetns;
import joolj.nfqueue.netns.TestNetwork;
import joolj.nfqueue.netns.Traffic;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;
import joolj.nfqueue.raw.NetlinkBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIfNetns
class RouteSocketNetnsTest {
    private static final int OWN4 = 0xc6336401;
    private static final int PEER4 = 0xc6336402;
    private static final int FAR4 = 0xcb007109; // 203.0.113.9
    private static final long NEAR6 = 0x20010db8_00000000L;
    private static final long FAR6 = 0x20010db8_00ff0000L;

    private TestNetwork network;

    @BeforeEach
    void buildNetwork() {
        network = TestNetwork.pair();
    }

    @AfterEach
    void removeNetwork() {
        network.close();
    }

    @Test
    void routeToANeighbourHasInterfaceMtuAndSource() throws Exception {
        int device = device();
        inA(routes -> {
            assertTrue(routes.lookup4(PEER4, 0));
            assertEquals(device, routes.outInterface());
            assertEquals(1500, routes.mtu());
            assertEquals(OWN4, routes.source4());
            assertFalse(routes.local());

            assertTrue(routes.lookup6(NEAR6, 2, 0));
            assertEquals(device, routes.outInterface());
            assertEquals(1500, routes.mtu());
            assertEquals(0, routes.source4());
            assertEquals(0, routes.failures());
        });
    }

    @Test
    void whereNoRouteLeadsThereIsNone() throws Exception {
        inA(routes -> {
            assertFalse(routes.lookup4(FAR4, 0));
            assertFalse(routes.lookup6(FAR6, 1, 0));
            assertEquals(0, routes.outInterface());
            assertEquals(0, routes.source4());
            assertTrue(routes.lookup4(PEER4, 0));
            assertEquals(0, routes.failures());
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"blackhole", "unreachable", "prohibit", "throw"})
    void routesThatLeadNowhereAreNone(String type) throws Exception {
        network.in("a", "ip route add " + type + " 203.0.113.0/24");
        network.in("a", "ip route add " + type + " 2001:db8:ff::/48");

        inA(routes -> {
            assertFalse(routes.lookup4(FAR4, 0));
            assertFalse(routes.lookup6(FAR6, 1, 0));
        });
    }

    @Test
    void mtuIsTheLeastOfRouteAndLink() throws Exception {
        network.in("a", "ip route add 203.0.113.0/24 dev v mtu 1300");
        network.in("a", "ip route add 2001:db8:ff::/48 dev v mtu 1290");
        inA(routes -> {
            assertTrue(routes.lookup4(FAR4, 0));
            assertEquals(1300, routes.mtu());
            assertTrue(routes.lookup6(FAR6, 1, 0));
            assertEquals(1290, routes.mtu());

            network.in("a", "ip link set v mtu 1285");
            assertTrue(routes.lookup4(FAR4, 0));
            assertEquals(1285, routes.mtu());
            assertTrue(routes.lookup6(FAR6, 1, 0));
            assertEquals(1285, routes.mtu());
        });
    }

    @Test
    void linkMayHaveASmallerMtuForIpv6() throws Exception {
        int device = device();
        network.in("a", "sysctl -q -w net.ipv6.conf.v.mtu=1400");

        inA(routes -> {
            assertEquals(1500, routes.linkMtu(device));
            assertEquals(1400, routes.linkMtu6(device));
            assertTrue(routes.lookup6(NEAR6, 2, 0));
            assertEquals(1400, routes.mtu());
            assertTrue(routes.lookup4(PEER4, 0));
            assertEquals(1500, routes.mtu());
        });
    }

    @Test
    void linkThatIsNotThereHasNoMtu() throws Exception {
        inA(routes -> {
            assertEquals(0, routes.linkMtu(9999));
            assertEquals(0, routes.linkMtu(0));
            assertEquals(0, routes.linkMtu6(-1));
            assertEquals(0, routes.failures());
        });
    }

    @Test
    void markDecidesTheRoute() throws Exception {
        for (String family : new String[] {"-4", "-6"}) {
            network.in("a", "ip " + family + " rule add fwmark 7 lookup 100");
        }
        network.in("a", "ip route add 203.0.113.0/24 dev v table 100");
        network.in("a", "ip route add 2001:db8:ff::/48 dev v table 100");

        inA(routes -> {
            assertFalse(routes.lookup4(FAR4, 0));
            assertTrue(routes.lookup4(FAR4, 7));
            assertFalse(routes.lookup4(FAR4, 8));
            assertFalse(routes.lookup6(FAR6, 1, 0));
            assertTrue(routes.lookup6(FAR6, 1, 7));
            assertFalse(routes.lookup6(FAR6, 1, 8));
        });
    }

    @Test
    void ownAddressIsLocal() throws Exception {
        inA(routes -> {
            assertTrue(routes.lookup4(OWN4, 0));
            assertTrue(routes.local());
            assertTrue(routes.lookup6(NEAR6, 1, 0));
            assertTrue(routes.local());
            assertTrue(routes.mtu() <= 65535);
        });
    }

    @Test
    void localAddressesAreListed() throws Exception {
        network.in("a", "ip address add 203.0.113.1/32 dev lo");
        int device = device();

        inA(routes -> {
            LocalAddresses addresses = routes.localAddresses();
            assertEquals(3, addresses.size());
            assertTrue(addresses.contains(0x7f000001));
            assertTrue(addresses.contains(0xcb007101));
            int own = 0;
            while (addresses.address(own) != OWN4) {
                own++;
            }
            assertEquals(24, addresses.prefixLength(own));
            assertEquals(device, addresses.interfaceIndex(own));
            assertEquals("v", addresses.label(own));
            assertTrue(addresses.isUniverse(own));
        });
    }

    @Test
    void moreAddressesThanOneDatagramHoldsAreListed() throws Exception {
        inA(routes -> {
            for (int number = 0; number < 10; number++) {
                StringBuilder batch = new StringBuilder();
                for (int host = 1; host <= 100; host++) {
                    batch.append("address add 10.0.")
                            .append(number)
                            .append('.')
                            .append(host)
                            .append("/32 dev lo\n");
                }
                network.inWithInput("a", "ip -batch -", batch.toString());
            }

            LocalAddresses addresses = routes.localAddresses();
            assertEquals(1002, addresses.size());
            assertTrue(addresses.contains(0x0a000964));
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "ip address add 203.0.113.1/32 dev lo",
                "ip -6 address add 2001:db8:2::1/64 dev v nodad",
                "ip route add 192.0.2.0/24 dev v",
                "ip route add 2001:db8:1::/48 dev v",
                "ip link set v mtu 1400",
                "ip -4 rule add fwmark 1 lookup 100",
                "ip -6 rule add fwmark 1 lookup 100"
            })
    void changeIsNoticedAndThenOver(String change) throws Exception {
        inA(routes -> {
            awaitQuiet(routes);

            network.in("a", change);

            Traffic.until("the change is noticed", routes::changed);
            awaitQuiet(routes);
        });
    }

    @Test
    void floodOfChangesIsNoticed() throws Exception {
        inA(routes -> {
            StringBuilder batch = new StringBuilder();
            for (int number = 0; number < 5000; number++) {
                batch.append("route replace 192.0.2.0/24 dev v mtu ")
                        .append(600 + number % 100)
                        .append('\n');
            }
            network.inWithInput("a", "ip -batch -", batch.toString());

            Traffic.until("the changes are noticed", routes::changed);
            awaitQuiet(routes);
            network.in("a", "ip route del 192.0.2.0/24");
            Traffic.until("the change is noticed", routes::changed);
        });
    }

    /** Links tell of their state a little after they are up. */
    private static void awaitQuiet(RouteSocket routes) {
        Traffic.until("nothing changes for 20 ms", () -> {
            long quietSince = System.nanoTime();
            while (!routes.changed()) {
                if (System.nanoTime() - quietSince > 20_000_000) {
                    return true;
                }
            }
            return false;
        });
    }

    @Test
    void answerToAQuestionGivenUpIsPassedOver() throws Exception {
        network.in("a", "ip route add 203.0.113.0/24 dev v mtu 1300");
        network.run("a", () -> {
            NetlinkSocket questions = NetlinkSocket.open(0);
            NativeBuffer stale = new NativeBuffer(64);
            int length = new NetlinkBytes(stale, 0)
                    .message(Linux.RTM_GETROUTE, Linux.NLM_F_REQUEST, -1)
                    .octets(Linux.AF_INET, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                    .attributeInt(Linux.RTA_DST, FAR4)
                    .end();
            try (RouteSocket routes = new RouteSocket(questions, NetlinkSocket.open(0))) {
                assertEquals(0, questions.send(stale, length));
                assertEquals(0, questions.send(stale, length));

                assertTrue(routes.lookup4(PEER4, 0));
                assertEquals(1500, routes.mtu());
                assertEquals(0, questions.send(stale, length));
                assertEquals(2, routes.localAddresses().size());
                assertEquals(0, routes.failures());
            }
        });
    }

    @Test
    void closedSocketRefuses() throws Exception {
        inA(routes -> {
            routes.close();
            routes.close();

            assertThrows(IllegalStateException.class, () -> routes.lookup4(PEER4, 0));
            assertThrows(IllegalStateException.class, routes::changed);
        });
    }

    private interface Steps {
        void run(RouteSocket routes) throws Exception;
    }

    private void inA(Steps steps) throws Exception {
        network.run("a", () -> {
            try (RouteSocket routes = RouteSocket.open()) {
                steps.run(routes);
            }
        });
    }

    private int device() {
        return Integer.parseInt(network.in("a", "cat /sys/class/net/v/ifindex").strip());
    }
}
