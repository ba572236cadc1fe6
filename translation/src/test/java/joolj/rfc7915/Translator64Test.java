// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import static joolj.translation.TestPackets.ICMP6;
import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.get32;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.set;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.transport;
import static joolj.translation.TestPackets.udp;
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

/** RFC 7915 § 5, without ICMP errors. */
class Translator64Test {
    private static final String SOURCE = "2001:db8:1::2";
    private static final String DESTINATION = "64:ff9b::c633:6402";

    private final Bench bench = new Bench();
    private final FixedAddresses translator = new FixedAddresses();

    private static byte[] udpPacket(int length) {
        return ipv6(SOURCE, DESTINATION, UDP, udp(4000, 53, payload(length - 48)));
    }

    private byte[] translate(byte[] packet) {
        return bench.translateToOne(translator, packet);
    }

    @Test
    void translatesASmallUdpDatagramOctetByOctet() {
        byte[] in = Hex.octets("60000000 000c 11 40 20010db8000100000000000000000002 0064ff9b0000000000000000c6336402"
                + "0fa0 0035 000c d348 61626364");

        byte[] out = translate(in);

        String expected = "45000020 00000000 3f11 8f96 c0000201 c6336402 0fa0 0035 000c 3f03 61626364";
        assertEquals(expected.replace(" ", ""), TestPackets.hex(out));
    }

