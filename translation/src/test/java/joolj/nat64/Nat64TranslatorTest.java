// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import static joolj.nat64.Nat64Bench.NODE4;
import static joolj.nat64.Nat64Bench.NODE4_IN_POOL6;
import static joolj.nat64.Nat64Bench.NODE6;
import static joolj.nat64.Nat64Bench.OTHER6;
import static joolj.nat64.Nat64Bench.POOL4;
import static joolj.nat64.Nat64Bench.PORT;
import static joolj.translation.TestPackets.ICMP4;
import static joolj.translation.TestPackets.ICMP6;
import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.get32;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.set;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.transport;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import joolj.address.L4Protocol;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.StateSettings;
import joolj.translation.Bench;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.TestPackets;
import joolj.wire.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6146 § 3.4 to § 3.7, from packet to packet. */
class Nat64TranslatorTest {
    private static final int SYN = 2;
    private static final int ACK = 0x10;

    private final Nat64Bench nat64 = new Nat64Bench();
    private final Bench bench = nat64.bench;

    private byte[] translate(byte[] packet) {
        byte[] out = bench.translateToOne(nat64.translator, packet);
        assertChecksums(out);
        return out;
    }

    private void assertRefused(Outcome outcome, Reason reason, byte[] packet) {
        assertEquals(outcome, bench.translate(nat64.translator, packet));
        assertEquals(reason, bench.translation.reason());
        assertEquals(1, bench.counters.get(reason));
    }

    private static void assertEndpoints(String source, int sourcePort, String destination, int port, byte[] packet) {
        byte[] transport = transport(packet);
        assertEquals(source, TestPackets.source(packet));
        assertEquals(destination, TestPackets.destination(packet));
        assertEquals(sourcePort, get16(transport, 0));
        assertEquals(port, get16(transport, 2));
    }

