// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import static joolj.translation.TestPackets.ICMP4;
import static joolj.translation.TestPackets.ICMP6;
import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.get32;
import static joolj.translation.TestPackets.hex;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.set;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.transport;
import static joolj.translation.TestPackets.udp;
import static joolj.translation.TestPackets.withChecksums;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import joolj.translation.Bench;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.TestPackets;
import joolj.wire.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7915 § 4.2, § 4.3, § 5.2, § 5.3: ICMP errors and what they quote; RFC 4884: their extensions. */
class IcmpErrorTest {
    private static final String ROUTER4 = "192.0.2.254";
    private static final String ROUTER6 = "2001:db8:1::ff";

    /** The node the errors go to, in either family, and the one it had sent a packet to. */
    private static final String HOST4 = FixedAddresses.DESTINATION4;

    private static final String PEER4 = FixedAddresses.SOURCE4;
    private static final String HOST6 = FixedAddresses.DESTINATION6;
    private static final String PEER6 = FixedAddresses.SOURCE6;

    private final Bench bench = new Bench();
    private final FixedAddresses translator = new FixedAddresses();

    /** A packet that was translated from IPv6, and is quoted by an IPv4 router. */
    private static byte[] quoted4(int length) {
        byte[] data = udp(4000, 53, payload(length - 28));
        return ipv4(HOST4, PEER4, UDP, false, data);
    }

    /** The same, the other way round. */
    private static byte[] quoted6(int length) {
        byte[] data = udp(4000, 53, payload(length - 48));
        return ipv6(HOST6, PEER6, UDP, data);
    }

    private static byte[] error4(int type, int code, int rest, byte[] quoted) {
        return ipv4(ROUTER4, FixedAddresses.DESTINATION4, ICMP4, false, icmp(type, code, rest, quoted));
    }

    private static byte[] error6(int type, int code, int rest, byte[] quoted) {
        return ipv6(ROUTER6, "64:ff9b::c633:6402", ICMP6, icmp(type, code, rest, quoted));
    }

    /** The second word of an ICMPv4 error that says how much it quotes; RFC 4884 § 4.1. */
    private static int length4(int octets) {
        return octets / 4 * 0x1_0000;
    }

    /** The second word of an ICMPv6 error that says how much it quotes; RFC 4884 § 4.3. */
    private static int length6(int octets) {
        return octets / 8 * 0x100_0000;
    }

    private byte[] translate(byte[] packet) {
        byte[] out = bench.translateToOne(translator, packet);
        assertChecksums(out);
        return out;
    }

    private void assertDropped(Reason reason, byte[] packet) {
        assertEquals(Outcome.DROP, bench.translate(translator, packet));
        assertEquals(reason, bench.translation.reason());
        assertFalse(bench.translation.hasReply());
    }

    @ParameterizedTest(name = "{0}/{1} becomes {2}/{3}")
    @CsvSource({
        "3, 0, 1, 0, 0", "3, 1, 1, 0, 0", "3, 2, 4, 1, 6", "3, 3, 1, 4, 0", "3, 5, 1, 0, 0", "3, 6, 1, 0, 0",
        "3, 7, 1, 0, 0", "3, 8, 1, 0, 0", "3, 9, 1, 1, 0", "3, 10, 1, 1, 0", "3, 11, 1, 0, 0", "3, 12, 1, 0, 0",
        "3, 13, 1, 1, 0", "3, 15, 1, 1, 0", "11, 0, 3, 0, 0", "11, 1, 3, 1, 0", "12, 0, 4, 0, 0", "12, 2, 4, 0, 0"
    })
    void typesAndCodesOfIcmpv4HaveTheirCounterparts(int type, int code, int type6, int code6, int rest) {
        byte[] out = translate(error4(type, code, 0, quoted4(60)));

        assertEquals(type6 << 8 | code6, get16(out, 40));
        assertEquals(rest, get32(out, 44));
    }

    @ParameterizedTest(name = "{0}/{1} is dropped")
    @CsvSource({"3, 14", "3, 16", "3, 255", "4, 0", "5, 1", "12, 1", "12, 3"})
    void typesAndCodesOfIcmpv4WithoutCounterpartAreDropped(int type, int code) {
        assertDropped(Reason.UNKNOWN_ICMP4_TYPE, error4(type, code, 0, quoted4(60)));
    }

