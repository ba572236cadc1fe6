// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import static joolj.siit.SiitBench.NODE4;
import static joolj.siit.SiitBench.NODE6;
import static joolj.siit.SiitBench.REMOTE4;
import static joolj.siit.SiitBench.REMOTE6;
import static joolj.siit.SiitBench.UNMAPPED6;
import static joolj.siit.SiitBench.error4;
import static joolj.siit.SiitBench.error6;
import static joolj.siit.SiitBench.udp4;
import static joolj.siit.SiitBench.udp6;
import static joolj.translation.TestPackets.ICMP4;
import static joolj.translation.TestPackets.ICMP6;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.put16;
import static joolj.translation.TestPackets.set;
import static joolj.translation.TestPackets.transport;
import static joolj.translation.TestPackets.udp;
import static joolj.translation.TestPackets.withChecksums;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import joolj.rfc6052.Pool6;
import joolj.rfc7915.HeaderSettings;
import joolj.rfc7915.MtuPlateaus;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7915: what a stateless translator does otherwise than a stateful one. */
class SiitTranslatorTest {
    private static final int UDP_CHECKSUM = 6;

    private final SiitBench siit = new SiitBench();

    private void amend() {
        HeaderSettings amending = new HeaderSettings(1280, false, false, 0, MtuPlateaus.DEFAULT, true);
        siit.translator.settings(siit.translator.configuration().settings().withHeaders(amending));
    }

    private void assertAnswered(Reason reason, int type, int code, byte[] packet) {
        assertEquals(Outcome.DROP, siit.bench.translate(siit.translator, packet));
        assertEquals(reason, siit.bench.translation.reason());
        assertTrue(siit.bench.translation.hasReply());
        assertEquals(type, siit.bench.sent.get(0)[0]);
        assertEquals(code, siit.bench.sent.get(0)[1]);
    }

    @Test
    void countsWhatItReceives() {
        siit.translate(udp6(NODE6, REMOTE6));
        siit.translate(udp4(REMOTE4, NODE4));
        siit.translate(udp4(REMOTE4, NODE4));

        assertEquals(1, siit.bench.counters.get(Reason.RECEIVED6));
        assertEquals(2, siit.bench.counters.get(Reason.RECEIVED4));
    }

    @Test
    void pausedInstanceHandsEverythingBack() {
        SiitSettings running = SiitSettings.defaults(Pool6.parse(SiitBench.POOL6));
        siit.translator.settings(new SiitSettings(
                false, running.pool6(), running.headers(), running.eamHairpinMode(), true, null, null));

        siit.assertAccepted(Reason.XLATOR_DISABLED, udp6(NODE6, REMOTE6));
        siit.assertAccepted(Reason.XLATOR_DISABLED, udp4(REMOTE4, NODE4));
        siit.assertAccepted(Reason.XLATOR_DISABLED, new byte[0]);
        siit.translator.settings(running);
        siit.assertTranslated(NODE4, REMOTE4, udp6(NODE6, REMOTE6));
    }

    @Test
    void packetsWithoutRouteAreHandedBack() {
        siit.bench.routes.mtu4 = Routes.NO_ROUTE;
        siit.bench.routes.mtu6 = Routes.NO_ROUTE;

        siit.assertAccepted(Reason.FAILED_ROUTES, udp6(NODE6, REMOTE6));
        siit.assertAccepted(Reason.FAILED_ROUTES, udp4(REMOTE4, NODE4));
    }

    @ParameterizedTest(name = "protocol {0}")
    @ValueSource(ints = {4, 41, 47, 50, 51, 59, 132, 253})
    void unknownProtocolsAreHandedOnOctetByOctet(int protocol) {
        byte[] data = payload(33);

        byte[] out4 = siit.bench.translateToOne(siit.translator, ipv6(NODE6, REMOTE6, protocol, data));
        byte[] out6 = siit.bench.translateToOne(siit.translator, ipv4(REMOTE4, NODE4, protocol, false, data));

        assertEquals(protocol, out4[9] & 0xff);
        assertEquals(protocol, out6[6] & 0xff);
        assertArrayEquals(data, transport(out4));
        assertArrayEquals(data, Arrays.copyOfRange(out6, 40, out6.length));
    }