    @Test
    void udpGoesOutAndItsAnswerComesBack() {
        byte[] out = translate(ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(40))));
        assertEndpoints(POOL4, PORT, NODE4, 53, out);

        byte[] back = translate(ipv4(NODE4, POOL4, UDP, true, udp(53, PORT, payload(70))));
        assertEndpoints(NODE4_IN_POOL6, 53, NODE6, 5000, back);
    }

    @Test
    void tcpHandshakeAndDataPassBothWays() {
        assertEndpoints(
                POOL4, PORT, NODE4, 80, translate(ipv6(NODE6, NODE4_IN_POOL6, TCP, tcp(5000, 80, 1, SYN, payload(0)))));
        assertEndpoints(
                NODE4_IN_POOL6,
                80,
                NODE6,
                5000,
                translate(ipv4(NODE4, POOL4, TCP, true, tcp(80, PORT, 9, SYN | ACK, payload(0)))));
        assertEndpoints(
                POOL4,
                PORT,
                NODE4,
                80,
                translate(ipv6(NODE6, NODE4_IN_POOL6, TCP, tcp(5000, 80, 2, ACK, payload(1200)))));
        assertEndpoints(
                NODE4_IN_POOL6,
                80,
                NODE6,
                5000,
                translate(ipv4(NODE4, POOL4, TCP, true, tcp(80, PORT, 10, ACK, payload(1460 - 20)))));
        assertEquals(1, nat64.state.sessionCount());
    }

    @Test
    void echoGoesOutWithAnotherIdentifierAndItsReplyComesBack() {
        byte[] out = translate(ipv6(NODE6, NODE4_IN_POOL6, ICMP6, icmp(128, 0, 0x00070001, payload(56))));
        assertEquals(POOL4, TestPackets.source(out));
        assertEquals(NODE4, TestPackets.destination(out));
        assertEquals(8, transport(out)[0]);
        assertEquals(PORT << 16 | 1, get32(transport(out), 4));

        byte[] back = translate(ipv4(NODE4, POOL4, ICMP4, false, icmp(0, 0, PORT << 16 | 1, payload(56))));
        assertEquals(NODE4_IN_POOL6, TestPackets.source(back));
        assertEquals(NODE6, TestPackets.destination(back));
        assertEquals(129, transport(back)[0] & 0xff);
        assertEquals(0x00070001, get32(transport(back), 4));
    }

    @Test
    void anEmptyPool4MasksWithTheAddressOfTheRoute() {
        Nat64Bench implicit = new Nat64Bench(Pool4.EMPTY);

        byte[] out = implicit.bench.translateToOne(
                implicit.translator, ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(4))));

        assertEquals("198.51.100.1", TestPackets.source(out));
        assertTrue(get16(out, 20) >= 61001);
    }

    @Test
    void packetsAreCountedByFamily() {
        translate(ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(4))));
        translate(ipv4(NODE4, POOL4, UDP, true, udp(53, PORT, payload(4))));
        bench.translate(nat64.translator, new byte[0]);

        assertEquals(1, bench.counters.get(Reason.RECEIVED6));
        assertEquals(2, bench.counters.get(Reason.RECEIVED4));
        assertEquals(1, bench.counters.get(Reason.SKB_TRUNCATED));
    }

    @Test
    void aPausedInstanceHandsEverythingBack() {
        Nat64Settings now = nat64.translator.settings();
        nat64.translator.settings(new Nat64Settings(false, now.pool6(), now.headers(), false, true));

        assertRefused(Outcome.ACCEPT, Reason.XLATOR_DISABLED, ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(1, 2, payload(4))));
        assertEquals(0, nat64.state.bibCount());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "destination outside pool6, 2001:db8:1::2, 2001:db8::1, 17, ACCEPT, POOL6_MISMATCH",
        "source inside pool6, 64:ff9b::1, 64:ff9b::c633:6402, 17, DROP, HAIRPIN_LOOP",
        "unknown protocol, 2001:db8:1::2, 64:ff9b::c633:6402, 132, ACCEPT, UNKNOWN_L4_PROTO",
        "ICMP of the other family, 2001:db8:1::2, 64:ff9b::c633:6402, 1, ACCEPT, UNKNOWN_L4_PROTO"
    })
    void ipv6PacketsThatAreNotOurs(String title, String from, String to, int protocol, Outcome outcome, Reason reason) {
        assertRefused(outcome, reason, ipv6(from, to, protocol, udp(1, 2, payload(4))));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "address outside pool4, 203.0.113.6, 40001, 17, ACCEPT, POOL4_MISMATCH",
        "port outside pool4, 203.0.113.5, 40002, 17, ACCEPT, POOL4_MISMATCH",
        "nothing bound to the port, 203.0.113.5, 40001, 17, ACCEPT, BIB4_NOT_FOUND",
        "unknown protocol, 203.0.113.5, 40001, 47, ACCEPT, UNKNOWN_L4_PROTO",
        "ICMP of the other family, 203.0.113.5, 40001, 58, ACCEPT, UNKNOWN_L4_PROTO"
    })
    void ipv4PacketsThatAreNotOurs(String title, String to, int port, int protocol, Outcome outcome, Reason reason) {
        assertRefused(outcome, reason, ipv4(NODE4, to, protocol, true, udp(53, port, payload(4))));
    }

    @ParameterizedTest(name = "type {0}")
    @CsvSource({"0", "5", "127", "130", "135", "200"})
    void unknownIcmpv6TypesAreHandedBack(int type) {
        assertRefused(
                Outcome.ACCEPT,
                Reason.UNKNOWN_ICMP6_TYPE,
                ipv6(NODE6, NODE4_IN_POOL6, ICMP6, icmp(type, 0, 0, payload(60))));
    }

    @ParameterizedTest(name = "type {0}")
    @CsvSource({"1", "9", "10", "13", "17", "255"})
    void unknownIcmpv4TypesAreHandedBack(int type) {
        assertRefused(
                Outcome.ACCEPT,
                Reason.UNKNOWN_ICMP4_TYPE,
                ipv4(NODE4, POOL4, ICMP4, false, icmp(type, 0, PORT << 16, payload(60))));
    }

    @Test
    void anotherMarkHasNoPool4() {
        bench.mark = 7;

        assertRefused(
                Outcome.DROP,
                Reason.MASK_DOMAIN_NOT_FOUND,
                ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(4))));
    }

    @Test
    void anExhaustedPool4Drops() {
        translate(ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(4))));

        assertRefused(
                Outcome.DROP, Reason.BIB6_NOT_FOUND, ipv6(OTHER6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(4))));
    }

    @Test
    void icmpv6InformationCanBeDropped() {
        Nat64Settings now = nat64.translator.settings();
        nat64.translator.settings(new Nat64Settings(true, now.pool6(), now.headers(), true, true));

        assertRefused(
                Outcome.DROP,
                Reason.ICMP6_FILTER,
                ipv6(NODE6, NODE4_IN_POOL6, ICMP6, icmp(128, 0, 0x00070001, payload(5))));
        assertEquals(0, nat64.state.bibCount());
    }

    @Test
    void addressDependentFilteringIsAnsweredAsProhibited() {
        Nat64Bench filtering = new Nat64Bench(
                Nat64Bench.onePort(),
                new StateSettings(true, false, false, 11, 7_200_000, 240_000, 300_000, 60_000, 10, 100, 100));
        filtering.addBib(L4Protocol.UDP, NODE6 + "#5000", POOL4 + "#" + PORT);

        Outcome outcome = filtering.bench.translate(
                filtering.translator, ipv4(NODE4, POOL4, UDP, true, udp(53, PORT, payload(4))));

        assertEquals(Outcome.DROP, outcome);
        assertEquals(Reason.ADF, filtering.bench.translation.reason());
        assertEquals(3 << 8 | 13, get16(filtering.bench.sent.get(0), 0));
    }

    @Test
    void aSynFromIpv4IsKeptUntilTheIpv6NodeSendsOne() {
        byte[] syn4 = ipv4(NODE4, POOL4, TCP, true, tcp(80, PORT, 1, SYN, payload(0)));

        assertRefused(Outcome.DROP, Reason.TYPE1PKT, syn4);
        assertFalse(bench.translation.hasReply());
        assertRefused(Outcome.DROP, Reason.SO_EXISTS, syn4);

        byte[] out = translate(ipv6(NODE6, NODE4_IN_POOL6, TCP, tcp(5000, 80, 1, SYN, payload(0))));
        assertEndpoints(POOL4, PORT, NODE4, 80, out);
        assertEndpoints(NODE4_IN_POOL6, 80, NODE6, 5000, translate(syn4));
    }

    @Test
    void tooManyKeptSynsAreAnsweredAsPortUnreachable() {
        Nat64Bench none = new Nat64Bench(
                Nat64Bench.onePort(),
                new StateSettings(false, false, false, 11, 7_200_000, 240_000, 300_000, 60_000, 0, 100, 100));

        Outcome outcome =
                none.bench.translate(none.translator, ipv4(NODE4, POOL4, TCP, true, tcp(80, PORT, 1, SYN, payload(0))));

        assertEquals(Outcome.DROP, outcome);
        assertEquals(Reason.SO_FULL, none.bench.translation.reason());
        assertEquals(3 << 8 | 3, get16(none.bench.sent.get(0), 0));
    }

    @Test
    void stateIsMadeBeforeAPacketTurnsOutToBeTooBigOrTooOld() {
        assertRefused(
                Outcome.DROP,
                Reason.V6_TO_V4_TTL,
                set(ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(4))), 7, 1));
        assertTrue(bench.translation.hasReply());
        assertEquals(1, nat64.state.sessionCount());

        bench.routes.mtu4 = 1280;
        assertRefused(Outcome.DROP, Reason.PKT_TOO_BIG, ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 54, payload(1400))));
        assertEquals(2, nat64.state.sessionCount());
    }

    @Test
    void fragmentsThatConcernTheTranslatorAreDroppedAndOthersHandedBack() {
        byte[] fragmentHeader = Hex.octets("11 00 0001 00000007");
        byte[] first6 = ipv6(NODE6, NODE4_IN_POOL6, 44, fragmentHeader, UDP, udp(1, 2, payload(8)));
        byte[] foreign6 = ipv6(NODE6, "2001:db8::1", 44, fragmentHeader, UDP, udp(1, 2, payload(8)));
        byte[] first4 = set(ipv4(NODE4, POOL4, UDP, false, udp(53, PORT, payload(8))), 6, 0x20, 0);
        byte[] foreign4 = set(ipv4(NODE4, POOL4, UDP, false, udp(53, PORT + 1, payload(8))), 6, 0x20, 0);

        assertRefused(Outcome.DROP, Reason.UNKNOWN, first6);
        assertRefused(Outcome.ACCEPT, Reason.POOL6_MISMATCH, foreign6);
        assertEquals(Outcome.DROP, bench.translate(nat64.translator, first4));
        assertRefused(Outcome.ACCEPT, Reason.POOL4_MISMATCH, foreign4);
    }

    @Test
    void anAtomicFragmentIsNoFragment() {
        byte[] packet =
                ipv6(NODE6, NODE4_IN_POOL6, 44, Hex.octets("11 00 0000 0000beef"), UDP, udp(5000, 53, payload(8)));

        assertEquals(0xbeef, get16(translate(packet), 4));
    }

    private byte[] openUdp() {
        return translate(ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(40))))
                .clone();
    }

    @ParameterizedTest(name = "source-icmpv6-errors-better {0}: from {1}")
    @CsvSource({"true, 64:ff9b::c000:2fe", "false, 64:ff9b::c633:6402"})
    void anIcmpv4ErrorReachesTheIpv6Node(boolean better, String source) {
        Nat64Settings now = nat64.translator.settings();
        nat64.translator.settings(new Nat64Settings(true, now.pool6(), now.headers(), false, better));
        byte[] quoted = openUdp();

        byte[] error = translate(ipv4("192.0.2.254", POOL4, ICMP4, false, icmp(3, 1, 0, quoted)));

        assertEquals(source, TestPackets.source(error));
        assertEquals(NODE6, TestPackets.destination(error));
        byte[] inner = Arrays.copyOfRange(error, 48, error.length);
        assertEndpoints(NODE6, 5000, NODE4_IN_POOL6, 53, inner);
        assertChecksums(inner);
        assertEquals(1, nat64.state.sessionCount());
    }

    @Test
    void anIcmpv6ErrorReachesTheIpv4Node() {
        openUdp();
        byte[] quoted = translate(ipv4(NODE4, POOL4, UDP, true, udp(53, PORT, payload(70))))
                .clone();

        byte[] error = translate(ipv6("2001:db8:1::ff", NODE4_IN_POOL6, ICMP6, icmp(1, 4, 0, quoted)));

        assertEquals(POOL4, TestPackets.source(error));
        assertEquals(NODE4, TestPackets.destination(error));
        assertEquals(3 << 8 | 3, get16(error, 20));
        byte[] inner = Arrays.copyOfRange(error, 28, error.length);
        assertEndpoints(NODE4, 53, POOL4, PORT, inner);
        assertChecksums(inner);
    }

    @Test
    void anErrorAboutAnEchoFindsItsIdentifier() {
        byte[] echo = translate(ipv6(NODE6, NODE4_IN_POOL6, ICMP6, icmp(128, 0, 0x00070001, payload(56))))
                .clone();

        byte[] error = translate(ipv4("192.0.2.254", POOL4, ICMP4, false, icmp(11, 0, 0, echo)));

        byte[] inner = Arrays.copyOfRange(error, 48, error.length);
        assertEquals(0x00070001, get32(transport(inner), 4));
        assertChecksums(inner);
    }

    @Test
    void errorsAboutUnknownFlowsAreHandedBack() {
        byte[] quoted4 = ipv4(POOL4, NODE4, UDP, true, udp(PORT, 53, payload(8)));
        byte[] quoted6 = ipv6(NODE4_IN_POOL6, NODE6, UDP, udp(53, 5000, payload(8)));
        byte[] outside4 = ipv4(POOL4, NODE4, UDP, true, udp(PORT + 1, 53, payload(8)));

        assertRefused(
                Outcome.ACCEPT, Reason.SESSION_NOT_FOUND, ipv4(NODE4, POOL4, ICMP4, false, icmp(3, 1, 0, quoted4)));
        assertEquals(
                Outcome.ACCEPT,
                bench.translate(nat64.translator, ipv6(NODE6, NODE4_IN_POOL6, ICMP6, icmp(1, 0, 0, quoted6))));
        assertEquals(2, bench.counters.get(Reason.SESSION_NOT_FOUND));
        assertRefused(Outcome.ACCEPT, Reason.POOL4_MISMATCH, ipv4(NODE4, POOL4, ICMP4, false, icmp(3, 1, 0, outside4)));
    }

    @Test
    void errorsThatQuoteErrorsOrOtherProtocolsAreRefused() {
        byte[] error4 = ipv4(POOL4, NODE4, ICMP4, true, icmp(3, 1, 0, payload(40)));
        byte[] gre4 = ipv4(POOL4, NODE4, 47, true, payload(40));

        assertRefused(Outcome.DROP, Reason.DOUBLE_ICMP4_ERROR, ipv4(NODE4, POOL4, ICMP4, false, icmp(3, 1, 0, error4)));
        assertRefused(
                Outcome.ACCEPT, Reason.UNKNOWN_PROTO_INNER, ipv4(NODE4, POOL4, ICMP4, false, icmp(3, 1, 0, gre4)));
    }
}