    @ParameterizedTest(name = "{0}/{1} becomes {2}/{3}")
    @CsvSource({
        "1, 0, 3, 1",
        "1, 1, 3, 10",
        "1, 2, 3, 1",
        "1, 3, 3, 1",
        "1, 4, 3, 3",
        "3, 0, 11, 0",
        "3, 1, 11, 1",
        "4, 0, 12, 0",
        "4, 1, 3, 2"
    })
    void typesAndCodesOfIcmpv6HaveTheirCounterparts(int type, int code, int type4, int code4) {
        byte[] out = translate(error6(type, code, 0, quoted6(80)));

        assertEquals(type4 << 8 | code4, get16(out, 20));
        assertEquals(0, get32(out, 24));
    }

    @ParameterizedTest(name = "{0}/{1} is dropped")
    @CsvSource({"1, 5", "1, 6", "1, 255", "4, 2", "4, 3"})
    void typesAndCodesOfIcmpv6WithoutCounterpartAreDropped(int type, int code) {
        assertDropped(Reason.UNKNOWN_ICMP6_TYPE, error6(type, code, 0, quoted6(80)));
    }

    @ParameterizedTest(name = "octet {0} is octet {1}")
    @CsvSource({"0, 0", "1, 1", "2, 4", "3, 4", "8, 7", "9, 6", "12, 8", "15, 8", "16, 24", "19, 24"})
    void pointersFromIpv4HaveTheirCounterparts(int pointer, int expected) {
        assertEquals(expected, get32(translate(error4(12, 0, pointer << 24, quoted4(60))), 44));
    }

    @ParameterizedTest(name = "octet {0}")
    @ValueSource(ints = {4, 5, 6, 7, 10, 11, 20, 255})
    void pointersFromIpv4WithoutCounterpartAreDropped(int pointer) {
        assertDropped(Reason.V4_TO_V6_UNTRANSLATABLE_PARAM_PROBLEM_PTR, error4(12, 0, pointer << 24, quoted4(60)));
    }

    @ParameterizedTest(name = "octet {0} is octet {1}")
    @CsvSource({"0, 0", "1, 1", "4, 2", "5, 2", "6, 9", "7, 8", "8, 12", "15, 12", "23, 12", "24, 16", "39, 16"})
    void pointersFromIpv6HaveTheirCounterparts(int pointer, int expected) {
        assertEquals(expected << 24, get32(translate(error6(4, 0, pointer, quoted6(80))), 24));
    }

    @ParameterizedTest(name = "octet {0}")
    @ValueSource(ints = {2, 3, 40, 41, 1280, 0x7fffffff, 0x80000000, -1})
    void pointersFromIpv6WithoutCounterpartAreDropped(int pointer) {
        assertDropped(Reason.V6_TO_V4_UNTRANSLATABLE_PARAM_PROB_PTR, error6(4, 0, pointer, quoted6(80)));
    }

    @ParameterizedTest(name = "MTU {0}, quoted length {1}, IPv6 MTU {2}, IPv4 MTU {3}: {4}")
    @CsvSource({
        "1400, 60, 1500, 1500, 1420",
        "576, 60, 1500, 1500, 1280",
        "1500, 60, 1500, 1500, 1500",
        "9000, 60, 9000, 1400, 1420",
        "9000, 60, 1400, 9000, 1400",
        "0, 1500, 1500, 1500, 1500",
        "0, 68, 1500, 1500, 1280",
        "0, 20000, 65535, 65535, 17934"
    })
    void mtuOfFragmentationNeededIsAdjusted(int mtu, int length, int nextHop6, int nextHop4, int expected) {
        bench.routes.mtu6 = nextHop6;
        bench.ingressMtu = nextHop4;
        byte[] quoted = set(quoted4(60), 2, length >>> 8, length & 0xff);

        byte[] out = translate(error4(3, 4, mtu, quoted));

        assertEquals(0x0200, get16(out, 40));
        assertEquals(expected, get32(out, 44));
        int destination = ByteBuffer.wrap(quoted).getInt(16);
        assertEquals(Map.of(destination, expected - 20), bench.routes.learned4, "noted for the cutting of aggregates");
    }

    @ParameterizedTest(name = "MTU {0}, IPv4 MTU {1}, IPv6 MTU {2}: {3}")
    @CsvSource({
        "1280, 1500, 1500, 1260",
        "1500, 1500, 1500, 1480",
        "1500, 1400, 1500, 1400",
        "1500, 1500, 1280, 1260",
        "68, 1500, 1500, 48",
        "20, 1500, 1500, 0",
        "19, 1500, 1500, 1480",
        "-1, 1500, 1500, 1480"
    })
    void mtuOfPacketTooBigIsAdjusted(int mtu, int nextHop4, int nextHop6, int expected) {
        bench.routes.mtu4 = nextHop4;
        bench.ingressMtu = nextHop6;

        byte[] out = translate(error6(2, 0, mtu, quoted6(80)));

        assertEquals(0x0304, get16(out, 20));
        assertEquals(expected, get32(out, 24));
        String destination = TestPackets.destination(quoted6(80));
        assertEquals(
                Map.of(destination, Math.max(1280, expected + 20)),
                bench.routes.learned6,
                "noted for the cutting of aggregates");
    }

