// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import static joolj.translation.TestPackets.ICMP4;
import static joolj.translation.TestPackets.ICMP6;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc7757.Eam;
import joolj.translation.Bench;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.TestPackets;

/**
 * A stateless translator with a pool6 and one mapping, and the packets that go through it. The mapped nodes are
 * 2001:db8:1::/120, which are 192.0.2.0/24; everybody else has an address of the pool6.
 */
final class SiitBench {
    static final String POOL6 = "2001:db8:64::/96";

    /** A mapped node, in either family, and another. */
    static final String NODE6 = "2001:db8:1::2";

    static final String NODE4 = "192.0.2.2";
    static final String OTHER_NODE6 = "2001:db8:1::c8";
    static final String OTHER_NODE4 = "192.0.2.200";

    /** A node of the IPv4 network, in either family. */
    static final String REMOTE6 = "2001:db8:64::c633:6402";

    static final String REMOTE4 = "198.51.100.2";

    /** An IPv6 node without an IPv4 address. */
    static final String UNMAPPED6 = "2001:db8:9::9";

    final Bench bench = new Bench();
    SiitTranslator translator;

    SiitBench() {
        this(SiitSettings.defaults(Pool6.parse(POOL6)));
    }

    SiitBench(SiitSettings settings) {
        translator = new SiitTranslator(SiitConfiguration.of(settings), new SplittableRandom(6791));
        addEam("2001:db8:1::/120", "192.0.2.0/24");
    }

    void addEam(String prefix6, String prefix4) {
        translator.eamt().add(new Eam(Ipv6Prefix.parse(prefix6), Ipv4Prefix.parse(prefix4)), true);
    }

    void deny(String prefix) {
        translator.denylist4(translator.configuration().denylist4().with(Ipv4Prefix.parse(prefix), false));
    }

    static byte[] udp6(String source, String destination) {
        return ipv6(source, destination, UDP, udp(4000, 53, payload(24)));
    }

    static byte[] udp4(String source, String destination) {
        return ipv4(source, destination, UDP, false, udp(4000, 53, payload(24)));
    }

    /** An ICMPv6 error: port unreachable. */
    static byte[] error6(String source, String destination, byte[] quoted) {
        return ipv6(source, destination, ICMP6, icmp(1, 4, 0, quoted));
    }

    /** An ICMPv4 error: port unreachable. */
    static byte[] error4(String source, String destination, byte[] quoted) {
        return ipv4(source, destination, ICMP4, false, icmp(3, 3, 0, quoted));
    }

    /** Translates a packet into one whose checksums are right. */
    byte[] translate(byte[] packet) {
        byte[] out = bench.translateToOne(translator, packet);
        assertChecksums(out);
        return out;
    }

    void assertTranslated(String source, String destination, byte[] packet) {
        byte[] out = translate(packet);
        assertEquals(source + " > " + destination, route(out));
    }

    /** Source and destination, as text. */
    static String route(byte[] packet) {
        return TestPackets.source(packet) + " > " + TestPackets.destination(packet);
    }

    /** Source and destination of the packet that an ICMP error quotes, as text. */
    static String quotedRoute(byte[] error) {
        int at = TestPackets.transportAt(error) + 8;
        return route(Arrays.copyOfRange(error, at, error.length));
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
        assertFalse(bench.translation.hasReply());
    }
}