    @ParameterizedTest(name = "type {0}")
    @ValueSource(ints = {0, 5, 100, 130, 135, 136, 137, 255})
    void unknownIcmpv6TypesAreDroppedOnceTheAddressesAreTranslated(int type) {
        byte[] message = icmp(type, 0, 0, payload(20));

        siit.assertDropped(Reason.UNKNOWN_ICMP6_TYPE, ipv6(NODE6, REMOTE6, ICMP6, message));
        siit.assertAccepted(Reason.V6_TO_V4_SRC, ipv6(NODE6, "ff02::1:ff00:1", ICMP6, message));
        siit.assertAccepted(Reason.V6_TO_V4_DST, ipv6(UNMAPPED6, REMOTE6, ICMP6, message));
    }

    /** RFC 4861 § 7.1. */
    @ParameterizedTest(name = "type {0}")
    @ValueSource(ints = {133, 134, 135, 136, 137})
    void neighborDiscoveryOfTheTranslatorsOwnLinkIsHandedBack(int type) {
        byte[] distant = ipv6(NODE6, REMOTE6, ICMP6, icmp(type, 0, 0, payload(20)));
        byte[] near = set(distant.clone(), 7, 255);

        siit.assertDropped(Reason.UNKNOWN_ICMP6_TYPE, near);
        siit.bench.routes.local6.add(REMOTE6);
        siit.assertAccepted(Reason.UNKNOWN_ICMP6_TYPE, near);
        siit.assertDropped(Reason.UNKNOWN_ICMP6_TYPE, distant);
    }

    @Test
    void otherUnknownIcmpv6ForTheTranslatorIsDropped() {
        siit.bench.routes.local6.add(REMOTE6);
        for (int type : new int[] {130, 131, 132, 138, 143}) {
            byte[] message = ipv6(NODE6, REMOTE6, ICMP6, icmp(type, 0, 0, payload(20)));
            siit.assertDropped(Reason.UNKNOWN_ICMP6_TYPE, set(message, 7, 255));
        }
    }

    @ParameterizedTest(name = "type {0}")
    @ValueSource(ints = {1, 6, 9, 10, 13, 14, 15, 17, 30, 255})
    void unknownIcmpv4TypesAreDroppedOnceTheAddressesAreTranslated(int type) {
        byte[] message = icmp(type, 0, 0, payload(20));

        siit.assertDropped(Reason.UNKNOWN_ICMP4_TYPE, ipv4(REMOTE4, NODE4, ICMP4, false, message));
        siit.assertAccepted(Reason.V4_TO_V6_DST, ipv4(REMOTE4, "198.51.100.1", ICMP4, false, message));
    }

    @Test
    void icmpOfTheOtherVersionIsDropped() {
        byte[] echo4 = icmp(8, 0, 0x0001_0001, payload(20));
        byte[] echo6 = icmp(128, 0, 0x0001_0001, payload(20));

        siit.assertDropped(Reason.UNKNOWN_ICMP6_TYPE, ipv6(NODE6, REMOTE6, ICMP4, echo4));
        siit.assertDropped(Reason.UNKNOWN_ICMP4_TYPE, ipv4(REMOTE4, NODE4, ICMP6, false, echo6));
    }

    @Test
    void errorsThatQuoteUnknownIcmpAreDropped() {
        byte[] solicitation = ipv6(REMOTE6, NODE6, ICMP6, icmp(135, 0, 0, payload(16)));
        byte[] timestamp = ipv4(NODE4, REMOTE4, ICMP4, false, icmp(13, 0, 0, payload(16)));

        siit.assertDropped(Reason.UNKNOWN_ICMP6_TYPE, error6("2001:db8:1::9", REMOTE6, solicitation));
        siit.assertDropped(Reason.UNKNOWN_ICMP4_TYPE, error4("198.51.100.77", NODE4, timestamp));
    }

    /** RFC 7915 § 4.3, § 5.3. */
    @Test
    void errorsThatQuoteErrorsAreDropped() {
        byte[] inner4 = error4(NODE4, REMOTE4, udp4(REMOTE4, NODE4));
        byte[] inner6 = error6(REMOTE6, NODE6, udp6(NODE6, REMOTE6));

        siit.assertDropped(Reason.DOUBLE_ICMP4_ERROR, error4("198.51.100.77", NODE4, inner4));
        siit.assertDropped(Reason.HDR6, error6("2001:db8:1::9", REMOTE6, inner6));
    }