    @Test
    void theQuotedPacketIsTranslatedLikeAnyOtherButForItsTimeToLive() {
        byte[] out = translate(error4(3, 3, 0, withChecksums(set(quoted4(61), 8, 1))));

        byte[] inner = Arrays.copyOfRange(out, 48, out.length);
        assertEquals(PEER6, TestPackets.source(out));
        assertEquals(HOST6, TestPackets.source(inner));
        assertEquals(PEER6, TestPackets.destination(inner));
        assertEquals(1, inner[7]);
        assertEquals(81 - 40, get16(inner, 4));
        assertChecksums(inner);
    }

    @Test
    void theQuotedIpv6PacketIsTranslatedToo() {
        byte[] out = translate(error6(1, 4, 0, withChecksums(set(quoted6(81), 7, 1))));

        byte[] inner = Arrays.copyOfRange(out, 28, out.length);
        assertEquals(HOST4, TestPackets.source(inner));
        assertEquals(PEER4, TestPackets.destination(inner));
        assertEquals(1, inner[8]);
        assertEquals(61, get16(inner, 2));
        assertChecksums(inner);
    }

    @Test
    void quotedTcpAndEchoAreTranslatedToo() {
        byte[] tcp4 = ipv4("192.0.2.1", "192.0.2.2", TCP, true, tcp(80, 81, 5, 2, payload(9)));
        byte[] echo6 = ipv6("2001:db8::1", "2001:db8::2", ICMP6, icmp(128, 0, 0x00090001, payload(9)));

        byte[] fromTcp = translate(error4(11, 0, 0, tcp4)).clone();
        byte[] fromEcho = translate(error6(3, 0, 0, echo6));

        assertChecksums(Arrays.copyOfRange(fromTcp, 48, fromTcp.length));
        assertChecksums(Arrays.copyOfRange(fromEcho, 28, fromEcho.length));
        assertEquals(8, fromEcho[48]);
    }

    @Test
    void eightOctetsOfAQuotedTcpHeaderAreEnough() {
        byte[] tcp4 = ipv4("192.0.2.1", "192.0.2.2", TCP, true, tcp(80, 81, 5, 2, payload(100)));

        byte[] out = translate(error4(3, 1, 0, Arrays.copyOf(tcp4, 28)));

        assertEquals(40 + 8 + 40 + 8, out.length);
        assertEquals(120, get16(out, 48 + 4));
        assertEquals("0050005100000005", hex(Arrays.copyOfRange(out, 88, 96)));
    }

    @ParameterizedTest(name = "{0} octets")
    @ValueSource(ints = {0, 19, 20, 27})
    void quotationsThatAreTooShortAreDropped(int octets) {
        assertDropped(Reason.SKB_TRUNCATED, error4(3, 1, 0, Arrays.copyOf(quoted4(60), octets)));
        assertDropped(Reason.SKB_TRUNCATED, error6(1, 1, 0, Arrays.copyOf(quoted6(80), octets + 20)));
    }

    @Test
    void quotedLaterFragmentsAndErrorsAreDropped() {
        byte[] later4 = set(quoted4(60), 6, 0x20, 1);
        byte[] later6 = ipv6("2001:db8::1", "2001:db8::2", 44, Hex.octets("11000008 00000001"), UDP, payload(20));
        byte[] error6 = ipv6("2001:db8::1", "2001:db8::2", ICMP6, icmp(1, 0, 0, quoted6(80)));

        assertDropped(Reason.HDR4, error4(3, 1, 0, later4));
        assertDropped(Reason.HDR6, error6(1, 1, 0, later6));
        assertDropped(Reason.HDR6, error6(1, 1, 0, error6));
    }

