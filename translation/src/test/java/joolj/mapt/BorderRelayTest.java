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
import static joolj.mapt.MaptBench.error4;
import static joolj.mapt.MaptBench.error6;
import static joolj.mapt.MaptBench.flow;
import static joolj.mapt.MaptBench.ping4;
import static joolj.mapt.MaptBench.ping6;
import static joolj.mapt.MaptBench.quotedFlow;
import static joolj.mapt.MaptBench.route;
import static joolj.mapt.MaptBench.udp4;
import static joolj.mapt.MaptBench.udp6;
import static joolj.translation.TestPackets.ICMP4;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.put16;
import static joolj.translation.TestPackets.udp;
import static joolj.translation.TestPackets.withChecksums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc7597.MappingRule;
import joolj.translation.Reason;
import joolj.translation.Routes;
import joolj.translation.TestPackets;
import joolj.wire.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7599 § 8.3, § 8.4 and § 9: the border relay. */
class BorderRelayTest {
    private final MaptBench relay = MaptBench.borderRelay();

    /** § 8.3. */
    @Test
    void customerEdgesReachTheIpv4Internet() {
        relay.assertTranslated("192.0.2.8#55296 > 203.0.113.56#80", udp6(CE6, CE_PORT, REMOTE6, 80));
        relay.assertTranslated("192.0.2.8#57343 > 203.0.113.56#80", udp6(CE6, CE_LAST_PORT, REMOTE6, 80));
        relay.assertTranslated("192.0.2.59#40960 > 203.0.113.56#80", udp6(OTHER6, OTHER_PORT, REMOTE6, 80));
    }

    /** § 8.4. */
    @Test
    void theIpv4InternetReachesTheCustomerEdgeThatHasThePort() {
        relay.assertTranslated(REMOTE6 + "#80 > " + CE6 + "#55296", udp4(REMOTE4, 80, CE4, CE_PORT));
        relay.assertTranslated(
                REMOTE6 + "#80 > 2001:db8:ce:11a:0:c000:208:1a#55295", udp4(REMOTE4, 80, CE4, CE_PORT - 1));
        relay.assertTranslated(REMOTE6 + "#80 > " + OTHER6 + "#43007", udp4(REMOTE4, 80, OTHER4, 43007));
    }

    /** RFC 7599 appendix A, example 2, with a DMR of 64 bits. */
    @Test
    void theExampleOfTheRfcIsTranslated() {
        relay.settings(MaptSettings.borderRelay(Pool6.parse("2001:db8:ffff::/64")));
        relay.translator.rules().flush();
        relay.translator.rules().add(MappingRule.of("2001:db8::/40", "192.0.2.0/24", 16));

        relay.assertTranslated(
                "2001:db8:ffff:0:a:203:400:0#80 > 2001:db8:12:3400:0:c000:212:34#1232",
                udp4("10.2.3.4", 80, "192.0.2.18", 1232));
        relay.assertTranslated(
                "192.0.2.18#1232 > 10.2.3.4#80",
                udp6("2001:db8:12:3400:0:c000:212:34", 1232, "2001:db8:ffff:0:a:203:400:0", 80));
    }

