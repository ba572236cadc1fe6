// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.get32;
import static joolj.translation.TestPackets.hex;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.transport;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import joolj.address.IpText;
import joolj.translation.Bench;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TCP packets that segmentation offload had joined are cut into segments again. */
class SegmentationTest {
    private static final int FIN_PSH_ACK = 0x19;
    private static final int CWR = 0x80;
    private static final int FIRST_SEQUENCE = 0xfffffc00;

    private final Bench bench = new Bench();
    private final FixedAddresses translator = new FixedAddresses();

    @BeforeEach
    void packetsAreAggregates() {
        bench.aggregate = true;
        bench.checksumNotReady = true;
    }

    private static byte[] segment(int flags, int data) {
        return tcp(443, 50000, FIRST_SEQUENCE, flags, payload(data));
    }

    @ParameterizedTest(name = "{0} octets, IPv4 MTU {1}, from a link of {2}: {3} segments of {4}")
    @CsvSource({
        "65000, 1500, 1500, 46, 1440",
        "65000, 1500, 65535, 45, 1460",
        "30000, 1280, 1500, 25, 1240",
        "1441, 1500, 1500, 2, 1440"
    })
    void toIpv4TheyFitBothLinks(int data, int mtu, int ingress, int segments, int size) {
        bench.routes.mtu4 = mtu;
        bench.ingressMtu = ingress;

        Outcome outcome =
                bench.translate(translator, ipv6("2001:db8:1::2", "64:ff9b::1", TCP, segment(FIN_PSH_ACK | CWR, data)));

        assertEquals(Outcome.TRANSLATED, outcome);
        assertEquals(segments, bench.sent.size());
        assertSegments(data, size);
        assertEquals(0x4000, get16(bench.sent.get(0), 6) & 0x4000, "DF");
        assertEquals(0, get16(bench.sent.get(0), 4), "the kernel chooses the identification");
    }

    @ParameterizedTest(name = "{0} octets, DF {1}, IPv6 MTU {2}, from a link of {3}: {4} segments of {5}")
    @CsvSource({
        "65000, true, 1500, 1500, 46, 1440",
        "65000, true, 9000, 1500, 45, 1460",
        "65000, true, 1280, 1500, 54, 1220",
        "65000, false, 1500, 1500, 54, 1220"
    })
    void toIpv6TheyFitBothLinks(int data, boolean df, int mtu, int ingress, int segments, int size) {
        bench.routes.mtu6 = mtu;
        bench.ingressMtu = ingress;

        Outcome outcome =
                bench.translate(translator, ipv4("192.0.2.1", "192.0.2.2", TCP, df, segment(FIN_PSH_ACK | CWR, data)));

        assertEquals(Outcome.TRANSLATED, outcome);
        assertEquals(segments, bench.sent.size());
        assertSegments(data, size);
    }

    @Test
    void toIpv4TheyFitThePathMtuThatTheirSenderWasTold() {
        bench.routes.learnPathMtu4(IpText.parse4(FixedAddresses.DESTINATION4), 1300);

        bench.translate(translator, ipv6("2001:db8:1::2", "64:ff9b::1", TCP, segment(FIN_PSH_ACK | CWR, 3000)));

        assertEquals(3, bench.sent.size());
        assertSegments(3000, 1260);
    }

    @Test
    void toIpv6TheyFitThePathMtuThatTheirSenderWasTold() {
        long[] destination = IpText.parse6(FixedAddresses.DESTINATION6);
        bench.routes.learnPathMtu6(destination[0], destination[1], 1320);

        bench.translate(translator, ipv4("192.0.2.1", "192.0.2.2", TCP, true, segment(FIN_PSH_ACK | CWR, 3000)));

        assertEquals(3, bench.sent.size());
        assertSegments(3000, 1260);
    }

    private void assertSegments(int data, int size) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        int last = bench.sent.size() - 1;
        for (int i = 0; i <= last; i++) {
            byte[] piece = bench.sent.get(i);
            byte[] tcp = transport(piece);
            assertChecksums(piece);
            assertEquals(i < last ? size : data - last * size, tcp.length - 20);
            assertEquals(FIRST_SEQUENCE + i * size, get32(tcp, 4));
            int expected = 0x10 | (i == 0 ? CWR : 0) | (i == last ? FIN_PSH_ACK : 0);
            assertEquals(expected, tcp[13] & 0xff);
            joined.write(tcp, 20, tcp.length - 20);
        }
        assertArrayEquals(payload(data), joined.toByteArray());
    }

    @Test
    void tcpOptionsAreInEverySegment() {
        byte[] plain = segment(0x10, 3000);
        byte[] withOptions = new byte[plain.length + 12];
        System.arraycopy(plain, 0, withOptions, 0, 20);
        Arrays.fill(withOptions, 20, 32, (byte) 1);
        System.arraycopy(plain, 20, withOptions, 32, plain.length - 20);
        withOptions[12] = (byte) 0x80;

        bench.translate(translator, ipv6("2001:db8:1::2", "64:ff9b::1", TCP, withOptions));

        assertEquals(3, bench.sent.size());
        for (byte[] piece : bench.sent) {
            assertEquals("010101010101010101010101", hex(Arrays.copyOfRange(piece, 40, 52)));
            assertChecksums(piece);
        }
        assertEquals(3000 - 2 * 1428 + 52, bench.sent.get(2).length);
    }

    @Test
    void shortSegmentsToIpv4MayBeFragmented() {
        bench.translate(translator, ipv6("2001:db8:1::2", "64:ff9b::1", TCP, segment(0x10, 1440 + 100)));

        assertEquals(0x4000, get16(bench.sent.get(0), 6));
        assertEquals(0, get16(bench.sent.get(1), 6));
    }

    @Test
    void anAggregateThatFitsIsSentWholeWithARightChecksum() {
        byte[] out =
                bench.translateToOne(translator, ipv6("2001:db8:1::2", "64:ff9b::1", TCP, segment(FIN_PSH_ACK, 1000)));

        assertChecksums(out);
        assertEquals(FIN_PSH_ACK, out[33]);
    }

    @Test
    void aLinkWithoutRoomForPayloadIsAnsweredAsTooBig() {
        bench.routes.mtu4 = 40;

        Outcome outcome = bench.translate(translator, ipv6("2001:db8:1::2", "64:ff9b::1", TCP, segment(0x10, 2000)));

        assertEquals(Outcome.DROP, outcome);
        assertEquals(Reason.PKT_TOO_BIG, bench.translation.reason());
    }
}