    @ParameterizedTest(name = "{0} octets of data")
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 15, 16, 17, 100, 1399, 1400})
    void everyProtocolKeepsItsPayloadAndARightChecksum(int length) {
        byte[] data = payload(length);
        byte[] udp = translate(ipv6(SOURCE, DESTINATION, UDP, udp(1, 65535, data)));
        byte[] tcp = translate(ipv6(SOURCE, DESTINATION, TCP, tcp(80, 50000, 77, 0x18, data)));
        byte[] echo = translate(ipv6(SOURCE, DESTINATION, ICMP6, icmp(128, 0, 0x12340007, data)));

        for (byte[] out : new byte[][] {udp, tcp, echo}) {
            assertChecksums(out);
            assertEquals(out.length, get16(out, 2));
            assertArrayEquals(data, Arrays.copyOfRange(out, out.length - length, out.length));
        }
        assertEquals(8, transport(echo)[0]);
        assertEquals(0x12340007, get32(transport(echo), 4));
        assertEquals(77, get32(transport(tcp), 4));
    }

    @Test
    void echoReplyBecomesEchoReply() {
        byte[] out = translate(ipv6(SOURCE, DESTINATION, ICMP6, icmp(129, 0, 0xffff0001, payload(5))));

        assertEquals(0, transport(out)[0]);
        assertEquals(1, out[9]);
        assertChecksums(out);
    }

    @Test
    void wrongChecksumsStayWrong() {
        byte[] packet = udpPacket(100);
        packet[46] ^= 0x40;

        byte[] wrong = translate(packet).clone();
        packet[46] ^= 0x40;
        byte[] right = translate(packet);

        assertChecksums(right);
        assertFalse(Arrays.equals(wrong, right));
        right[26] ^= 0x40;
        assertArrayEquals(right, wrong);
    }

    @Test
    void udpChecksumThatBecomesZeroIsSentAsAllOnes() {
        byte[] packet = udpPacket(50);
        int becomes = get16(translate(packet), 26);
        int adjusted = get16(packet, 48) + becomes;
        TestPackets.put16(packet, 48, (adjusted & 0xffff) + (adjusted >>> 16));

        byte[] out = translate(TestPackets.withChecksums(packet));

        assertEquals(0xffff, get16(out, 26), "its data now sums up to nothing");
    }

    @Test
    void checksumsThatWereLeftToTheDeviceAreComputed() {
        bench.checksumNotReady = true;
        byte[] udp = set(udpPacket(101), 46, 0x12, 0x34);
        byte[] tcp = set(ipv6(SOURCE, DESTINATION, TCP, tcp(1, 2, 3, 0x10, payload(33))), 56, 0, 0);

        assertChecksums(translate(udp));
        assertChecksums(translate(tcp));
    }

    @Test
    void trafficClassBecomesTypeOfService() {
        byte[] packet = set(udpPacket(60), 0, 0x6b, 0xa1, 0x23, 0x45);

        assertEquals(0xba, translate(packet)[1] & 0xff);
    }

    @Test
    void typeOfServiceCanBeOverridden() {
        translator.settings = new HeaderSettings(1280, false, true, 0x2e, MtuPlateaus.DEFAULT, true);

        assertEquals(0x2e, translate(set(udpPacket(60), 0, 0x6b, 0xa0))[1]);
    }

    @ParameterizedTest(name = "IPv6 length {0}: DF {1}")
    @CsvSource({"60, false", "1280, false", "1281, true", "1500, true"})
    void packetsAbove1260OctetsAreNotToBeFragmented(int length, boolean df) {
        byte[] out = translate(udpPacket(length));

        assertEquals(df ? 0x4000 : 0, get16(out, 6));
        assertEquals(0, get16(out, 4), "the kernel chooses the identification");
    }

    @Test
    void anAtomicFragmentGivesItsIdentificationAndNoDf() {
        byte[] fragmentHeader = Hex.octets("11 00 0000 abcd1234");
        byte[] out = translate(ipv6(SOURCE, DESTINATION, 44, fragmentHeader, UDP, udp(1, 2, payload(1300))));

        assertEquals(0x1234, get16(out, 4));
        assertEquals(0, get16(out, 6));
        assertEquals(20 + 8 + 1300, out.length);
        assertChecksums(out);
    }

    @Test
    void fragmentsKeepOffsetAndFlag() {
        byte[] first = ipv6(SOURCE, DESTINATION, 44, Hex.octets("11 00 0001 00007777"), UDP, udp(1, 2, payload(16)));
        byte[] later = ipv6(SOURCE, DESTINATION, 44, Hex.octets("11 00 05a8 00007777"), UDP, payload(24));

        byte[] first4 = translate(first).clone();
        byte[] later4 = translate(later);

        assertEquals(0x2000, get16(first4, 6));
        assertEquals(0x05a8 / 8, get16(later4, 6));
        assertEquals(0x7777, get16(later4, 4));
        assertArrayEquals(transport(later), transport(later4));
    }

    @Test
    void extensionHeadersAreLeftOut() {
        byte[] extensions = Hex.octets("2b00 010400000000 3c00 0000 00000000 1101 0104 00000000 0000000000000000");
        byte[] out = translate(ipv6(SOURCE, DESTINATION, 0, extensions, UDP, udp(7, 9, payload(20))));

        assertEquals(20 + 28, out.length);
        assertEquals(UDP, out[9]);
        assertChecksums(out);
    }

    @ParameterizedTest(name = "hop limit {0}")
    @ValueSource(ints = {0, 1})
    void spentHopLimitIsAnsweredWithTimeExceeded(int hopLimit) {
        byte[] packet = set(udpPacket(100), 7, hopLimit);

        assertEquals(Outcome.DROP, bench.translate(translator, packet));

        assertEquals(Reason.V6_TO_V4_TTL, bench.translation.reason());
        assertReply6(3, 0, 0, packet);
    }

    @Test
    void hopLimitIsDecremented() {
        assertEquals(1, translate(set(udpPacket(100), 7, 2))[8]);
        assertEquals(254, translate(set(udpPacket(100), 7, 255))[8] & 0xff);
    }

    @Test
    void segmentsLeftAreAnsweredWithTheirPlace() {
        byte[] destinationOptionsThenRouting = Hex.octets("2b00 010400000000 1100 0001 00000000");
        byte[] packet = ipv6(SOURCE, DESTINATION, 60, destinationOptionsThenRouting, UDP, udp(7, 9, payload(20)));

        assertEquals(Outcome.DROP, bench.translate(translator, packet));

        assertEquals(Reason.V6_TO_V4_SEGMENTS_LEFT, bench.translation.reason());
        assertReply6(4, 0, 40 + 8 + 3, packet);
    }

    @ParameterizedTest(name = "IPv6 length {0}, IPv4 MTU {1}: MTU {2}")
    @CsvSource({"1500, 1400, 1420", "1301, 1280, 1300", "1500, 576, 1280", "1281, 1260, 1280"})
    void whatIsTooBigIsAnsweredSoEvenIfItsHopLimitIsSpent(int length, int mtu, int reported) {
        bench.routes.mtu4 = mtu;
        byte[] packet = set(udpPacket(length), 7, 1);

        assertEquals(Outcome.DROP, bench.translate(translator, packet));

        assertEquals(Reason.PKT_TOO_BIG, bench.translation.reason());
        assertReply6(2, 0, reported, packet);
    }

    private void assertReply6(int type, int code, int rest, byte[] packet) {
        assertTrue(bench.translation.hasReply());
        assertTrue(bench.translation.out6());
        byte[] reply = bench.sent.get(0);
        assertEquals(type << 8 | code, get16(reply, 0));
        assertEquals(rest, get32(reply, 4));
        int quoted = Math.min(packet.length, 1280 - 48);
        assertArrayEquals(Arrays.copyOf(packet, quoted), Arrays.copyOfRange(reply, 8, reply.length));
    }

    @Test
    void aLaterFragmentThatIsTooBigIsDroppedSilently() {
        bench.routes.mtu4 = 1280;
        byte[] later = ipv6(SOURCE, DESTINATION, 44, Hex.octets("11 00 05a8 00007777"), UDP, payload(1400));

        assertEquals(Outcome.DROP, bench.translate(translator, later));

        assertEquals(Reason.PKT_TOO_BIG, bench.translation.reason());
        assertFalse(bench.translation.hasReply());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"::", "::1", "ff02::1"})
    void sourcesThatAreNoSingleHostAreNotAnswered(String source) {
        byte[] packet = set(ipv6(source, DESTINATION, UDP, udp(1, 2, payload(3))), 7, 1);

        assertEquals(Outcome.DROP, bench.translate(translator, packet));

        assertFalse(bench.translation.hasReply());
    }

    @Test
    void withoutARouteThePacketGoesBackToTheKernel() {
        bench.routes.mtu4 = Routes.NO_ROUTE;

        assertEquals(Outcome.ACCEPT, bench.translate(translator, udpPacket(100)));

        assertEquals(Reason.FAILED_ROUTES, bench.translation.reason());
        assertEquals(1, bench.counters.get(Reason.FAILED_ROUTES));
    }

    @Test
    void whatWasReassembledIsFragmentedAgain() {
        byte[] packet = udpPacket(48 + 2000);

        assertEquals(Outcome.TRANSLATED, bench.translate(translator, packet));

        assertEquals(2, bench.sent.size());
        byte[] first = bench.sent.get(0);
        byte[] second = bench.sent.get(1);
        assertEquals(1500, first.length);
        assertEquals(0x2000, get16(first, 6));
        assertEquals(1480 / 8, get16(second, 6));
        assertEquals(20 + 2008 - 1480, get16(second, 2));
        assertEquals(get16(first, 4), get16(second, 4));
        assertTrue(get16(first, 4) != 0);
        byte[] joined = Arrays.copyOf(first, 1500 + second.length - 20);
        System.arraycopy(second, 20, joined, 1500, second.length - 20);
        TestPackets.put16(joined, 6, 0);
        TestPackets.put16(joined, 2, joined.length);
        int checksum = get16(joined, 26);
        assertArrayEquals(payload(2000), Arrays.copyOfRange(joined, 28, joined.length));
        assertEquals(checksum, get16(TestPackets.withChecksums(joined), 26));
    }
}
