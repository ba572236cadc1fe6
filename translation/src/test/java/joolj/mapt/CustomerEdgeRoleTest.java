// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import static joolj.mapt.MaptBench.CE4;
import static joolj.mapt.MaptBench.CE6;
import static joolj.mapt.MaptBench.CE_LAST_PORT;
import static joolj.mapt.MaptBench.CE_PORT;
import static joolj.mapt.MaptBench.OTHER4;
import static joolj.mapt.MaptBench.OTHER6;
import static joolj.mapt.MaptBench.OTHER_PORT;
import static joolj.mapt.MaptBench.REMOTE4;
import static joolj.mapt.MaptBench.REMOTE6;
import static joolj.mapt.MaptBench.RULE;
import static joolj.mapt.MaptBench.error4;
import static joolj.mapt.MaptBench.error6;
import static joolj.mapt.MaptBench.flow;
import static joolj.mapt.MaptBench.ping4;
import static joolj.mapt.MaptBench.ping6;
import static joolj.mapt.MaptBench.quotedFlow;
import static joolj.mapt.MaptBench.route;
import static joolj.mapt.MaptBench.udp4;
import static joolj.mapt.MaptBench.udp6;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.MappingRule;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.TestPackets;
import joolj.wire.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7599 § 8.1, § 8.2 and § 9: the customer edge. */
class CustomerEdgeRoleTest {
    private final MaptBench edge = MaptBench.customerEdge();

    /** § 8.1. */
    @Test
    void whatTheNaptFunnelledGoesToTheBorderRelay() {
        edge.assertTranslated(CE6 + "#55296 > " + REMOTE6 + "#80", udp4(CE4, CE_PORT, REMOTE4, 80));
        edge.assertTranslated(CE6 + "#57343 > " + REMOTE6 + "#80", udp4(CE4, CE_LAST_PORT, REMOTE4, 80));
    }

    /** § 8.2. */
    @Test
    void answersComeBackFromTheBorderRelay() {
        edge.assertTranslated("203.0.113.56#80 > 192.0.2.8#55296", udp6(REMOTE6, 80, CE6, CE_PORT));
    }

    @Test
    void whatIsNotTheCustomerEdgesIsHandedBack() {
        edge.assertAccepted(Reason.MAPT_ADDR4, udp4("10.0.0.2", CE_PORT, REMOTE4, 80));
        edge.assertAccepted(Reason.MAPT_ADDR4, udp4("192.0.2.9", CE_PORT, REMOTE4, 80));
        edge.assertAccepted(Reason.MAPT_PSID, udp4(CE4, CE_PORT - 1, REMOTE4, 80));
        edge.assertAccepted(Reason.MAPT_PSID, udp4(CE4, CE_LAST_PORT + 1, REMOTE4, 80));
        edge.assertAccepted(Reason.MAPT_EUI6P, udp6(REMOTE6, 80, "2001:db8:ce:11c::1", CE_PORT));
        edge.assertAccepted(Reason.MAPT_POOL6, udp6("2001:db8::1", 80, CE6, CE_PORT));
        edge.assertAccepted(Reason.MAPT_POOL6, udp6(OTHER6, OTHER_PORT, CE6, CE_PORT));
    }

    @Test
    void withoutADefaultMappingRuleThereIsNoWayOut() {
        edge.settings(MaptSettings.customerEdge(edge.settings().edge(), null));

        edge.assertAccepted(Reason.POOL6_UNSET, udp4(CE4, CE_PORT, REMOTE4, 80));
        edge.assertAccepted(Reason.MAPT_POOL6, udp6(REMOTE6, 80, CE6, CE_PORT));
    }

    /** § 8.2: "The CE MUST silently drop any nonconforming packet and increment an appropriate counter". */
    @ParameterizedTest(name = "port {0}")
    @ValueSource(ints = {55295, 57344, 80})
    void packetsToPortsOfOthersAreSilentlyDropped(int port) {
        edge.assertDropped(Reason.MAPT_PORTS, udp6(REMOTE6, 80, CE6, port));

        assertFalse(edge.bench.translation.hasReply());
        edge.settings(edge.settings().withCheckPorts(false));
        edge.assertTranslated("203.0.113.56#80 > 192.0.2.8#" + port, udp6(REMOTE6, 80, CE6, port));
    }

