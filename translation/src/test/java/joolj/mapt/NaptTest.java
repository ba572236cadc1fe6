// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import static joolj.mapt.MaptBench.CE4;
import static joolj.mapt.MaptBench.CE6;
import static joolj.mapt.MaptBench.CE_LAST_PORT;
import static joolj.mapt.MaptBench.CE_PORT;
import static joolj.mapt.MaptBench.DMR;
import static joolj.mapt.MaptBench.REMOTE4;
import static joolj.mapt.MaptBench.REMOTE6;
import static joolj.mapt.MaptBench.RULE;
import static joolj.mapt.MaptBench.SECRET;
import static joolj.mapt.MaptBench.error4;
import static joolj.mapt.MaptBench.error6;
import static joolj.mapt.MaptBench.flow;
import static joolj.mapt.MaptBench.ping4;
import static joolj.mapt.MaptBench.ping6;
import static joolj.mapt.MaptBench.quotedFlow;
import static joolj.mapt.MaptBench.route;
import static joolj.mapt.MaptBench.udp4;
import static joolj.mapt.MaptBench.udp6;
import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.transportAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.MappingRule;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.wire.Hex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7599 § 8.1 and § 9: the NAPT of a customer edge. */
class NaptTest {
    private static final String HOST = "192.168.0.4";
    private static final NaptSettings PRIVATE = NaptSettings.of(Ipv4Prefix.parse("192.168.0.0/16"));
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int SYN_ACK = 0x12;

    private final MaptBench edge = MaptBench.customerEdge();

    @BeforeEach
    void turnOn() {
        edge.settings(edge.settings().withNapt(PRIVATE));
    }

    private static int sourcePort(byte[] packet) {
        return get16(packet, transportAt(packet));
    }

    private static void assertOwnPort(int port) {
        assertTrue(CE_PORT <= port && port <= CE_LAST_PORT, () -> "port " + port);
    }

    private static byte[] tcp4(int flags, int port) {
        return ipv4(HOST, REMOTE4, TCP, true, tcp(port, 80, 1, flags, payload(0)));
    }

    private static byte[] tcp6(int flags, int port) {
        return ipv6(REMOTE6, CE6, TCP, tcp(80, port, 1, flags, payload(0)));
    }

    @Test
    void datagramsAreMaskedByTheCustomerEdgesAddressAndPorts() {
        byte[] out = edge.translate(udp4(HOST, 5000, REMOTE4, 53));
        int port = sourcePort(out);

        assertOwnPort(port);
        assertEquals(CE6 + "#" + port + " > " + REMOTE6 + "#53", flow(out));
        edge.assertTranslated("203.0.113.56#53 > 192.168.0.4#5000", udp6(REMOTE6, 53, CE6, port));
    }

    @Test
    void aNodesPortKeepsItsMaskWhoeverItTalksTo() {
        int port = sourcePort(edge.translate(udp4(HOST, 5000, REMOTE4, 53)));

        assertEquals(port, sourcePort(edge.translate(udp4(HOST, 5000, "198.51.100.9", 99))));
        assertEquals(1, edge.translator.napt().state().bibCount());
        assertEquals(2, edge.translator.napt().state().sessionCount());
    }

    @Test
    void connectionsAreMaskedFromTheirFirstToTheirLastSegment() {
        byte[] syn = edge.translate(tcp4(SYN, 40000));
        int port = sourcePort(syn);

        assertOwnPort(port);
        edge.assertTranslated("203.0.113.56#80 > 192.168.0.4#40000", tcp6(SYN_ACK, port));
        edge.assertTranslated(CE6 + "#" + port + " > " + REMOTE6 + "#80", tcp4(ACK, 40000));
        edge.assertTranslated("203.0.113.56#80 > 192.168.0.4#40000", tcp6(ACK, port));
    }

