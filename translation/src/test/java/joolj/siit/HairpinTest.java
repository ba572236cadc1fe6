// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import static joolj.siit.SiitBench.NODE4;
import static joolj.siit.SiitBench.NODE6;
import static joolj.siit.SiitBench.OTHER_NODE4;
import static joolj.siit.SiitBench.OTHER_NODE6;
import static joolj.siit.SiitBench.REMOTE4;
import static joolj.siit.SiitBench.REMOTE6;
import static joolj.siit.SiitBench.UNMAPPED6;
import static joolj.siit.SiitBench.error4;
import static joolj.siit.SiitBench.error6;
import static joolj.siit.SiitBench.quotedRoute;
import static joolj.siit.SiitBench.route;
import static joolj.siit.SiitBench.udp4;
import static joolj.siit.SiitBench.udp6;
import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.set;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.transport;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import joolj.address.Ipv4Prefix;
import joolj.siit.SiitSettings.EamHairpinMode;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 7757 § 4: hairpinning of IPv6 traffic. */
class HairpinTest {
    /** The two mapped nodes as other IPv6 nodes see them. */
    private static final String NODE_EMBEDDED = "2001:db8:64::c000:202";

    private static final String OTHER_EMBEDDED = "2001:db8:64::c000:2c8";

    private static final int HOP_LIMIT = 7;

    private final SiitBench siit = new SiitBench();

    private void mode(EamHairpinMode mode) {
        siit.translator.settings(siit.translator.configuration().settings().withEamHairpinMode(mode));
    }

    private byte[] hairpin(byte[] packet) {
        byte[] out = siit.translate(packet);
        assertEquals(6, out[0] >>> 4, "the version");
        return out;
    }

    @Test
    void intrinsicHairpinningSendsThePacketBackToIpv6() {
        byte[] in = udp6(NODE6, OTHER_EMBEDDED);

        byte[] out = hairpin(in);

        assertEquals(NODE_EMBEDDED + " > " + OTHER_NODE6, route(out));
        assertEquals(in.length, out.length);
        assertEquals(63, out[HOP_LIMIT], "the hop limit falls once");
        assertArrayEquals(Arrays.copyOfRange(in, 48, in.length), Arrays.copyOfRange(out, 48, out.length));
    }

    @Test
    void answerComesBackTheSameWay() {
        byte[] out = hairpin(udp6(OTHER_NODE6, NODE_EMBEDDED));

        assertEquals(OTHER_EMBEDDED + " > " + NODE6, route(out));
    }

    @Test
    void nodeMayTalkToItself() {
        assertEquals(NODE_EMBEDDED + " > " + NODE6, route(hairpin(udp6(NODE6, NODE_EMBEDDED))));
    }

    @Test
    void nodeWithAnEmbeddedAddressIsHairpinnedToo() {
        byte[] out = hairpin(udp6("2001:db8:64::a03:201", OTHER_EMBEDDED));

        assertEquals("2001:db8:64::a03:201 > " + OTHER_NODE6, route(out));
    }

    @Test
    void mappedDestinationItselfIsNotHairpinned() {
        siit.assertTranslated(NODE4, OTHER_NODE4, udp6(NODE6, OTHER_NODE6));
    }

    @Test
    void embeddedDestinationWithoutMappingIsNotHairpinned() {
        siit.assertTranslated(NODE4, REMOTE4, udp6(NODE6, REMOTE6));
    }

    @Test
    void hopLimitOfOneIsAnsweredAndOfTwoSuffices() {
        byte[] spent = set(udp6(NODE6, OTHER_EMBEDDED), HOP_LIMIT, 1);

        assertEquals(Outcome.DROP, siit.bench.translate(siit.translator, spent));
        assertEquals(Reason.V6_TO_V4_TTL, siit.bench.translation.reason());
        assertTrue(siit.bench.translation.hasReply());
        assertEquals(1, hairpin(set(udp6(NODE6, OTHER_EMBEDDED), HOP_LIMIT, 2))[HOP_LIMIT]);
    }