    /** RFC 6052 § 2.2: all lengths of a DMR. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "2001:db8::/32",
                "2001:db8:100::/40",
                "2001:db8:122::/48",
                "2001:db8:122:300::/56",
                "2001:db8:122:344::/64",
                "2001:db8:122:344::/96"
            })
    void everyLengthOfADefaultMappingRuleWorks(String dmr) {
        Pool6 pool6 = Pool6.parse(dmr);
        relay.settings(MaptSettings.borderRelay(pool6));
        relay.translator.rules().flush();
        relay.translator.rules().add(MappingRule.of("2001:db9::/40", "192.0.2.0/24", 16));
        String outside = pool6.embedText(joolj.address.IpText.parse4(REMOTE4));
        String inside = "2001:db9:12:3400:0:c000:212:34";

        relay.assertTranslated(outside + "#80 > " + inside + "#1232", udp4(REMOTE4, 80, "192.0.2.18", 1232));
        relay.assertTranslated("192.0.2.18#1232 > 203.0.113.56#80", udp6(inside, 1232, outside, 80));
    }

    @Test
    void whatTheRulesDoNotMapIsHandedBack() {
        relay.assertAccepted(Reason.MAPT_FMR4, udp4(REMOTE4, 80, "192.0.3.8", CE_PORT));
        relay.assertAccepted(Reason.MAPT_FMR6, udp6("2001:db8:cf::1", CE_PORT, REMOTE6, 80));
        relay.assertAccepted(Reason.MAPT_POOL6, udp6(CE6, CE_PORT, "2001:db8::1", 80));
        relay.settings(MaptSettings.borderRelay(null));
        relay.assertAccepted(Reason.POOL6_UNSET, udp4(REMOTE4, 80, CE4, CE_PORT));
        relay.assertAccepted(Reason.MAPT_POOL6, udp6(CE6, CE_PORT, REMOTE6, 80));
    }

    @Test
    void pausedInstanceHandsEverythingBack() {
        MaptSettings s = relay.settings();
        relay.settings(new MaptSettings(false, null, s.dmr(), s.headers(), null, null, true, null));

        relay.assertAccepted(Reason.XLATOR_DISABLED, udp4(REMOTE4, 80, CE4, CE_PORT));
        relay.assertAccepted(Reason.XLATOR_DISABLED, new byte[0]);
    }

    @Test
    void packetsWithoutRouteAreHandedBack() {
        relay.bench.routes.mtu4 = Routes.NO_ROUTE;
        relay.bench.routes.mtu6 = Routes.NO_ROUTE;

        relay.assertAccepted(Reason.FAILED_ROUTES, udp4(REMOTE4, 80, CE4, CE_PORT));
        relay.assertAccepted(Reason.FAILED_ROUTES, udp6(CE6, CE_PORT, REMOTE6, 80));
    }

    /** § 8.3: "If the packet's source port number is found to be outside the range allowed, the BR MUST drop". */
    @ParameterizedTest(name = "port {0}")
    @ValueSource(ints = {55295, 57344, 80, 0, 65535, 40960})
    void spoofedSourcePortsAreDroppedCountedAndAnswered(int port) {
        relay.assertAnswered(Reason.MAPT_PORTS, 1, 5, udp6(CE6, port, REMOTE6, 80));

        assertEquals(1, relay.bench.counters.get(Reason.MAPT_PORTS));
    }

    @Test
    void portsAreNotCheckedIfTheOperatorSaysSo() {
        relay.settings(relay.settings().withCheckPorts(false));

        relay.assertTranslated("192.0.2.8#80 > 203.0.113.56#80", udp6(CE6, 80, REMOTE6, 80));
    }

    /** RFC 7597 § 5.1: A must be larger than 0. */
    @Test
    void systemPortsAreSpoofedEvenIfThePsidIsRight() {
        relay.translator.rules().flush();
        relay.translator.rules().add(MappingRule.of("2001:db8::/40", "192.0.2.0/24", 16));
        String inside = "2001:db8:12:3400:0:c000:212:34";

        relay.assertTranslated("192.0.2.18#1232 > 203.0.113.56#80", udp6(inside, 1232, REMOTE6, 80));
        relay.assertAnswered(Reason.MAPT_PORTS, 1, 5, udp6(inside, 1232 - 1024, REMOTE6, 80));
    }

    /** A subscriber's own IPv6 traffic is not MAP traffic, whatever its ports are. */
    @Test
    void nativeIpv6TrafficOfCustomersIsNotChecked() {
        relay.assertAccepted(Reason.MAPT_POOL6, udp6("2001:db8:ce:11b::abcd", 40000, "2001:db8:5::1", 443));

        assertEquals(0, relay.bench.counters.get(Reason.MAPT_PORTS));
    }

    /** § 9: the identifier counts as the port. */
    @Test
    void echoMessagesAreMappedByTheirIdentifier() {
        relay.assertTranslated("192.0.2.8#55300 > 203.0.113.56#55300", ping6(CE6, REMOTE6, 55300));
        relay.assertTranslated(REMOTE6 + "#55300 > " + CE6 + "#55300", ping4(REMOTE4, CE4, 55300));
        relay.assertAnswered(Reason.MAPT_PORTS, 1, 5, ping6(CE6, REMOTE6, 1));
    }