    /** A subscriber's own IPv6 traffic is not MAP traffic, whatever its ports are. */
    @Test
    void nativeIpv6TrafficOfTheSubscriberIsHandedBack() {
        edge.assertAccepted(Reason.MAPT_POOL6, udp6("2001:db8:5::1", 443, "2001:db8:ce:11b::abcd", 40000));
        edge.assertAccepted(
                Reason.MAPT_POOL6,
                error6("2001:db8:7::1", "2001:db8:ce:11b::abcd", udp6("2001:db8:ce:11b::abcd", 1, "2001:db8:5::1", 2)));
        edge.assertAccepted(Reason.MAPT_EUI6P, udp6("2001:db8:ce:11b::abcd", 40000, "2001:db8:5::1", 443));
    }

    /** RFC 7597 § 5: mesh mode. */
    @Test
    void withForwardingRulesCustomerEdgesTalkDirectly() {
        edge.translator.rules().add(RULE);

        edge.assertTranslated(CE6 + "#55296 > " + OTHER6 + "#40960", udp4(CE4, CE_PORT, OTHER4, OTHER_PORT));
        edge.assertTranslated("192.0.2.59#40960 > 192.0.2.8#55296", udp6(OTHER6, OTHER_PORT, CE6, CE_PORT));
        edge.assertTranslated(CE6 + "#55296 > " + REMOTE6 + "#80", udp4(CE4, CE_PORT, REMOTE4, 80));
    }

    /** RFC 7597 § 5, hub-and-spoke mode: the border relay is in between. */
    @Test
    void withoutForwardingRulesCustomerEdgesTalkThroughTheBorderRelay() {
        edge.assertTranslated(CE6 + "#55296 > 64:ff9b::c000:23b#40960", udp4(CE4, CE_PORT, OTHER4, OTHER_PORT));
    }

    /** § 8.2: "the CE MUST perform a check of consistency of the source address". */
    @Test
    void spoofedPortsOfOtherCustomerEdgesAreAnswered() {
        edge.translator.rules().add(RULE);

        edge.assertAnswered(Reason.MAPT_PORTS, 1, 5, udp6(OTHER6, OTHER_PORT - 1, CE6, CE_PORT));
    }

    @Test
    void theLongestMatchDecides() {
        edge.translator.rules().add(MappingRule.of("2001:db8:ff::/48", "203.0.113.0/24", 8));

        edge.assertTranslated(CE6 + "#55296 > 2001:db8:ff:3800:0:cb00:7138:0#80", udp4(CE4, CE_PORT, REMOTE4, 80));
    }

    @Test
    void packetsToItselfAreTranslatedBack() {
        edge.translator.rules().add(RULE);
        byte[] packet = udp4(CE4, CE_PORT, CE4, CE_LAST_PORT);

        byte[] out = edge.translate(packet);

        assertEquals("192.0.2.8#55296 > 192.0.2.8#57343", flow(out));
        assertEquals(63, out[8]);
        assertEquals(packet.length, out.length);
    }

    @Test
    void largePacketsToItselfAreFragmentedForThePathOnlyIfTheyMayBe() {
        edge.translator.rules().add(RULE);
        edge.bench.routes.mtu4 = 1300;

        Outcome outcome = edge.bench.translate(
                edge.translator, ipv4(CE4, CE4, UDP, false, udp(CE_PORT, CE_LAST_PORT, payload(1472))));

        assertEquals(Outcome.TRANSLATED, outcome);
        assertEquals(2, edge.bench.sent.size());
        assertEquals(0x2000, TestPackets.get16(edge.bench.sent.get(0), 6));
        assertEquals(0x1234, TestPackets.get16(edge.bench.sent.get(0), 4));
        edge.assertDropped(Reason.PKT_TOO_BIG, ipv4(CE4, CE4, UDP, true, udp(CE_PORT, CE_LAST_PORT, payload(1472))));
    }

    /** § 10.3: "a MAP CE SHOULD rewrite the IPv4 fragmentation identifier to ... a port of its allocated port set". */
    @Test
    void fragmentsAreIdentifiedByPortsOfTheSet() {
        Set<Integer> identifications = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            edge.bench.translate(edge.translator, ipv4(CE4, REMOTE4, UDP, false, udp(CE_PORT, 53, payload(1472))));
            assertEquals(2, edge.bench.sent.size());
            int identification = TestPackets.get16(edge.bench.sent.get(0), 46);
            assertEquals(identification, TestPackets.get16(edge.bench.sent.get(1), 46));
            assertEquals(0, TestPackets.get16(edge.bench.sent.get(0), 44));
            assertTrue(CE_PORT <= identification && identification <= CE_LAST_PORT, () -> "id " + identification);
            identifications.add(identification);
        }