    @Test
    void noIpv4RouteIsNeeded() {
        siit.bench.routes.mtu4 = Routes.NO_ROUTE;

        assertEquals(NODE_EMBEDDED + " > " + OTHER_NODE6, route(hairpin(udp6(NODE6, OTHER_EMBEDDED))));
    }

    @Test
    void narrowIpv4LinkDoesNotMatter() {
        siit.bench.routes.mtu4 = 576;

        byte[] out = hairpin(ipv6(NODE6, OTHER_EMBEDDED, UDP, udp(4000, 53, payload(1452))));

        assertEquals(1500, out.length);
    }

    @Test
    void errorsOfTheSecondPassAreLost() {
        siit.bench.routes.mtu6 = 1400;
        siit.bench.ingressMtu = 1500;
        byte[] in = ipv6(NODE6, OTHER_EMBEDDED, TCP, tcp(1, 2, 3, 0x10, payload(1440)));

        siit.assertDropped(Reason.PKT_TOO_BIG, in);
    }

    @Test
    void deniedSourceIsRefusedInTheSecondPass() {
        siit.deny("192.0.2.2/32");

        siit.assertAccepted(Reason.V4_TO_V6_SRC, udp6(NODE6, OTHER_EMBEDDED));
    }

    /** RFC 7757, Appendix B.1, Figure 10: the node that was written to answers with an error. */
    @Test
    void errorOfTheNodeItselfIsHairpinned() {
        byte[] quoted = udp6(NODE_EMBEDDED, OTHER_NODE6);

        byte[] out = hairpin(error6(OTHER_NODE6, NODE_EMBEDDED, quoted));

        assertEquals(OTHER_EMBEDDED + " > " + NODE6, route(out));
        assertEquals(NODE6 + " > " + OTHER_EMBEDDED, quotedRoute(out));
        assertArrayEquals(
                Arrays.copyOfRange(quoted, 48, quoted.length), Arrays.copyOfRange(out, out.length - 24, out.length));
    }

    /** RFC 7757, Appendix B.1, Figure 9: a router on the way to the node that was written to. */
    @Test
    void errorOfAMappedRouterKeepsTheRoutersMapping() {
        siit.addEam("2001:db8:7::7", "203.0.113.7");

        byte[] out = hairpin(error6("2001:db8:7::7", NODE_EMBEDDED, udp6(NODE_EMBEDDED, OTHER_NODE6)));

        assertEquals("2001:db8:7::7 > " + NODE6, route(out));
        assertEquals(NODE6 + " > " + OTHER_EMBEDDED, quotedRoute(out));
    }

    @Test
    void errorOfAnUnmappedRouterComesFromAnAddressOfTheTranslator() {
        byte[] out = hairpin(error6(UNMAPPED6, NODE_EMBEDDED, udp6(NODE_EMBEDDED, OTHER_NODE6)));

        assertEquals("2001:db8:64::c633:6401 > " + NODE6, route(out));
    }

    @Test
    void errorOfAnUnmappedRouterIsDroppedIfTheTranslatorHasNoAddress() {
        siit.bench.routes.anyLocal4 = 0;

        siit.assertDropped(
                Reason.V6_TO_V4_RFC6791_ENOENT, error6(UNMAPPED6, NODE_EMBEDDED, udp6(NODE_EMBEDDED, OTHER_NODE6)));
    }

    @Test
    void errorOfAnUnmappedRouterComesFromThePrefixOfTheOperator() {
        SiitSettings settings = siit.translator.configuration().settings();
        siit.translator.settings(settings.withRfc6791(true, null, Ipv4Prefix.parse("203.0.113.9/32")));

        byte[] out = hairpin(error6(UNMAPPED6, NODE_EMBEDDED, udp6(NODE_EMBEDDED, OTHER_NODE6)));

        assertEquals("2001:db8:64::cb00:7109 > " + NODE6, route(out));
    }

