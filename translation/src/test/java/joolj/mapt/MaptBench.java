// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import static joolj.translation.TestPackets.ICMP4;
import static joolj.translation.TestPackets.ICMP6;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.transportAt;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.MappingRule;
import joolj.translation.Bench;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.TestPackets;

/**
 * A MAP node of the tutorial's domain: the rule maps 192.0.2.0/24 to 2001:db8:ce::/51, 32 customer edges share an address.
 */
final class MaptBench {
    static final MappingRule RULE = MappingRule.of("2001:db8:ce::/51", "192.0.2.0/24", 13, 0);
    static final String DMR = "64:ff9b::/96";

    /** The customer edge 11b and two of its ports: it has 55296 to 57343. */
    static final String CE6 = "2001:db8:ce:11b:0:c000:208:1b";

    static final String CE4 = "192.0.2.8";
    static final int CE_PORT = 55296;
    static final int CE_LAST_PORT = 57343;

    /** The customer edge 774, which has 40960 to 43007. */
    static final String OTHER6 = "2001:db8:ce:774:0:c000:23b:14";

    static final String OTHER4 = "192.0.2.59";
    static final int OTHER_PORT = 40960;

    /** A node outside of the domain. */
    static final String REMOTE6 = "64:ff9b::cb00:7138";

    static final String REMOTE4 = "203.0.113.56";

    static final byte[] SECRET = "sixteen octets..".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    final Bench bench = new Bench();
    final MaptTranslator translator;

    private MaptBench(MaptSettings settings) {
        translator = new MaptTranslator(settings, new SplittableRandom(6791), SECRET);
    }

    static MaptBench borderRelay() {
        MaptBench relay = new MaptBench(MaptSettings.borderRelay(Pool6.parse(DMR)));
        relay.translator.rules().add(RULE);
        return relay;
    }

    /** Customer edge 11b, without forwarding rules. */
    static MaptBench customerEdge() {
        CustomerEdge edge = new CustomerEdge(RULE, Ipv6Prefix.parse("2001:db8:ce:11b::/64"));
        return new MaptBench(MaptSettings.customerEdge(edge, Pool6.parse(DMR)));
    }

    void settings(MaptSettings settings) {
        translator.settings(settings);
    }

    MaptSettings settings() {
        return translator.settings();
    }

    static byte[] udp4(String source, int sourcePort, String destination, int destinationPort) {
        return ipv4(source, destination, UDP, false, udp(sourcePort, destinationPort, payload(24)));
    }

    static byte[] udp6(String source, int sourcePort, String destination, int destinationPort) {
        return ipv6(source, destination, UDP, udp(sourcePort, destinationPort, payload(24)));
    }

    /** An echo request. */
    static byte[] ping4(String source, String destination, int identifier) {
        return ipv4(source, destination, ICMP4, false, icmp(8, 0, identifier << 16 | 7, payload(16)));
    }

    /** An echo request. */
    static byte[] ping6(String source, String destination, int identifier) {
        return ipv6(source, destination, ICMP6, icmp(128, 0, identifier << 16 | 7, payload(16)));
    }

    /** An ICMPv4 error: port unreachable. */
    static byte[] error4(String source, String destination, byte[] quoted) {
        return ipv4(source, destination, ICMP4, false, icmp(3, 3, 0, quoted));
    }

    /** An ICMPv6 error: port unreachable. */
    static byte[] error6(String source, String destination, byte[] quoted) {
        return ipv6(source, destination, ICMP6, icmp(1, 4, 0, quoted));
    }

    /** Translates a packet into one whose checksums are right. */
    byte[] translate(byte[] packet) {
        byte[] out = bench.translateToOne(translator, packet);
        assertChecksums(out);
        return out;
    }

    void assertTranslated(String expected, byte[] packet) {
        assertEquals(expected, flow(translate(packet)));
    }

    /** Such as {@code 192.0.2.8#80 > 192.0.2.59#81}; of an echo message the identifier. */
    static String flow(byte[] packet) {
        int at = transportAt(packet);
        int protocol = TestPackets.protocol(packet);
        boolean echo = protocol == ICMP4 || protocol == ICMP6;
        int source = get16(packet, echo ? at + 4 : at);
        int destination = get16(packet, echo ? at + 4 : at + 2);
        return TestPackets.source(packet) + "#" + source + " > " + TestPackets.destination(packet) + "#" + destination;
    }

    /** The addresses of a packet. */
    static String route(byte[] packet) {
        return TestPackets.source(packet) + " > " + TestPackets.destination(packet);
    }

    /** The flow of the packet that an ICMP error quotes. */
    static String quotedFlow(byte[] error) {
        return flow(quoted(error));
    }

    /** The packet that an ICMP error quotes. */
    static byte[] quoted(byte[] error) {
        return Arrays.copyOfRange(error, transportAt(error) + 8, error.length);
    }

    void assertAccepted(Reason reason, byte[] packet) {
        assertRefused(Outcome.ACCEPT, reason, packet);
    }

    void assertDropped(Reason reason, byte[] packet) {
        assertRefused(Outcome.DROP, reason, packet);
    }

    private void assertRefused(Outcome expected, Reason reason, byte[] packet) {
        long before = bench.counters.get(reason);

        Outcome outcome = bench.translate(translator, packet);

        assertEquals(expected, outcome, () -> "reason " + bench.translation.reason());
        assertEquals(reason, bench.translation.reason());
        assertEquals(before + 1, bench.counters.get(reason));
        assertTrue(bench.sent.isEmpty());
    }

    void assertAnswered(Reason reason, int type, int code, byte[] packet) {
        assertEquals(Outcome.DROP, bench.translate(translator, packet));
        assertEquals(reason, bench.translation.reason());
        assertTrue(bench.translation.hasReply());
        assertEquals(type, bench.sent.get(0)[0]);
        assertEquals(code, bench.sent.get(0)[1]);
    }
}
