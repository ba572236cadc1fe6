// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import static joolj.translation.TestPackets.ICMP4;
import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.get32;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.set;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.transport;
import static joolj.translation.TestPackets.udp;
import static joolj.translation.TestPackets.withChecksums;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import joolj.translation.Bench;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.Routes;
import joolj.translation.TestPackets;
import joolj.wire.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7915 § 4, without ICMP errors. */
class Translator46Test {
    private static final String SOURCE = "192.0.2.33";
    private static final String DESTINATION = "203.0.113.5";

    private final Bench bench = new Bench();
    private final FixedAddresses translator = new FixedAddresses();

    private static byte[] udpPacket(int length, boolean df) {
        return ipv4(SOURCE, DESTINATION, UDP, df, udp(53, 4000, payload(length - 28)));
    }

    private byte[] translate(byte[] packet) {
        return bench.translateToOne(translator, packet);
    }

    @Test
    void writesEveryFieldOfTheIpv6Header() {
        byte[] out = translate(withChecksums(set(udpPacket(32, true), 1, 0xba)));

        String expected = "6ba00000 000c 11 3f 20010db80064000000000000c0000201 20010db8000100000000000000000002";
        assertEquals(expected.replace(" ", ""), TestPackets.hex(Arrays.copyOf(out, 40)));
        assertChecksums(out);
    }

