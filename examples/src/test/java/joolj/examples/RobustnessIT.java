// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is on the wire, the worker lives, counts it, and goes on translating. */
@NetnsTest
final class RobustnessIT {
    private static final long SEED = 6146;
    private static final int LENGTH_MAX = 1500 - 40;
    private static final String C = "2001:db8::8";
    private static final String V_FOR_C = "64:ff9b::cb00:7110";
    private static final String V = "203.0.113.16";
    private static final String T = "203.0.113.1";

    /** Counters that are not the fate of one packet. */
    private static final Set<String> NOT_A_FATE = Set.of(
            "JSTAT_RECEIVED6",
            "JSTAT_RECEIVED4",
            "JSTAT_BIB_ENTRIES",
            "JSTAT_SESSIONS",
            "JSTAT_ICMP6ERR_SUCCESS",
            "JSTAT_ICMP6ERR_FAILURE",
            "JSTAT_ICMP4ERR_SUCCESS",
            "JSTAT_ICMP4ERR_FAILURE");

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private final SplittableRandom random = new SplittableRandom(SEED);
    private TutorialNetwork network;
    private Daemon daemon;
    private Frames fromC;
    private Frames fromV;

    @BeforeEach
    void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        daemon = LABORATORY.daemon();
        daemon.jool(network.t(), "instance", "add", "--iptables", "--pool6", TutorialNetwork.POOL6)
                .run()
                .succeeded();
        network.addRules(daemon.queueOf(network.t(), "default"));
        fromC = LABORATORY.keep(Frames.open(network.c(), "eth0", network.t(), "eth0"));
        fromV = LABORATORY.keep(Frames.open(network.v(), "eth0", network.t(), "eth1"));
    }

    @AfterEach
    void stillTranslatesAndCountedEverything() {
        try {
            network.ping().succeeded();
            Map<String, Long> counters = awaitQuiet();
            long received = counters.get("JSTAT_RECEIVED6") + counters.get("JSTAT_RECEIVED4");
            long fates = counters.entrySet().stream()
                    .filter(counter -> !NOT_A_FATE.contains(counter.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            assertEquals(received, fates, "each packet has exactly one fate: " + counters);
            assertTrue(daemon.isAlive());
        } finally {
            LABORATORY.close();
        }
    }

    /** The counters once no packet has arrived between two looks at them. */
    private Map<String, Long> awaitQuiet() {
        AtomicReference<Map<String, Long>> last = new AtomicReference<>(Map.of());
        Waiting.until("the translator has seen everything", () -> {
            Map<String, Long> now = daemon.counters(network.t(), "default");
            return now.equals(last.getAndSet(now));
        });
        return last.get();
    }

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    private long count(String counter) {
        return awaitQuiet().get(counter);
    }

    @Test
    void survivesRandomOctetsOfEveryLengthBehindAnIpv6Header() {
        int[] protocols = {Packets.TCP, Packets.UDP, Packets.ICMP6, 50, 132, 255};
        for (int length = 0; length <= LENGTH_MAX; length++) {
            int protocol = protocols[length % protocols.length];
            fromC.send6(Packets.ipv6(C, V_FOR_C, protocol, octets(length)));
        }
        assertTrue(count("JSTAT_RECEIVED6") >= LENGTH_MAX, "seed " + SEED + ": " + awaitQuiet());
        assertTrue(count("JSTAT_SKB_TRUNCATED") > 0, "seed " + SEED + ": " + awaitQuiet());
        assertTrue(count("JSTAT_UNKNOWN_L4_PROTO") > 0, "seed " + SEED + ": " + awaitQuiet());
    }

    @Test
    void survivesRandomOctetsOfEveryLengthBehindAnIpv4Header() {
        int[] protocols = {Packets.TCP, Packets.UDP, Packets.ICMP4, 50, 132, 255};
        for (int length = 0; length <= LENGTH_MAX; length++) {
            int protocol = protocols[length % protocols.length];
            fromV.send4(Packets.ipv4(V, T, protocol, 0, octets(length)));
        }
        assertTrue(count("JSTAT_RECEIVED4") >= LENGTH_MAX, "seed " + SEED + ": " + awaitQuiet());
        assertTrue(count("JSTAT_SKB_TRUNCATED") > 0, "seed " + SEED + ": " + awaitQuiet());
        assertTrue(count("JSTAT_UNKNOWN_L4_PROTO") > 0, "seed " + SEED + ": " + awaitQuiet());
    }

    @Test
    void survivesExtensionHeadersAndFragmentsOfRandomOctets() {
        int[] headers = {0, 43, Packets.FRAGMENT, 60, 51, 135};
        for (int length = 0; length <= LENGTH_MAX; length += 3) {
            byte[] payload = octets(length);
            if (length > 0) {
                int[] next = {Packets.TCP, Packets.UDP, Packets.ICMP6, Packets.FRAGMENT, 43, 60, 0};
                payload[0] = (byte) next[random.nextInt(next.length)];
            }
            if (length > 1 && random.nextBoolean()) {
                payload[1] = (byte) random.nextInt(4);
            }
            fromC.send6(Packets.ipv6(C, V_FOR_C, headers[random.nextInt(headers.length)], payload));
            fromV.send4(Packets.ipv4(V, T, Packets.UDP, random.nextInt(1 << 16), octets(length)));
        }
    }

    /** RFC 6146 § 3.4: datagrams that stay in pieces end by time, by their number or by their memory, and are counted. */
    @Test
    void fragmentsThatStayAloneAreCountedByWhyTheyWereDropped() {
        for (int id = 1; id <= 3; id++) {
            fromV.send4(lone4(id));
        }
        for (int id = 1; id <= 300; id++) {
            fromC.send6(piece6(id, 0, 64));
        }
        Waiting.until("only 256 datagrams are in pieces", () -> counter("JSTAT_FRAGMENTS_DATAGRAMS") == 47);

        // Each piece takes 2 KiB, so that 150 datagrams of 20 of them are more than 4 MiB.
        for (int id = 1001; id <= 1150; id++) {
            for (int piece = 0; piece < 20; piece++) {
                fromC.send6(piece6(id, 2048 * piece, 64));
            }
        }
        Waiting.until("no more than 4 MiB are held", () -> counter("JSTAT_FRAGMENTS_OCTETS") > 0);

        Waiting.until("the IPv4 datagrams' time is over", () -> counter("JSTAT_FRAGMENTS_TIMEOUT") >= 3);
        String jools = daemon.jool(network.t(), "stats", "display", "--all")
                .run()
                .succeeded()
                .out();
        assertFalse(jools.contains("JSTAT_FRAGMENTS"), "Jool's own list");
    }

    private long counter(String name) {
        return daemon.counters(network.t(), "default").get(name);
    }

    /** The first piece of an IPv4 datagram. */
    private byte[] lone4(int id) {
        ByteBuffer packet = ByteBuffer.wrap(Packets.ipv4(V, T, Packets.UDP, 0x2000, octets(64)));
        packet.putShort(4, (short) id).putShort(10, (short) 0);
        return packet.putShort(10, Packets.checksum(packet, 20)).array();
    }

    /** A piece of an IPv6 datagram, which is not the last. */
    private byte[] piece6(int id, int offset, int length) {
        ByteBuffer payload = ByteBuffer.allocate(8 + length);
        payload.putShort((short) (Packets.UDP << 8))
                .putShort((short) (offset | 1))
                .putInt(id);
        return Packets.ipv6(
                C, V_FOR_C, Packets.FRAGMENT, payload.put(octets(length)).array());
    }

    @Test
    void survivesTransportHeadersCutShort() {
        for (int length = 0; length < 20; length++) {
            fromC.send6(Packets.ipv6(C, V_FOR_C, Packets.TCP, octets(length)));
            fromV.send4(Packets.ipv4(V, T, Packets.TCP, 0, octets(length)));
        }
        for (int length = 0; length < 8; length++) {
            fromC.send6(Packets.ipv6(C, V_FOR_C, Packets.UDP, octets(length)));
            fromC.send6(Packets.ipv6(C, V_FOR_C, Packets.ICMP6, octets(length)));
            fromV.send4(Packets.ipv4(V, T, Packets.UDP, 0, octets(length)));
            fromV.send4(Packets.ipv4(V, T, Packets.ICMP4, 0, octets(length)));
        }
        assertTrue(count("JSTAT_SKB_TRUNCATED") >= 2 * 20, awaitQuiet().toString());
    }

    @Test
    void survivesLengthFieldsThatLie() {
        byte[] udp = Packets.udp6(C, V_FOR_C, 1000, 9, octets(64));
        for (int length = 0; length <= 0xffff; length += 97) {
            byte[] wrongUdpLength = udp.clone();
            wrongUdpLength[4] = (byte) (length >>> 8);
            wrongUdpLength[5] = (byte) length;
            fromC.send6(Packets.ipv6(C, V_FOR_C, Packets.UDP, wrongUdpLength));

            byte[] wrongIpLength = Packets.ipv6(C, V_FOR_C, Packets.UDP, udp);
            wrongIpLength[4] = (byte) (length >>> 8);
            wrongIpLength[5] = (byte) length;
            fromC.send6(wrongIpLength);

            byte[] tcp = octets(40);
            tcp[12] = (byte) length;
            fromC.send6(Packets.ipv6(C, V_FOR_C, Packets.TCP, tcp));
        }
    }

    @Test
    void survivesIcmpErrorsThatQuoteNonsense() {
        for (int length = 0; length <= 400; length++) {
            byte[] error6 = octets(8 + length);
            error6[0] = (byte) (1 + length % 4);
            error6[1] = 0;
            byte[] error4 = octets(8 + length);
            error4[0] = (byte) new int[] {3, 4, 5, 11, 12}[length % 5];
            error4[1] = 0;
            if (length > 0) {
                error6[8] = 0x60;
                error4[8] = 0x45;
            }
            fromC.send6(Packets.ipv6(C, V_FOR_C, Packets.ICMP6, error6));
            fromV.send4(Packets.ipv4(V, T, Packets.ICMP4, 0, error4));
        }
    }

    @Test
    void survivesSourcesThatCannotBe() {
        String[] sources = {"::", "::1", "ff02::1", "64:ff9b::cb00:7110", "fe80::1", "2001:db8::1"};
        for (String source : sources) {
            byte[] udp = Packets.udp6(source, V_FOR_C, 1000, 9, octets(8));
            fromC.send6(Packets.ipv6(source, V_FOR_C, Packets.UDP, udp));
        }
        for (String destination :
                new String[] {"64:ff9b::", "64:ff9b::7f00:1", "64:ff9b::e000:1", "64:ff9b::ffff:ffff"}) {
            byte[] udp = Packets.udp6(C, destination, 1000, 9, octets(8));
            fromC.send6(Packets.ipv6(C, destination, Packets.UDP, udp));
        }
    }
}
