// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import static joolj.siit.SiitBench.NODE4;
import static joolj.siit.SiitBench.NODE6;
import static joolj.siit.SiitBench.REMOTE4;
import static joolj.siit.SiitBench.REMOTE6;
import static joolj.translation.TestPackets.ICMP4;
import static joolj.translation.TestPackets.ICMP6;
import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.put16;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.transport;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.SplittableRandom;
import joolj.address.IpText;
import joolj.rfc6052.Pool6;
import joolj.siit.SiitSettings.EamHairpinMode;
import joolj.translation.Outcome;
import joolj.translation.TestPackets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every packet, in every hairpinning mode. The bench finds reads and writes outside of buffers. */
class SiitPropertyTest {
    private static final int ROUNDS = 1500;
    private static final String[] ADDRESSES6 = {
        NODE6, SiitBench.OTHER_NODE6, REMOTE6, "2001:db8:64::c000:202", "2001:db8:64::c000:2c8", "2001:db8:9::9", "::1"
    };
    private static final String[] ADDRESSES4 = {NODE4, SiitBench.OTHER_NODE4, REMOTE4, "127.0.0.1", "10.1.2.3"};

    private static byte[] octets(SplittableRandom random, int atMost) {
        byte[] octets = new byte[random.nextInt(atMost + 1)];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] transportOf(SplittableRandom random, int protocol, boolean version6) {
        byte[] data = octets(random, 1180);
        int a = random.nextInt(1 << 16);
        int b = random.nextInt(1 << 16);
        return switch (protocol) {
            case TCP -> tcp(a, b, random.nextInt(), random.nextInt(64), data);
            case UDP -> udp(a, b, data);
            case ICMP4, ICMP6 -> icmp(version6 ? 128 : 8, 0, random.nextInt(), data);
            default -> data;
        };
    }

