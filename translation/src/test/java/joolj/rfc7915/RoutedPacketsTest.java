// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import joolj.translation.Bench;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that the kernel routes after their translation leave to it what it does anyway. */
class RoutedPacketsTest {
    private static final String FROM6 = "2001:db8:1::2";
    private static final String TO6 = "64:ff9b::1";
    private static final String FROM4 = "192.0.2.1";
    private static final String TO4 = "192.0.2.2";
    private static final int ACK = 0x10;
    private static final int DF = 0x4000;

    private final Bench bench = new Bench(true);
    private final FixedAddresses translator = new FixedAddresses();

    private static byte[] segment(int data) {
        return tcp(443, 50000, 1, ACK, payload(data));
    }

    private void aggregates() {
        bench.aggregate = true;
        bench.checksumNotReady = true;
    }

    /** Does what the next network card does: RFC 1071, over what lies behind the start. */
    private byte[] completed(byte[] packet) {
        int start = bench.translation.checksumStart();
        assertNotEquals(Translation.CHECKSUM_READY, start);
        long sum = 0;
        for (int i = start; i < packet.length; i++) {
            sum += (packet[i] & 0xff) << ((i - start) % 2 == 0 ? 8 : 0);
        }
        while (sum >> 16 != 0) {
            sum = (sum >> 16) + (sum & 0xffff);
        }
        byte[] complete = packet.clone();
        int at = start + bench.translation.checksumOffset();
        complete[at] = (byte) (~sum >> 8);
        complete[at + 1] = (byte) ~sum;
        return complete;
    }

    @ParameterizedTest(name = "{0} octets, IPv4 MTU {1}, from a link of {2}: segments of {3}")
    @CsvSource({"65000, 1500, 1500, 1440", "65000, 1500, 65535, 1460", "1441, 1500, 1500, 1440"})
    void anAggregateToIpv4StaysInOnePiece(int data, int mtu, int ingress, int size) {
        aggregates();
        bench.routes.mtu4 = mtu;
        bench.ingressMtu = ingress;

        byte[] out = bench.translateToOne(translator, ipv6(FROM6, TO6, TCP, segment(data)));

        assertEquals(size, bench.translation.segmentSize());
        assertEquals(40 + data, get16(out, 2));
        assertEquals(DF, get16(out, 6));
        assertChecksums(completed(out));
    }

    @ParameterizedTest(name = "{0} octets, DF {1}, IPv6 MTU {2}: segments of {3}")
    @CsvSource({"65000, true, 1500, 1440", "65000, true, 1280, 1220", "65000, false, 1500, 1220"})
    void anAggregateToIpv6StaysInOnePiece(int data, boolean df, int mtu, int size) {
        aggregates();
        bench.routes.mtu6 = mtu;

        byte[] out = bench.translateToOne(translator, ipv4(FROM4, TO4, TCP, df, segment(data)));

        assertEquals(size, bench.translation.segmentSize());
        assertEquals(20 + data, get16(out, 4));
        assertChecksums(completed(out));
    }

    /** RFC 7915 § 5.1: as short packets have no DF, they have an identification. */
    @Test
    void anAggregateOfShortSegmentsMayBeFragmented() {
        aggregates();
        bench.routes.mtu4 = 1200;

        byte[] out = bench.translateToOne(translator, ipv6(FROM6, TO6, TCP, segment(5000)));

        assertEquals(1160, bench.translation.segmentSize());
        assertEquals(0, get16(out, 6));
        assertNotEquals(0, get16(out, 4));
        assertChecksums(completed(out));
    }

    @Test
    void anAggregateOnALinkWithoutRoomForPayloadIsAnsweredAsTooBig() {
        aggregates();
        bench.routes.mtu4 = 40;

        Outcome outcome = bench.translate(translator, ipv6(FROM6, TO6, TCP, segment(2000)));

        assertEquals(Outcome.DROP, outcome);
        assertEquals(Reason.PKT_TOO_BIG, bench.translation.reason());
    }

    @Test
    void aChecksumThatIsNotReadyStaysSo() {
        bench.checksumNotReady = true;

        byte[] toIpv4 = bench.translateToOne(translator, ipv6(FROM6, TO6, UDP, udp(1000, 2000, payload(101))));
        assertEquals(0, bench.translation.segmentSize());
        assertChecksums(completed(toIpv4));
        byte[] toIpv6 = bench.translateToOne(translator, ipv4(FROM4, TO4, UDP, true, udp(1000, 2000, payload(100))));
        assertEquals(0, bench.translation.segmentSize());
        assertChecksums(completed(toIpv6));
    }

    @Test
    void aChecksumThatIsReadyIsCorrectedByTheDifference() {
        byte[] out = bench.translateToOne(translator, ipv6(FROM6, TO6, TCP, segment(100)));

        assertEquals(Translation.CHECKSUM_READY, bench.translation.checksumStart());
        assertChecksums(out);
    }

    /** What is fragmented here, nobody completes later. */
    @Test
    void theChecksumOfAPacketThatIsFragmentedIsCompleted() {
        bench.checksumNotReady = true;

        Outcome outcome = bench.translate(translator, ipv4(FROM4, TO4, UDP, false, udp(1000, 2000, payload(1400))));

        assertEquals(Outcome.TRANSLATED, outcome);
        assertEquals(2, bench.sent.size());
        assertEquals(Translation.CHECKSUM_READY, bench.translation.checksumStart());
    }

    /** RFC 7915 § 4.1, § 5.1: the translator decrements it as a router does; here the kernel is this router. */
    @Test
    void theHopLimitIsLeftToTheKernelUnlessItIsSpent() {
        byte[] in = ipv6(FROM6, TO6, TCP, segment(10));
        int hops = in[7];

        assertEquals(hops, bench.translateToOne(translator, in)[8]);
        in[7] = 1;
        assertEquals(Outcome.DROP, bench.translate(translator, in));
        assertEquals(Reason.V6_TO_V4_TTL, bench.translation.reason());
        assertTrue(bench.translation.hasReply());
    }

    /** RFC 7915 § 5.1: the kernel numbers packets only if they come from the node itself. */
    @Test
    void shortPacketsToIpv4HaveDifferentIdentifications() {
        byte[] in = ipv6(FROM6, TO6, TCP, segment(10));

        int first = get16(bench.translateToOne(translator, in), 4);
        int second = get16(bench.translateToOne(translator, in), 4);

        assertNotEquals(0, first);
        assertNotEquals(0, second);
        assertNotEquals(first, second);
    }
}