    /** § 9, RFC 7915 § 4.3: an ICMPv4 error about what a customer edge sent. */
    @Test
    void errorsFromTheInternetFindTheCustomerEdgeByThePortTheyQuote() {
        byte[] out = relay.translate(error4("198.51.100.77", CE4, udp4(CE4, CE_PORT, REMOTE4, 80)));

        assertEquals("64:ff9b::c633:644d > " + CE6, route(out));
        assertEquals(CE6 + "#55296 > " + REMOTE6 + "#80", quotedFlow(out));
    }

    /** § 9, RFC 7915 § 5.3: an ICMPv6 error of a customer edge about what came from the Internet. */
    @Test
    void errorsOfCustomerEdgesComeFromTheirAddress() {
        byte[] out = relay.translate(error6(CE6, REMOTE6, udp6(REMOTE6, 80, CE6, CE_PORT)));

        assertEquals("192.0.2.8 > 203.0.113.56", route(out));
        assertEquals("203.0.113.56#80 > 192.0.2.8#55296", quotedFlow(out));
    }

    @Test
    void errorsAboutPortsOfOthersAreDropped() {
        relay.assertDropped(Reason.MAPT_PORTS, error6(CE6, REMOTE6, udp6(REMOTE6, 80, CE6, 80)));

        assertFalse(relay.bench.translation.hasReply());
    }

    /** RFC 6791: a router between border relay and customer edge has no IPv4 address. */
    @Test
    void errorsOfRoutersComeFromTheOperatorsPrefixOrTheRelayItself() {
        byte[] error = error6("2001:db8:6::99", REMOTE6, udp6(REMOTE6, 80, CE6, CE_PORT));

        byte[] own = relay.translate(error);
        relay.settings(relay.settings().withRfc6791(null, Ipv4Prefix.parse("198.18.0.0/24")));
        byte[] provided = relay.translate(error);

        assertEquals("198.51.100.1 > 203.0.113.56", route(own));
        assertTrue(TestPackets.source(provided).startsWith("198.18.0."), () -> route(provided));
        assertEquals("203.0.113.56#80 > 192.0.2.8#55296", quotedFlow(provided));
        relay.settings(relay.settings().withRfc6791(null, null));
        relay.bench.routes.mtu4 = Routes.NO_ROUTE;
        relay.assertDropped(Reason.V6_TO_V4_RFC6791_ENOENT, error);
    }

    @Test
    void errorsAboutWhatIsNotMappedAreHandedBack() {
        relay.assertAccepted(Reason.MAPT_POOL6, error6("2001:db8:6::99", REMOTE6, udp6("2001:db8::5", 1, CE6, 2)));
        relay.assertAccepted(
                Reason.MAPT_FMR6, error6("2001:db8:6::99", REMOTE6, udp6(REMOTE6, 80, "2001:db8:cf::1", 2)));
        relay.assertAccepted(Reason.MAPT_FMR4, error4(REMOTE4, CE4, udp4("192.0.3.1", CE_PORT, REMOTE4, 80)));
    }

    /** RFC 7597 § 5: hub-and-spoke mode. */
    @Test
    void packetsFromOneCustomerEdgeToAnotherAreHairpinned() {
        byte[] out = relay.translate(udp6(CE6, CE_PORT, "64:ff9b::192.0.2.59", OTHER_PORT));

        assertEquals("64:ff9b::c000:208#55296 > " + OTHER6 + "#40960", flow(out));
        assertEquals(63, out[7]);
    }

    @Test
    void errorsAreHairpinnedLikeThePacketsTheyQuote() {
        byte[] quoted = udp6("64:ff9b::c000:208", CE_PORT, OTHER6, OTHER_PORT);

        byte[] out = relay.translate(error6(OTHER6, "64:ff9b::c000:208", quoted));

        assertEquals("64:ff9b::c000:23b > " + CE6, route(out));
        assertEquals(CE6 + "#55296 > 64:ff9b::c000:23b#40960", quotedFlow(out));
    }

    @Test
    void spoofedPortsAreDroppedBeforeTheyAreHairpinned() {
        relay.assertAnswered(Reason.MAPT_PORTS, 1, 5, udp6(CE6, 80, "64:ff9b::192.0.2.59", OTHER_PORT));
    }

