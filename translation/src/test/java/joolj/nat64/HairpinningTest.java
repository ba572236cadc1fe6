// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import static joolj.nat64.Nat64Bench.NODE6;
import static joolj.nat64.Nat64Bench.OTHER6;
import static joolj.nat64.Nat64Bench.POOL4;
import static joolj.nat64.Nat64Bench.POOL4_IN_POOL6;
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
import joolj.address.L4Protocol;
import joolj.rfc7915.HeaderSettings;
import joolj.rfc7915.MtuPlateaus;
import joolj.translation.Bench;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.TestPackets;
import joolj.wire.Hex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6146 § 3.8: an IPv6 node talks to another one through its pool4 address. */
class HairpinningTest {
    private static final int FIRST_PORT = 40000;
    private static final int LAST_PORT = 40001;

    private final Nat64Bench nat64 = new Nat64Bench(Nat64Bench.ports(FIRST_PORT, LAST_PORT));
    private final Bench bench = nat64.bench;

    @BeforeEach
    void bothNodesHaveEntries() {
        for (L4Protocol protocol : L4Protocol.values()) {
            nat64.addBib(protocol, NODE6 + "#5000", POOL4 + "#" + FIRST_PORT);
            nat64.addBib(protocol, OTHER6 + "#6000", POOL4 + "#" + LAST_PORT);
        }
    }

    private byte[] translate(byte[] packet) {
        byte[] out = bench.translateToOne(nat64.translator, packet);
        assertChecksums(out);
        assertEquals(POOL4_IN_POOL6, TestPackets.source(out));
        return out.clone();
    }

    @ParameterizedTest(name = "{0} octets of data")
    @ValueSource(ints = {0, 1, 57, 1200, 1432})
    void udpAndTcpReachTheOtherNode(int length) {
        byte[] udp = translate(ipv6(NODE6, POOL4_IN_POOL6, UDP, udp(5000, LAST_PORT, payload(length))));
        byte[] tcp = translate(ipv6(NODE6, POOL4_IN_POOL6, TCP, tcp(5000, LAST_PORT, 1, 2, payload(length))));

        for (byte[] out : new byte[][] {udp, tcp}) {
            assertEquals(OTHER6, TestPackets.destination(out));
            assertEquals(FIRST_PORT << 16 | 6000, get32(out, 40));
            assertArrayEquals(payload(length), Arrays.copyOfRange(out, out.length - length, out.length));
        }
        assertEquals(0, bench.counters.get(Reason.SUCCESS), "the worker counts successes");
        assertEquals(2, bench.counters.get(Reason.RECEIVED6));
        assertEquals(0, bench.counters.get(Reason.RECEIVED4));
    }

    @Test
    void theHopLimitIsDecrementedOnceAndTheTrafficClassKept() {
        byte[] packet = set(ipv6(NODE6, POOL4_IN_POOL6, UDP, udp(5000, LAST_PORT, payload(8))), 0, 0x6b, 0x80);

        byte[] out = translate(set(packet, 7, 2));

        assertEquals(1, out[7]);
        assertEquals(0x6b80, get16(out, 0));
    }

    @Test
    void anEchoReachesTheNodeThatHasItsIdentifier() {
        byte[] out = translate(ipv6(NODE6, POOL4_IN_POOL6, ICMP6, icmp(128, 0, 5000 << 16 | 1, payload(24))));

        assertEquals(NODE6, TestPackets.destination(out));
        assertEquals(5000 << 16 | 1, get32(transport(out), 4));
    }

    @Test
    void anErrorAboutAHairpinnedPacketReachesItsSender() {
        byte[] quoted = translate(ipv6(NODE6, POOL4_IN_POOL6, UDP, udp(5000, LAST_PORT, payload(1400))));

        byte[] error = translate(ipv6(OTHER6, POOL4_IN_POOL6, ICMP6, icmp(2, 0, 1400, Arrays.copyOf(quoted, 1232))));

        assertEquals(NODE6, TestPackets.destination(error));
        assertEquals(0x0200, get16(error, 40));
        byte[] inner = Arrays.copyOfRange(error, 48, error.length);
        assertEquals(NODE6, TestPackets.source(inner));
        assertEquals(5000 << 16 | LAST_PORT, get32(inner, 40));
    }

    @Test
    void extensionsOfAnErrorSurviveBothPasses() {
        byte[] quoted = translate(ipv6(NODE6, POOL4_IN_POOL6, UDP, udp(5000, LAST_PORT, payload(40))));
        byte[] body = Arrays.copyOf(quoted, 128 + 12);
        byte[] extension = Hex.octets("2000e950 00080101 5d259880");
        System.arraycopy(extension, 0, body, 128, 12);

        byte[] error = translate(ipv6(OTHER6, POOL4_IN_POOL6, ICMP6, icmp(1, 4, 128 / 8 * 0x100_0000, body)));

        assertEquals(NODE6, TestPackets.destination(error));
        assertArrayEquals(extension, Arrays.copyOfRange(error, error.length - 12, error.length));
        assertEquals((error.length - 48 - 12) / 8, error[44]);
    }

    @Test
    void anAggregateIsCutForTheSecondPassOnly() {
        bench.aggregate = true;
        bench.checksumNotReady = true;
        bench.routes.mtu6 = 1400;
        byte[] packet = ipv6(NODE6, POOL4_IN_POOL6, TCP, tcp(5000, LAST_PORT, 1, 2, payload(5000)));

        assertEquals(Outcome.TRANSLATED, bench.translate(nat64.translator, packet));

        assertEquals(4, bench.sent.size());
        for (byte[] piece : bench.sent) {
            assertTrue(piece.length <= 1400);
            assertChecksums(piece);
        }
    }

    @Test
    void anAggregateThatOnlyTheSecondLinkCarriesWholeHasARightChecksum() {
        bench.aggregate = true;
        bench.checksumNotReady = true;
        bench.ingressMtu = 65535;
        bench.routes.mtu6 = 65535;

        translate(ipv6(NODE6, POOL4_IN_POOL6, TCP, tcp(5000, LAST_PORT, 1, 2, payload(5000))));
    }

    @Test
    void packetsThatMayBeFragmentedAreCutInTheSecondPass() {
        bench.ingressMtu = 1280;
        nat64.translator.settings(nat64.translator
                .settings()
                .withHeaders(new HeaderSettings(1300, false, false, 0, MtuPlateaus.DEFAULT, true)));

        Outcome outcome = bench.translate(
                nat64.translator, ipv6(NODE6, POOL4_IN_POOL6, UDP, udp(5000, LAST_PORT, payload(2000))));

        assertEquals(Outcome.TRANSLATED, outcome);
        assertEquals(2, bench.sent.size());
        assertEquals(1296, bench.sent.get(0).length);
    }

    @Test
    void theSecondPassNeverAnswersWithAnError() {
        bench.routes.mtu6 = 1280;

        Outcome outcome = bench.translate(
                nat64.translator, ipv6(NODE6, POOL4_IN_POOL6, UDP, udp(5000, LAST_PORT, payload(1400))));

        assertEquals(Outcome.DROP, outcome);
        assertEquals(Reason.PKT_TOO_BIG, bench.translation.reason());
        assertFalse(bench.translation.hasReply());
    }
}