        assertEquals(100, identifications.size());
    }

    @Test
    void errorsToItselfAreTranslatedBack() {
        edge.translator.rules().add(RULE);

        byte[] out = edge.translate(error4(CE4, CE4, udp4(CE4, CE_PORT, CE4, CE_LAST_PORT)));

        assertEquals("192.0.2.8 > 192.0.2.8", route(out));
        assertEquals("192.0.2.8#55296 > 192.0.2.8#57343", quotedFlow(out));
        assertEquals(63, out[8]);
    }

    /** § 9. */
    @Test
    void echoMessagesAreMappedByTheirIdentifier() {
        edge.assertTranslated(CE6 + "#55300 > " + REMOTE6 + "#55300", ping4(CE4, REMOTE4, 55300));
        edge.assertTranslated("203.0.113.56#55300 > 192.0.2.8#55300", ping6(REMOTE6, CE6, 55300));
        edge.assertAccepted(Reason.MAPT_PSID, ping4(CE4, REMOTE4, 1));
        edge.assertDropped(Reason.MAPT_PORTS, ping6(REMOTE6, CE6, 1));
    }

    /** § 9, RFC 7915 § 4.3, § 5.3. */
    @Test
    void errorsAreMappedByThePortsTheyQuoteWithTheRolesExchanged() {
        byte[] out6 = edge.translate(error4(CE4, REMOTE4, udp4(REMOTE4, 80, CE4, CE_PORT)));
        byte[] out4 = edge.translate(error6("64:ff9b::c633:644d", CE6, udp6(CE6, CE_PORT, REMOTE6, 80)));

        assertEquals(CE6 + " > " + REMOTE6, route(out6));
        assertEquals(REMOTE6 + "#80 > " + CE6 + "#55296", quotedFlow(out6));
        assertEquals("198.51.100.77 > 192.0.2.8", route(out4));
        assertEquals("192.0.2.8#55296 > 203.0.113.56#80", quotedFlow(out4));
    }

    /** RFC 6791, both ways. */
    @Test
    void errorsOfNodesWithoutAddressGetOne() {
        byte[] out6 = edge.translate(error4("192.168.0.4", REMOTE4, udp4(REMOTE4, 80, CE4, CE_PORT)));
        byte[] out4 = edge.translate(error6("2001:db8:6::1", CE6, udp6(CE6, CE_PORT, REMOTE6, 80)));

        assertEquals("2001:db8:1::1 > " + REMOTE6, route(out6));
        assertEquals("198.51.100.1 > 192.0.2.8", route(out4));
        edge.settings(edge.settings().withRfc6791(Ipv6Prefix.parse("2001:db8:6791::/64"), null));
        byte[] provided = edge.translate(error4("192.168.0.4", REMOTE4, udp4(REMOTE4, 80, CE4, CE_PORT)));
        assertTrue(TestPackets.source(provided).startsWith("2001:db8:6791:"), () -> route(provided));
        edge.settings(edge.settings().withRfc6791(null, null));
        edge.bench.routes.own6 = null;
        edge.assertDropped(
                Reason.V4_TO_V6_RFC6791_ENOENT, error4("192.168.0.4", REMOTE4, udp4(REMOTE4, 80, CE4, CE_PORT)));
    }

    /** RFC 7597 figures 4 and 5: whole addresses and whole prefixes. */
    @Test
    void aWholePrefixMayBeDelegated() {
        MappingRule rule = MappingRule.of("2001:db8::/40", "192.168.0.0/16", 8);
        CustomerEdge whole = new CustomerEdge(rule, Ipv6Prefix.parse("2001:db8:7::/48"));
        edge.settings(MaptSettings.customerEdge(whole, Pool6.parse(MaptBench.DMR)));

        edge.assertTranslated(
                "2001:db8:7:900:0:c0a8:709:0#1 > " + REMOTE6 + "#80", udp4("192.168.7.9", 1, REMOTE4, 80));
        edge.assertTranslated("203.0.113.56#80 > 192.168.7.9#1", udp6(REMOTE6, 80, "2001:db8:7:900:0:c0a8:709:0", 1));
        edge.assertAccepted(Reason.MAPT_ADDR4, udp4("192.168.8.9", 1, REMOTE4, 80));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "192.0.2.8, 203.0.113.56, true",
        "192.0.2.9, 203.0.113.56, false",
        "64:ff9b::1, 2001:db8:ce:11b::1, true",
        "2001:db8::1, 2001:db8:ce:11b::1, false",
        "64:ff9b::1, 2001:db8:ce:11c::1, false"
    })
    void knowsWhichFragmentsItIsConcernedWith(String source, String destination, boolean concerned) {
        byte[] packet = source.indexOf(':') < 0 ? udp4(source, 1, destination, 2) : udp6(source, 1, destination, 2);

        assertEquals(concerned, edge.translator.concerns(Hex.packet(packet), 0));
    }
}