    /** From IPv6 to IPv4 and back: transport and payload are what they were, checksums included. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 22112026})
    void roundTripFromIpv6KeepsTheTransport(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SiitBench siit = new SiitBench();
        for (int i = 0; i < ROUNDS; i++) {
            int protocol = new int[] {TCP, UDP, ICMP6, 132}[i % 4];
            byte[] in = ipv6(NODE6, REMOTE6, protocol, transportOf(random, protocol, true));

            byte[] out4 = siit.bench.translateToOne(siit.translator, in);
            byte[] back = siit.bench.translateToOne(siit.translator, out4);

            if (protocol != 132) {
                assertChecksums(out4);
            }
            assertEquals(NODE4 + " > " + REMOTE4, SiitBench.route(out4));
            assertEquals(SiitBench.route(in), SiitBench.route(back));
            assertArrayEquals(transport(in), transport(back), () -> "seed " + seed + ": " + TestPackets.hex(in));
        }
    }

    /** The other way round; an IPv4 UDP checksum may come back as its other zero. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {2, 20261122})
    void roundTripFromIpv4KeepsTheTransport(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SiitBench siit = new SiitBench();
        for (int i = 0; i < ROUNDS; i++) {
            int protocol = new int[] {TCP, UDP, ICMP4, 47}[i % 4];
            byte[] in = ipv4(REMOTE4, NODE4, protocol, random.nextBoolean(), transportOf(random, protocol, false));

            byte[] out6 = siit.bench.translateToOne(siit.translator, in);
            byte[] back = siit.bench.translateToOne(siit.translator, out6);

            if (protocol != 47) {
                assertChecksums(out6);
            }
            assertEquals(REMOTE6 + " > " + NODE6, SiitBench.route(out6));
            assertEquals(SiitBench.route(in), SiitBench.route(back));
            assertArrayEquals(transport(in), transport(back), () -> "seed " + seed + ": " + TestPackets.hex(in));
        }
    }

    private static byte[] randomPacket(SplittableRandom random) {
        int depth = random.nextInt(3);
        byte[] body = octets(random, 200);
        boolean version6 = random.nextBoolean();
        for (int i = 0; i <= depth; i++) {
            body = i == 0 ? wrap(random, version6, body) : errorAround(random, version6, body);
        }
        return body;
    }

    private static byte[] wrap(SplittableRandom random, boolean version6, byte[] body) {
        int protocol = new int[] {TCP, UDP, ICMP4, ICMP6, 0, 43, 44, 60, 132}[random.nextInt(9)];
        byte[] transport = random.nextInt(4) == 0 ? body : transportOf(random, protocol, version6);
        return version6
                ? ipv6(pick(random, ADDRESSES6), pick(random, ADDRESSES6), protocol, new byte[0], protocol, transport)
                : ipv4(pick(random, ADDRESSES4), pick(random, ADDRESSES4), protocol, random.nextBoolean(), transport);
    }

    private static byte[] errorAround(SplittableRandom random, boolean version6, byte[] quoted) {
        byte[] cut = Arrays.copyOf(quoted, random.nextInt(Math.min(1300, quoted.length) + 1));
        int type = version6 ? 1 + random.nextInt(4) : new int[] {3, 11, 12}[random.nextInt(3)];
        int rest = random.nextInt(3) == 0 ? random.nextInt() : 0;
        byte[] message = icmp(type, random.nextInt(6), rest, cut);
        return version6
                ? ipv6(pick(random, ADDRESSES6), pick(random, ADDRESSES6), ICMP6, message)
                : ipv4(pick(random, ADDRESSES4), pick(random, ADDRESSES4), ICMP4, false, message);
    }

    private static String pick(SplittableRandom random, String[] addresses) {
        return addresses[random.nextInt(addresses.length)];
    }

    private static byte[] mutate(SplittableRandom random, byte[] packet) {
        byte[] mutated = random.nextInt(3) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length + 1)) : packet;
        for (int i = random.nextInt(4); i > 0 && mutated.length > 0; i--) {
            mutated[random.nextInt(Math.min(mutated.length, 80))] = (byte) random.nextInt();
        }
        if (mutated.length >= 6 && random.nextBoolean()) {
            boolean version6 = mutated[0] >>> 4 == 6;
            put16(mutated, version6 ? 4 : 2, version6 ? Math.max(0, mutated.length - 40) : mutated.length);
        }
        return mutated;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(EamHairpinMode.class)
    void noPacketMakesAnExceptionEscape(EamHairpinMode mode) {
        long seed = 77L + mode.ordinal();
        SplittableRandom random = new SplittableRandom(seed);
        SiitSettings settings =
                SiitSettings.defaults(Pool6.parse(SiitBench.POOL6)).withEamHairpinMode(mode);
        SiitBench siit = new SiitBench(settings);
        int translated = 0;
        for (int i = 0; i < 12_000; i++) {
            byte[] packet = mutate(random, randomPacket(random));
            siit.bench.aggregate = random.nextInt(8) == 0;
            siit.bench.checksumNotReady = random.nextInt(8) == 0;
            siit.bench.routes.mtu6 = 1280 + random.nextInt(300);
            siit.bench.routes.mtu4 = 576 + random.nextInt(1000);
            try {
                Outcome outcome = siit.bench.translate(siit.translator, packet);
                assertNotEquals(Outcome.CONTINUE, outcome);
                translated += outcome == Outcome.TRANSLATED ? 1 : 0;
            } catch (RuntimeException e) {
                fail("seed " + seed + ", packet " + i + ": " + TestPackets.hex(packet), e);
            }
        }
        assertNotEquals(0, translated);
    }

    /** Random addresses under the pool6 and the mapping come back from the other family. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6})
    void addressesAreInvertible(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SiitBench siit = new SiitBench();
        for (int i = 0; i < ROUNDS; i++) {
            String remote = IpText.format4(0x0b00_0000 | random.nextInt(1 << 24));
            String node = IpText.format4(IpText.parse4("192.0.2.0") | random.nextInt(256));

            byte[] out6 = siit.translate(SiitBench.udp4(remote, node));
            byte[] back = siit.translate(out6);

            assertEquals(remote + " > " + node, SiitBench.route(back), () -> "seed " + seed);
        }
    }
}