    /** Without a shared address no port is needed. */
    @Test
    void otherProtocolsPassWhereNoPortsAreNeeded() {
        relay.assertAccepted(Reason.UNKNOWN_L4_PROTO, ipv4(REMOTE4, CE4, 47, false, payload(20)));
        relay.assertAccepted(Reason.UNKNOWN_L4_PROTO, ipv6(CE6, REMOTE6, 47, payload(20)));
        relay.translator.rules().add(MappingRule.of("2001:db8:d0::/48", "198.51.100.0/24", 8));

        byte[] out6 =
                relay.bench.translateToOne(relay.translator, ipv4(REMOTE4, "198.51.100.7", 47, false, payload(20)));
        byte[] out4 = relay.bench.translateToOne(
                relay.translator, ipv6("2001:db8:d0:700:0:c633:6407:0", REMOTE6, 47, payload(20)));

        assertEquals(REMOTE6 + " > 2001:db8:d0:700:0:c633:6407:0", route(out6));
        assertEquals("198.51.100.7 > 203.0.113.56", route(out4));
    }

    @Test
    void unknownIcmpTypesHaveNoPortAndAreHandedBack() {
        relay.assertAccepted(Reason.UNKNOWN_ICMP4_TYPE, ipv4(REMOTE4, CE4, ICMP4, false, icmp(13, 0, 0, payload(12))));
        relay.assertAccepted(
                Reason.UNKNOWN_ICMP6_TYPE, ipv6(CE6, REMOTE6, TestPackets.ICMP6, icmp(135, 0, 0, payload(16))));
    }

    /** RFC 7599 § 10: fragments are put together before; one that comes by itself has no port. */
    @Test
    void laterFragmentsThatComeAloneAreDropped() {
        byte[] later = udp4(REMOTE4, 80, CE4, CE_PORT);
        put16(later, 6, 0x00b9);

        relay.assertDropped(Reason.UNKNOWN, withChecksums(later));
    }

    /** RFC 7915 § 4.5: a whole datagram without checksum gets one. */
    @Test
    void missingUdpChecksumsAreComputed() {
        byte[] packet = udp4(REMOTE4, 80, CE4, CE_PORT);
        put16(packet, 26, 0);

        relay.assertTranslated(REMOTE6 + "#80 > " + CE6 + "#55296", packet);
    }

    /** RFC 7915 § 4, § 5: sizes. */
    @Test
    void packetsThatAreTooBigAreAnsweredOrFragmented() {
        byte[] data = payload(1472);
        relay.assertAnswered(
                Reason.PKT_TOO_BIG, 3, 4, ipv4(REMOTE4, CE4, TestPackets.UDP, true, udp(80, CE_PORT, data)));
        relay.bench.routes.mtu4 = 1400;
        relay.assertAnswered(
                Reason.PKT_TOO_BIG, 2, 0, ipv6(CE6, REMOTE6, TestPackets.UDP, udp(CE_PORT, 80, payload(1400))));

        relay.bench.translate(relay.translator, ipv4(REMOTE4, CE4, TestPackets.UDP, false, udp(80, CE_PORT, data)));

        assertEquals(2, relay.bench.sent.size());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "203.0.113.56, 192.0.2.8, true",
        "203.0.113.56, 192.0.3.8, false",
        "64:ff9b::1, 2001:db8:ce:11b::1, false",
        "2001:db8:ce:11b::1, 64:ff9b::1, true",
        "2001:db8:ce:11b::1, 2001:db8::1, false",
        "2001:db8:cf::1, 64:ff9b::1, false"
    })
    void knowsWhichFragmentsItIsConcernedWith(String source, String destination, boolean concerned) {
        byte[] packet = source.indexOf(':') < 0 ? udp4(source, 1, destination, 2) : udp6(source, 1, destination, 2);

        assertEquals(concerned, relay.translator.concerns(Hex.packet(packet), 0));
    }

    @Test
    void ipv6ErrorsMayComeFromAPrefixOfTheOperators() {
        relay.settings(relay.settings().withRfc6791(Ipv6Prefix.parse("2001:db8:6791::/64"), null));

        byte[] out = relay.translate(error4("198.51.100.77", CE4, udp4(CE4, CE_PORT, REMOTE4, 80)));

        assertEquals("64:ff9b::c633:644d > " + CE6, route(out));
    }
}