    @Test
    void extensionHeaderBehindAFragmentHeaderIsAnswered() {
        byte[] extensions = {60, 0, 0, 1, 0, 0, 0, 1, UDP, 0, 1, 4, 0, 0, 0, 0};
        byte[] in = ipv6(NODE6, REMOTE6, 44, extensions, UDP, udp(1, 2, payload(8)));

        assertAnswered(Reason.V6_TO_V4_FRAG_THEN_EXT, 1, 1, in);
    }

    @ParameterizedTest(name = "offset {0}, more {1}")
    @CsvSource({"0, true", "1232, true", "2464, false"})
    void fragmentsAreTranslatedOneByOne(int offset, boolean more) {
        byte[] data = offset == 0 ? udp(4000, 53, payload(1224)) : payload(1000);
        byte[] in6 = ipv6(
                NODE6,
                REMOTE6,
                44,
                new byte[] {UDP, 0, (byte) (offset >>> 8), (byte) (offset | (more ? 1 : 0)), 0, 1, (byte) 0xbe, 7},
                0,
                data);

        byte[] out4 = siit.bench.translateToOne(siit.translator, in6);
        byte[] back = siit.bench.translateToOne(siit.translator, set(out4.clone(), 8, 65));

        assertEquals(offset / 8 | (more ? 0x2000 : 0), get16(out4, 6));
        assertEquals(0xbe07, get16(out4, 4));
        assertArrayEquals(Arrays.copyOfRange(data, 8, data.length), Arrays.copyOfRange(out4, 28, out4.length));
        assertEquals(UDP, back[40]);
        assertEquals(offset | (more ? 1 : 0), get16(back, 42));
        assertEquals(0xbe07, get16(back, 46));
    }

    @Test
    void fragmentsOfIcmpAreDropped() {
        byte[] message = icmp(128, 0, 1, payload(24));
        byte[] in6 = ipv6(NODE6, REMOTE6, 44, new byte[] {ICMP6, 0, 0, 1, 0, 0, 0, 1}, 0, message);
        byte[] in4 = withChecksums(set(ipv4(REMOTE4, NODE4, ICMP4, false, icmp(8, 0, 1, payload(24))), 6, 0x20, 0));

        siit.assertDropped(Reason.V6_TO_V4_FRAGMENTED_ICMP, in6);
        siit.assertDropped(Reason.V4_TO_V6_FRAGMENTED_ICMP, in4);
    }

    /** RFC 7915 § 4.5. */
    @Test
    void udpWithoutChecksumIsAnsweredUnlessItMayBeComputed() {
        byte[] in = udp4(REMOTE4, NODE4);
        put16(in, 20 + UDP_CHECKSUM, 0);

        assertAnswered(Reason.V4_TO_V6_FRAGMENTED_ZERO_CSUM, 3, 13, in);
        amend();
        siit.assertTranslated(REMOTE6, NODE6, in);
    }

    /** RFC 7915 § 4.5. */
    @Test
    void firstFragmentWithoutChecksumIsAlwaysAnswered() {
        byte[] in = withChecksums(set(udp4(REMOTE4, NODE4), 6, 0x20, 0));
        put16(in, 20 + UDP_CHECKSUM, 0);
        amend();

        assertAnswered(Reason.V4_TO_V6_FRAGMENTED_ZERO_CSUM, 3, 13, in);
    }

    @ParameterizedTest(name = "{0} octets")
    @ValueSource(ints = {0, 1, 19, 20, 27})
    void truncatedPacketsAreDropped(int length) {
        byte[] whole = udp4(REMOTE4, NODE4);

        assertEquals(
                Outcome.DROP, siit.bench.translate(siit.translator, Arrays.copyOf(whole, length)), "IPv4 " + length);
        assertEquals(
                Outcome.DROP,
                siit.bench.translate(siit.translator, Arrays.copyOf(udp6(NODE6, REMOTE6), length)),
                "IPv6 " + length);
    }

    @Test
    void configurationIsReplacedAtOnce() {
        SiitConfiguration other = SiitConfiguration.of(SiitSettings.defaults(Pool6.parse("64:ff9b::/96")));

        siit.translator.configuration(other);

        siit.assertTranslated("10.0.0.1", "10.0.0.2", udp6("64:ff9b::a00:1", "64:ff9b::a00:2"));
        siit.assertAccepted(Reason.V6_TO_V4_SRC, udp6(NODE6, REMOTE6));
        assertEquals(0, siit.translator.eamt().size());
    }
}