    @Test
    void aQuotedFirstFragmentKeepsItsFragmentation() {
        byte[] first4 = set(quoted4(60), 6, 0x20, 0);
        byte[] first6 =
                ipv6("2001:db8::1", "2001:db8::2", 44, Hex.octets("11000001 0000abcd"), UDP, udp(1, 2, payload(8)));

        byte[] out6 = translate(error4(11, 1, 0, first4)).clone();
        byte[] out4 = translate(error6(3, 1, 0, first6));

        assertEquals("1100000100001234", hex(Arrays.copyOfRange(out6, 88, 96)));
        assertEquals(60 - 20 + 8, get16(out6, 48 + 4));
        assertEquals(0xabcd2000, get32(out4, 28 + 4));
        assertEquals(20 + 16, get16(out4, 28 + 2));
    }

    @Test
    void aWrongChecksumOfTheErrorDropsIt() {
        byte[] error4 = error4(3, 1, 0, quoted4(60));
        byte[] error6 = error6(1, 1, 0, quoted6(80));
        error4[50] ^= 1;
        error6[90] ^= 1;

        assertDropped(Reason.V4_TO_V6_ICMP_CSUM, error4);
        assertDropped(Reason.V6_TO_V4_ICMP_CSUM, error6);
    }

    @Test
    void theWholeErrorFitsTheLeastMtu() {
        assertEquals(1280, translate(error4(3, 1, 0, quoted4(1400))).length);
        assertEquals(576, translate(error6(1, 1, 0, quoted6(1232))).length);
    }

    @Test
    void anErrorIsNeverAnsweredByAnError() {
        assertDropped(Reason.V4_TO_V6_TTL, withChecksums(set(error4(3, 1, 0, quoted4(60)), 8, 1)));
        assertDropped(Reason.V6_TO_V4_TTL, set(error6(1, 1, 0, quoted6(80)), 7, 1));
    }

    private static byte[] extended(byte[] quoted, int padded, String extension) {
        byte[] ext = Hex.octets(extension);
        byte[] body = Arrays.copyOf(quoted, padded + ext.length);
        System.arraycopy(ext, 0, body, padded, ext.length);
        return body;
    }

    @Test
    void extensionsStayBehindAPaddedQuotation() {
        String extension = "2000e950 00080101 5d259880";
        byte[] out6 = translate(error4(3, 1, length4(128), extended(quoted4(68), 128, extension)))
                .clone();
        byte[] out4 = translate(error6(1, 4, length6(128), extended(quoted6(68), 128, extension)));

        assertEquals(40 + 8 + 144 + 12, out6.length);
        assertEquals(length6(144), get32(out6, 44));
        assertEquals(20 + 8 + 128 + 12, out4.length);
        assertEquals(length4(128), get32(out4, 24));
        byte[] octets = Hex.octets(extension);
        assertArrayEquals(octets, Arrays.copyOfRange(out6, out6.length - 12, out6.length));
        assertArrayEquals(octets, Arrays.copyOfRange(out4, out4.length - 12, out4.length));
        assertArrayEquals(new byte[80], Arrays.copyOfRange(out4, 28 + 48, 28 + 128));
    }

    @Test
    void extensionsAreLeftOutWhereTheyMayNotBe() {
        byte[] body = extended(quoted4(68), 128, "20000000 00080101 5d259880");

        byte[] tooBig = translate(error4(3, 4, length4(128) + 1400, body)).clone();
        byte[] problem = translate(error4(12, 0, length4(128), body));

        assertEquals(40 + 8 + 148, tooBig.length);
        assertEquals(1420, get32(tooBig, 44));
        assertEquals(40 + 8 + 148, problem.length);
        assertEquals(0, get32(problem, 44));
    }

    @Test
    void aLongQuotationMakesRoomForExtensions() {
        byte[] out = translate(error4(11, 0, length4(1020), extended(quoted4(1400), 1020, "2000".repeat(100))));

        int quoted = (1280 - 48 - 200) / 8 * 8;
        assertEquals(length6(quoted), get32(out, 44));
        assertEquals(48 + quoted + 200, out.length);
    }

    @Test
    void aLengthBeyondThePacketDropsTheError() {
        assertDropped(Reason.ICMPEXT_BIG, error4(3, 1, length4(128), quoted4(68)));
        assertDropped(Reason.ICMPEXT_BIG, error6(1, 1, length6(128), quoted6(68)));
    }

    @Test
    void aLengthOfTheWholePayloadMeansNoExtensions() {
        byte[] out = translate(error4(3, 1, length4(128), quoted4(128)));

        assertEquals(0, get32(out, 44));
        assertEquals(48 + 148, out.length);
        assertArrayEquals(Arrays.copyOfRange(transport(quoted4(128)), 8, 108), Arrays.copyOfRange(out, 96, out.length));
    }
}