    @ParameterizedTest(name = "{0} octets of data")
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 15, 16, 17, 100, 1399, 1400})
    void everyProtocolKeepsItsPayloadAndARightChecksum(int length) {
        byte[] data = payload(length);
        byte[] udp = translate(ipv4(SOURCE, DESTINATION, UDP, true, udp(1, 65535, data)));
        byte[] tcp = translate(ipv4(SOURCE, DESTINATION, TCP, true, tcp(80, 50000, 77, 0x18, data)));
        byte[] echo = translate(ipv4(SOURCE, DESTINATION, ICMP4, true, icmp(8, 0, 0x12340007, data)));

        for (byte[] out : new byte[][] {udp, tcp, echo}) {
            assertChecksums(out);
            assertEquals(out.length - 40, get16(out, 4));
            assertArrayEquals(data, Arrays.copyOfRange(out, out.length - length, out.length));
        }
        assertEquals(128, transport(echo)[0] & 0xff);
        assertEquals(0x12340007, get32(transport(echo), 4));
        assertEquals(77, get32(transport(tcp), 4));
    }

    @Test
    void trafficClassCanBeZeroed() {
        translator.settings = new HeaderSettings(1280, true, false, 0, MtuPlateaus.DEFAULT, true);

        assertEquals(0x60000000, get32(translate(set(udpPacket(60, true), 1, 0xff)), 0));
    }

    @Test
    void optionsAreLeftOut() {
        byte[] packet = withOptions("01010100");

        byte[] out = translate(packet);

        assertEquals(40 + 28, out.length);
        assertChecksums(out);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"83070400000000 00", "8907 07 00000000 00", "0101 8307 04 00000000 000000"})
    void anUnexpiredSourceRouteIsAnsweredWithSourceRouteFailed(String options) {
        byte[] packet = withOptions(options);

        assertEquals(Outcome.DROP, bench.translate(translator, packet));

        assertEquals(Reason.V4_TO_V6_SRC_ROUTE, bench.translation.reason());
        assertReply4(3, 5, 0, packet);
    }

    private static byte[] withOptions(String text) {
        byte[] options = Hex.octets(text);
        byte[] plain = udpPacket(48, true);
        byte[] packet = new byte[plain.length + options.length];
        System.arraycopy(plain, 0, packet, 0, 20);
        System.arraycopy(options, 0, packet, 20, options.length);
        System.arraycopy(plain, 20, packet, 20 + options.length, plain.length - 20);
        packet[0] = (byte) (0x45 + options.length / 4);
        TestPackets.put16(packet, 2, packet.length);
        return withChecksums(packet);
    }

    @ParameterizedTest(name = "{0} octets of data")
    @ValueSource(ints = {0, 1, 24, 301})
    void aMissingUdpChecksumIsComputed(int length) {
        byte[] packet = set(ipv4(SOURCE, DESTINATION, UDP, false, udp(5, 6, payload(length))), 26, 0, 0);

        assertChecksums(translate(packet));
    }

    @Test
    void aMissingUdpChecksumOfAFirstFragmentIsAnsweredAsProhibited() {
        byte[] packet = set(udpPacket(68, false), 26, 0, 0);
        set(packet, 6, 0x20, 0);

        assertEquals(Outcome.DROP, bench.translate(translator, packet));

        assertEquals(Reason.V4_TO_V6_FRAGMENTED_ZERO_CSUM, bench.translation.reason());
        assertReply4(3, 13, 0, packet);
    }

    @Test
    void aMissingUdpChecksumMayNotBeComputedWithoutTheSetting() {
        translator.settings = new HeaderSettings(1280, false, false, 0, MtuPlateaus.DEFAULT, false);
        byte[] packet = set(udpPacket(68, false), 26, 0, 0);

        assertEquals(Outcome.DROP, bench.translate(translator, packet));

        assertReply4(3, 13, 0, packet);
    }

    @Test
    void checksumsThatWereLeftToTheDeviceAreComputed() {
        bench.checksumNotReady = true;
        byte[] udp = set(udpPacket(101, true), 26, 0, 0);
        byte[] tcp = set(ipv4(SOURCE, DESTINATION, TCP, true, tcp(1, 2, 3, 0x10, payload(33))), 36, 0xab, 0xcd);

        assertChecksums(translate(udp));
        assertChecksums(translate(tcp));
    }

    @ParameterizedTest(name = "TTL {0}")
    @ValueSource(ints = {0, 1})
    void spentTimeToLiveIsAnsweredWithTimeExceeded(int ttl) {
        byte[] packet = set(udpPacket(100, true), 8, ttl);

        assertEquals(Outcome.DROP, bench.translate(translator, packet));

        assertEquals(Reason.V4_TO_V6_TTL, bench.translation.reason());
        assertReply4(11, 0, 0, packet);
    }

    @ParameterizedTest(name = "IPv4 length {0}, IPv6 MTU {1}: MTU {2}")
    @CsvSource({"1500, 1500, 1480", "1481, 1500, 1480", "1500, 1280, 1260", "1261, 1280, 1260"})
    void whatIsTooBigAndHasDfIsAnsweredSoEvenIfItsTimeToLiveIsSpent(int length, int mtu, int reported) {
        bench.routes.mtu6 = mtu;
        byte[] packet = set(udpPacket(length, true), 8, 1);

        assertEquals(Outcome.DROP, bench.translate(translator, packet));

        assertEquals(Reason.PKT_TOO_BIG, bench.translation.reason());
        assertReply4(3, 4, reported, packet);
    }

    private void assertReply4(int type, int code, int rest, byte[] packet) {
        assertTrue(bench.translation.hasReply());
        assertFalse(bench.translation.out6());
        byte[] reply = bench.sent.get(0);
        assertEquals(type << 8 | code, get16(reply, 0));
        assertEquals(rest, get32(reply, 4));
        int quoted = Math.min(packet.length, 576 - 28);
        assertArrayEquals(Arrays.copyOf(packet, quoted), Arrays.copyOfRange(reply, 8, reply.length));
        assertChecksums(ipv4WithRightHeader(reply));
    }

    private static byte[] ipv4WithRightHeader(byte[] icmp) {
        byte[] packet = ipv4("198.51.100.1", SOURCE, 255, false, icmp);
        packet[9] = ICMP4;
        int sum = (get16(packet, 10) + 254) & 0xffff;
        TestPackets.put16(packet, 10, get16(packet, 10) + 254 > 0xffff ? sum + 1 : sum);
        return packet;
    }

    @ParameterizedTest(name = "IPv4 length {0} with DF")
    @ValueSource(ints = {1260, 1261, 1480})
    void whatFitsAndHasDfIsSentWhole(int length) {
        byte[] out = translate(udpPacket(length, true));

        assertEquals(length + 20, out.length);
        assertEquals(UDP, out[6]);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "up to the lowest MTU, 1260, 1500, 1280, 1280",
        "over the lowest MTU, 1500, 1500, 1280, 1280 296",
        "just over the lowest MTU, 1261, 1500, 1280, 1280 57",
        "a higher lowest MTU, 1500, 1500, 1400, 1400 176",
        "a higher lowest MTU than the link's, 1500, 1300, 1500, 1296 280",
        "a higher lowest MTU that fits, 1480, 1500, 1500, 1500"
    })
    void withoutDfPacketsAreFragmentedAtTheLowestMtu(String title, int length, int mtu, int lowest, String expected) {
        bench.routes.mtu6 = mtu;
        translator.settings = new HeaderSettings(lowest, false, false, 0, MtuPlateaus.DEFAULT, true);
        byte[] packet = udpPacket(length, false);

        assertEquals(Outcome.TRANSLATED, bench.translate(translator, packet));

        String lengths = bench.sent.stream()
                .map(piece -> String.valueOf(piece.length))
                .reduce((a, b) -> a + " " + b)
                .orElse("");
        assertEquals(expected, lengths);
        if (bench.sent.size() > 1) {
            assertFragments(packet);
        }
    }

    /** Puts the fragments together and compares them with the IPv4 packet. */
    private void assertFragments(byte[] packet) {
        byte[] joined = new byte[packet.length - 20];
        int offset = 0;
        for (byte[] piece : bench.sent) {
            boolean last = piece == bench.sent.get(bench.sent.size() - 1);
            assertEquals(piece.length - 40, get16(piece, 4));
            assertEquals(44, piece[6]);
            assertEquals(UDP << 8, get16(piece, 40));
            assertEquals(offset | (last ? 0 : 1), get16(piece, 42));
            assertEquals(0x1234, get32(piece, 44));
            System.arraycopy(piece, 48, joined, offset, piece.length - 48);
            offset += piece.length - 48;
        }
        assertEquals(joined.length, offset);
        byte[] whole = new byte[40 + joined.length];
        System.arraycopy(bench.sent.get(0), 0, whole, 0, 40);
        whole[6] = UDP;
        System.arraycopy(joined, 0, whole, 40, joined.length);
        assertChecksums(whole);
        assertArrayEquals(Arrays.copyOfRange(packet, 28, packet.length), Arrays.copyOfRange(joined, 8, joined.length));
    }

    @Test
    void fragmentsOfFragmentsNest() {
        byte[] later = ipv4(SOURCE, DESTINATION, UDP, false, payload(1480));
        set(later, 6, 0x20, 0xb9);

        assertEquals(Outcome.TRANSLATED, bench.translate(translator, later));

        assertEquals(2, bench.sent.size());
        assertEquals(0xb9 * 8 | 1, get16(bench.sent.get(0), 42));
        assertEquals((0xb9 * 8 + 1232) | 1, get16(bench.sent.get(1), 42));
    }

    @Test
    void aFragmentThatFitsGetsOneFragmentHeader() {
        byte[] last = set(ipv4(SOURCE, DESTINATION, UDP, false, payload(40)), 6, 0x00, 0xb9);

        byte[] out = translate(last);

        assertEquals(40 + 8 + 40, out.length);
        assertEquals(0xb9 * 8, get16(out, 42));
        assertArrayEquals(transport(last), transport(out));
    }

    @Test
    void withoutARouteThePacketGoesBackToTheKernel() {
        bench.routes.mtu6 = Routes.NO_ROUTE;

        assertEquals(Outcome.ACCEPT, bench.translate(translator, udpPacket(100, true)));

        assertEquals(Reason.FAILED_ROUTES, bench.translation.reason());
    }

    @Test
    void aLinkThatCannotCarryIpv6Drops() {
        bench.routes.mtu6 = 1279;

        assertEquals(Outcome.DROP, bench.translate(translator, udpPacket(100, true)));

        assertEquals(Reason.V4_TO_V6_BAD_MTU, bench.translation.reason());
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "0.0.0.0, 203.0.113.5",
        "127.0.0.1, 203.0.113.5",
        "224.0.0.1, 203.0.113.5",
        "255.255.255.255, 203.0.113.5",
        "192.0.2.1, 224.0.0.5",
        "192.0.2.1, 255.255.255.255"
    })
    void packetsFromOrToNoSingleHostAreNotAnswered(String source, String destination) {
        byte[] packet = set(ipv4(source, destination, UDP, true, udp(1, 2, payload(3))), 8, 1);

        assertEquals(Outcome.DROP, bench.translate(translator, packet));

        assertFalse(bench.translation.hasReply());
    }
}