    @Test
    void fragmentIsHairpinnedAsAFragment() {
        byte[] header = {UDP, 0, 0x01, 0x01, 0, 0, 0x12, 0x34};
        byte[] data = payload(64);
        byte[] in = ipv6(NODE6, OTHER_EMBEDDED, 44, header, 0, data);

        byte[] out = siit.bench.translateToOne(siit.translator, in);

        assertEquals(NODE_EMBEDDED + " > " + OTHER_NODE6, route(out));
        assertArrayEquals(header, Arrays.copyOfRange(out, 40, 48));
        assertArrayEquals(data, transport(out));
    }

    @Test
    void aggregateIsHairpinnedInSegments() {
        siit.bench.aggregate = true;
        byte[] in = ipv6(NODE6, OTHER_EMBEDDED, TCP, tcp(1, 2, 3, 0x10, payload(5000)));

        assertEquals(Outcome.TRANSLATED, siit.bench.translate(siit.translator, in));

        assertTrue(siit.bench.sent.size() > 3);
        for (byte[] segment : siit.bench.sent) {
            assertTrue(segment.length <= 1500);
            assertChecksums(segment);
            assertEquals(NODE_EMBEDDED + " > " + OTHER_NODE6, route(segment));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = EamHairpinMode.class,
            names = {"OFF", "SIMPLE"})
    void otherModesSendThePacketToIpv4(EamHairpinMode mode) {
        mode(mode);

        siit.assertTranslated(NODE4, OTHER_NODE4, udp6(NODE6, OTHER_EMBEDDED));
        siit.assertTranslated(
                OTHER_NODE4, NODE4, error6(OTHER_NODE6, NODE_EMBEDDED, udp6(NODE_EMBEDDED, OTHER_EMBEDDED)));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = EamHairpinMode.class,
            names = {"OFF", "INTRINSIC"})
    void ipv4PacketsUseTheMappingOfTheirSource(EamHairpinMode mode) {
        mode(mode);

        siit.assertTranslated(NODE6, OTHER_NODE6, udp4(NODE4, OTHER_NODE4));
        byte[] error = siit.translate(error4(OTHER_NODE4, NODE4, udp4(NODE4, OTHER_NODE4)));
        assertEquals(OTHER_NODE6 + " > " + NODE6, route(error));
        assertEquals(NODE6 + " > " + OTHER_NODE6, quotedRoute(error));
    }

    /** § 4.2.1. */
    @Test
    void simpleHairpinningEmbedsTheSourceOfIpv4Packets() {
        mode(EamHairpinMode.SIMPLE);

        siit.assertTranslated(NODE_EMBEDDED, OTHER_NODE6, udp4(NODE4, OTHER_NODE4));
    }

    /** § 4.2.1. */
    @Test
    void simpleHairpinningEmbedsTheQuotedDestination() {
        mode(EamHairpinMode.SIMPLE);
        siit.addEam("2001:db8:7::7", "203.0.113.7");

        byte[] own = siit.translate(error4(OTHER_NODE4, NODE4, udp4(NODE4, OTHER_NODE4)));
        byte[] routers = siit.translate(error4("203.0.113.7", NODE4, udp4(NODE4, OTHER_NODE4)));

        assertEquals(OTHER_EMBEDDED + " > " + NODE6, route(own));
        assertEquals(NODE6 + " > " + OTHER_EMBEDDED, quotedRoute(own));
        assertEquals("2001:db8:7::7 > " + NODE6, route(routers));
        assertEquals(NODE6 + " > " + OTHER_EMBEDDED, quotedRoute(routers));
    }

    @Test
    void simpleHairpinningWithoutPool6LeavesPacketsAlone() {
        SiitSettings settings = SiitSettings.defaults(null).withEamHairpinMode(EamHairpinMode.SIMPLE);
        SiitBench bare = new SiitBench(settings);

        bare.assertAccepted(Reason.V4_TO_V6_SRC, udp4(NODE4, OTHER_NODE4));
    }
}