    /** § 9: "the MAP-T CE MUST rewrite the ID field to a port value derived from the CE's Port Set ID". */
    @Test
    void pingsGetIdentifiersOfTheCustomerEdge() {
        byte[] out = edge.translate(ping4(HOST, REMOTE4, 1));
        int identifier = get16(out, transportAt(out) + 4);

        assertOwnPort(identifier);
        assertEquals(CE6 + " > " + REMOTE6, route(out));
        byte[] reply = ping6(REMOTE6, CE6, identifier);
        reply[40] = (byte) 129;
        byte[] back = edge.translate(joolj.translation.TestPackets.withChecksums(reply));
        assertEquals("203.0.113.56#1 > 192.168.0.4#1", flow(back));
        assertEquals(0, back[20]);
    }

    /** RFC 5508 § 4.2. */
    @Test
    void errorsFromOutsideReachTheNodeTheyAreAbout() {
        int port = sourcePort(edge.translate(udp4(HOST, 5000, REMOTE4, 53)));

        byte[] out = edge.translate(error6("64:ff9b::c633:644d", CE6, udp6(CE6, port, REMOTE6, 53)));

        assertEquals("198.51.100.77 > 192.168.0.4", route(out));
        assertEquals("192.168.0.4#5000 > 203.0.113.56#53", quotedFlow(out));
    }

    /** RFC 6791: the source of an error from a router without IPv4 address is chosen for the node it goes to. */
    @Test
    void errorsOfIpv6RoutersReachTheNodeTheyAreAbout() {
        int port = sourcePort(edge.translate(udp4(HOST, 5000, REMOTE4, 53)));

        byte[] out = edge.translate(error6("2001:db8:6::1", CE6, udp6(CE6, port, REMOTE6, 53)));

        assertEquals("198.51.100.1 > 192.168.0.4", route(out));
    }

    /** RFC 5508 § 4.3. */
    @Test
    void errorsFromInsideAreMaskedLikeTheFlowTheyAreAbout() {
        int port = sourcePort(edge.translate(udp4(HOST, 5000, REMOTE4, 53)));

        byte[] out = edge.translate(error4("192.168.0.1", REMOTE4, udp4(REMOTE4, 53, HOST, 5000)));

        assertEquals(CE6 + " > " + REMOTE6, route(out));
        assertEquals(REMOTE6 + "#53 > " + CE6 + "#" + port, quotedFlow(out));
    }

    @Test
    void errorsAboutPings() {
        byte[] out = edge.translate(ping4(HOST, REMOTE4, 1));
        int identifier = get16(out, transportAt(out) + 4);

        byte[] back = edge.translate(error6("64:ff9b::c633:644d", CE6, ping6(CE6, REMOTE6, identifier)));

        assertEquals("192.168.0.4#1 > 203.0.113.56#1", quotedFlow(back));
    }

    @Test
    void whatNobodyAskedForIsDropped() {
        int port = sourcePort(edge.translate(udp4(HOST, 5000, REMOTE4, 53)));
        int free = port == CE_PORT ? CE_LAST_PORT : CE_PORT;

        edge.assertDropped(Reason.MAPT_NAPT_CLOSED, udp6(REMOTE6, 53, CE6, free));
        edge.assertDropped(Reason.MAPT_NAPT_CLOSED, udp6("64:ff9b::c633:644d", 53, CE6, port));
        edge.assertDropped(Reason.MAPT_NAPT_CLOSED, tcp6(SYN, CE_PORT));
        edge.assertDropped(Reason.MAPT_NAPT_CLOSED, tcp6(ACK, CE_PORT));
        edge.assertDropped(Reason.MAPT_NAPT_CLOSED, ping6(REMOTE6, CE6, CE_PORT));
        edge.assertDropped(Reason.MAPT_NAPT_CLOSED, tcp4(ACK, 40001));
        edge.assertDropped(Reason.MAPT_NAPT_CLOSED, error6(REMOTE6, CE6, udp6(CE6, free, REMOTE6, 53)));
        edge.assertDropped(Reason.MAPT_NAPT_CLOSED, error4(HOST, REMOTE4, udp4(REMOTE4, 53, HOST, 5001)));
    }

    /** RFC 5382 § 4.3: a connection may be opened from both sides at once. */
    @Test
    void simultaneousOpensWork() {
        int port = sourcePort(edge.translate(tcp4(SYN, 40000)));

        edge.assertTranslated("203.0.113.56#80 > 192.168.0.4#40000", tcp6(SYN, port));
    }

    @Test
    void allPortsOfTheSetAreUsedAndNoOthers() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 2048; i++) {
            int port = sourcePort(edge.translate(udp4("192.168.1." + i % 8, 1024 + i, REMOTE4, 53)));
            assertOwnPort(port);
            seen.add(port);
        }

        assertEquals(2048, seen.size());
        edge.assertAnswered(Reason.MAPT_NAPT_FULL, 3, 1, udp4("192.168.9.9", 1, REMOTE4, 53));
        assertEquals(1, edge.bench.counters.get(Reason.MAPT_NAPT_FULL));
        edge.translate(tcp4(SYN, 40000));
        edge.translate(ping4(HOST, REMOTE4, 1));
    }

    @Test
    void connectionsAreRefusedWhenThePortsAreExhausted() {
        for (int i = 0; i < 2048; i++) {
            edge.translate(ipv4(HOST, REMOTE4, TCP, true, tcp(1024 + i, 80, 1, SYN, payload(0))));
        }

        edge.assertAnswered(Reason.MAPT_NAPT_FULL, 3, 1, tcp4(SYN, 40000));
    }

    @Test
    void portsAreFreeAgainWhenTheirSessionsHaveEnded() {
        for (int i = 0; i < 2048; i++) {
            edge.translate(udp4(HOST, 1024 + i, REMOTE4, 53));
        }
        edge.bench.now += 301_000;

        int ended = edge.translator.napt().expire(edge.bench.now, 10_000);

        assertEquals(2048, ended);
        assertEquals(0, edge.translator.napt().state().bibCount());
        edge.translate(udp4("192.168.9.9", 1, REMOTE4, 53));
    }

    /** RFC 5508 § 3.2 REQ-2, RFC 4787 § 4.3 REQ-5: the timeouts can be configured; those in force count. */
    @Test
    void changedTimeoutsCountForExistingSessions() {
        edge.translate(udp4(HOST, 5000, REMOTE4, 53));
        edge.settings(edge.settings().withNapt(new NaptSettings(PRIVATE.prefix(), 7_440_000, 10_000, 60_000)));
        Napt napt = edge.translator.napt();

        edge.bench.now += 9_999;
        napt.expire(edge.bench.now, 10);
        assertEquals(1, napt.state().bibCount());

        edge.bench.now += 2_001;
        napt.expire(edge.bench.now, 10);
        assertEquals(0, napt.state().bibCount());
    }

    @Test
    void idleConnectionsEndWithoutProbes() {
        int port = sourcePort(edge.translate(tcp4(SYN, 40000)));
        edge.translate(tcp6(SYN_ACK, port));
        edge.bench.now += 7_441_000;
        edge.translator.napt().expire(edge.bench.now, 100);
        edge.bench.now += 241_000;
        edge.translator.napt().expire(edge.bench.now, 100);

        assertEquals(0, edge.translator.napt().state().sessionCount());
    }

    /** What a node in the house sends to another, or to the customer edge itself, is not for the Internet. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"192.168.3.3", "198.51.100.1", "198.51.100.255", "224.0.0.251", "255.255.255.255"})
    void localTrafficIsHandedBack(String destination) {
        edge.assertAccepted(Reason.V4_TO_V6_DST, udp4(HOST, 5000, destination, 53));
    }

    @Test
    void addressesOutsideThePrivatePrefixAreNotMasked() {
        edge.assertAccepted(Reason.MAPT_ADDR4, udp4("10.0.0.2", 5000, REMOTE4, 53));
        edge.assertTranslated(CE6 + "#55296 > " + REMOTE6 + "#53", udp4(CE4, CE_PORT, REMOTE4, 53));
    }

    @Test
    void otherProtocolsAreHandedBack() {
        edge.assertAccepted(Reason.UNKNOWN_L4_PROTO, ipv4(HOST, REMOTE4, 47, false, payload(20)));
    }

    /** RFC 4787 § 6, REQ-9: hairpinning, with a forwarding rule for the own domain. */
    @Test
    void nodesBehindTheSameNaptTalkToEachOtherByItsAddress() {
        int callee = sourcePort(edge.translate(udp4("192.168.0.9", 7000, REMOTE4, 53)));
        edge.translator.rules().add(RULE);
        edge.assertDropped(Reason.MAPT_NAPT_CLOSED, udp4(HOST, 5000, CE4, callee));
        int caller = sourcePort(edge.translate(udp4(HOST, 5000, REMOTE4, 53)));

        byte[] answer = edge.translate(udp4("192.168.0.9", 7000, CE4, caller));
        assertEquals("192.0.2.8#" + callee + " > 192.168.0.4#5000", flow(answer));
        byte[] out = edge.translate(udp4(HOST, 5000, CE4, callee));
        assertEquals("192.0.2.8#" + caller + " > 192.168.0.9#7000", flow(out));
    }

    @Test
    void mappingsOutliveOtherSettingsButNotAnotherPortSet() {
        int port = sourcePort(edge.translate(udp4(HOST, 5000, REMOTE4, 53)));
        Napt before = edge.translator.napt();

        edge.settings(edge.settings().withCheckPorts(false));

        assertSame(before, edge.translator.napt());
        edge.assertTranslated("203.0.113.56#53 > 192.168.0.4#5000", udp6(REMOTE6, 53, CE6, port));
        CustomerEdge other = new CustomerEdge(RULE, Ipv6Prefix.parse("2001:db8:ce:774::/64"));
        MaptSettings moved = MaptSettings.customerEdge(other, Pool6.parse(DMR));
        edge.settings(moved.withNapt(PRIVATE));
        assertNotSame(before, edge.translator.napt());
        assertEquals(0, edge.translator.napt().state().bibCount());
        int newPort = sourcePort(edge.translate(udp4(HOST, 5000, REMOTE4, 53)));
        assertTrue(40960 <= newPort && newPort <= 43007, () -> "port " + newPort);
    }

    /** RFC 6056 § 3.2: system ports are the last resort. */
    @Test
    void systemPortsAreUsedOnlyIfThereAreNoOthers() {
        MappingRule low = MappingRule.of("2001:db8::/40", "192.0.2.0/24", 14, 0);
        Napt napt = new Napt(new CustomerEdge(low, Ipv6Prefix.parse("2001:db8:12::/54")), PRIVATE, SECRET);
        Napt wider = new Napt(
                new CustomerEdge(
                        MappingRule.of("2001:db8::/40", "192.0.2.0/24", 12, 0), Ipv6Prefix.parse("2001:db8:12::/52")),
                PRIVATE,
                SECRET);

        assertTrue(holds(napt, 80));
        assertFalse(holds(wider, 80));
        assertTrue(holds(wider, 4095));
    }

    private boolean holds(Napt napt, int port) {
        return napt.state()
                .pool4()
                .contains(joolj.address.L4Protocol.UDP, joolj.address.IpText.parse4("192.0.2.18"), port);
    }

    @Test
    void fragmentsOfPrivateNodesArePutTogetherFirst() {
        assertTrue(edge.translator.concerns(Hex.packet(udp4(HOST, 1, REMOTE4, 2)), 0));
        assertFalse(edge.translator.concerns(Hex.packet(udp4("10.0.0.4", 1, REMOTE4, 2)), 0));
    }

    @Test
    void aBorderRelayHasNoNapt() {
        MaptBench relay = MaptBench.borderRelay();
        relay.settings(relay.settings().withNapt(PRIVATE));

        relay.assertAccepted(Reason.MAPT_FMR4, udp4(HOST, 1, REMOTE4, 2));
        assertEquals(null, relay.translator.napt());
    }

    @Test
    void outcomesOfAHairpinAreThoseOfItsSecondHalf() {
        edge.translator.rules().add(RULE);

        assertEquals(Outcome.DROP, edge.bench.translate(edge.translator, udp4(HOST, 5000, CE4, CE_LAST_PORT)));
        assertEquals(Reason.MAPT_NAPT_CLOSED, edge.bench.translation.reason());
    }
}
