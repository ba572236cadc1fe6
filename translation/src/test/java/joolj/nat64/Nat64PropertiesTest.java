// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import static joolj.nat64.Nat64Bench.NODE4;
import static joolj.nat64.Nat64Bench.NODE4_IN_POOL6;
import static joolj.nat64.Nat64Bench.NODE6;
import static joolj.nat64.Nat64Bench.POOL4;
import static joolj.nat64.Nat64Bench.POOL4_IN_POOL6;
import static joolj.nat64.Nat64Bench.PORT;
import static joolj.translation.TestPackets.ICMP4;
import static joolj.translation.TestPackets.ICMP6;
import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.assertChecksums;
import static joolj.translation.TestPackets.get16;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.transport;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import joolj.rfc6146.Pool4;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.TestPackets;
import org.junit.jupiter.api.Test;

class Nat64PropertiesTest {
    private static final long SEED = 6146;

    private final SplittableRandom random = new SplittableRandom(SEED);

    private byte[] randomOctets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    @Test
    void aFlowKeepsPortsAndPayloadThereAndBack() {
        Nat64Bench nat64 = new Nat64Bench(Pool4.EMPTY);
        for (int i = 0; i < 3000; i++) {
            boolean tcp = random.nextBoolean();
            int port6 = random.nextInt(65536);
            int port4 = random.nextInt(65536);
            String node6 = "2001:db8:1::" + Integer.toHexString(1 + random.nextInt(200));
            byte[] there = randomOctets(random.nextInt(1200));
            byte[] back = randomOctets(random.nextInt(1200));
            int protocol = tcp ? TCP : UDP;

            byte[] out = nat64.bench.translateToOne(
                    nat64.translator, ipv6(node6, NODE4_IN_POOL6, protocol, message(tcp, port6, port4, there)));
            String mask = TestPackets.source(out);
            int maskPort = get16(out, 20);
            byte[] in = nat64.bench
                    .translateToOne(
                            nat64.translator, ipv4(NODE4, mask, protocol, true, message(tcp, port4, maskPort, back)))
                    .clone();

            String what = "seed " + SEED + ", packet " + i;
            assertChecksums(out);
            assertChecksums(in);
            assertEquals(port4, get16(out, 22), what);
            assertEquals(node6, TestPackets.destination(in), what);
            assertEquals(NODE4_IN_POOL6, TestPackets.source(in), what);
            assertEquals(port4, get16(transport(in), 0), what);
            assertEquals(port6, get16(transport(in), 2), what);
            assertArrayEquals(there, tail(out, there.length), what);
            assertArrayEquals(back, tail(in, back.length), what);
        }
    }

    private static byte[] message(boolean tcp, int source, int destination, byte[] data) {
        return tcp ? tcp(source, destination, 1, 2, data) : udp(source, destination, data);
    }

    private static byte[] tail(byte[] octets, int length) {
        return Arrays.copyOfRange(octets, octets.length - length, octets.length);
    }

    /** Whatever arrives: no exception, nothing read outside the packet, one reason for each that is not translated. */
    @Test
    void damagedPacketsAreSurvivedAndCounted() {
        Nat64Bench nat64 = new Nat64Bench(Nat64Bench.ports(PORT, PORT + 3));
        byte[][] models = models(nat64);
        for (int i = 0; i < 120_000; i++) {
            byte[] packet = damaged(models[random.nextInt(models.length)]);
            nat64.bench.aggregate = random.nextInt(8) == 0;
            nat64.bench.checksumNotReady = random.nextInt(8) == 0;
            nat64.bench.ingressMtu = random.nextInt(4) == 0 ? 65535 : 1500;
            long refusedBefore = refusals(nat64);

            Outcome outcome = assertDoesNotThrow(
                    () -> nat64.bench.translate(nat64.translator, packet),
                    () -> "seed " + SEED + ": " + TestPackets.hex(packet));

            long refused = refusals(nat64) - refusedBefore;
            assertEquals(
                    outcome == Outcome.TRANSLATED ? 0 : 1,
                    refused,
                    () -> "seed " + SEED + ": " + TestPackets.hex(packet));
        }
    }

    private static long refusals(Nat64Bench nat64) {
        long sum = 0;
        for (Reason reason : Reason.values()) {
            boolean received = reason == Reason.RECEIVED4 || reason == Reason.RECEIVED6;
            sum += received ? 0 : nat64.bench.counters.get(reason);
        }
        return sum;
    }

    private byte[][] models(Nat64Bench nat64) {
        byte[] out = nat64.bench
                .translateToOne(nat64.translator, ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, randomOctets(200))))
                .clone();
        byte[] back = ipv4(NODE4, POOL4, UDP, true, udp(53, get16(out, 20), randomOctets(150)));
        byte[] in = nat64.bench.translateToOne(nat64.translator, back).clone();
        return new byte[][] {
            back,
            ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, randomOctets(64))),
            ipv6(NODE6, NODE4_IN_POOL6, TCP, tcp(5000, 80, 1, 2, randomOctets(900))),
            ipv6(NODE6, NODE4_IN_POOL6, ICMP6, icmp(128, 0, 7, randomOctets(64))),
            ipv6(NODE6, POOL4_IN_POOL6, UDP, udp(5001, get16(out, 20), randomOctets(64))),
            ipv6(NODE6, NODE4_IN_POOL6, 60, new byte[] {44, 0, 1, 4, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 9}, UDP, back),
            ipv6("2001:db8::ff", NODE4_IN_POOL6, ICMP6, icmp(3, 0, 0, in)),
            ipv6("2001:db8::ff", NODE4_IN_POOL6, ICMP6, icmp(1, 1, 17 * 0x100_0000, in)),
            ipv4(NODE4, POOL4, TCP, true, tcp(80, PORT, 1, 2, randomOctets(64))),
            ipv4(NODE4, POOL4, ICMP4, false, icmp(3, 4, 1400, out)),
            ipv4(NODE4, POOL4, ICMP4, false, icmp(11, 0, 33 * 0x1_0000, out)),
            ipv4(NODE4, POOL4, ICMP4, false, icmp(0, 0, PORT << 16, out)),
            randomOctets(100)
        };
    }

    /** Changes a few octets, cuts the end off or adds to it; half of the time, the checksums are made right again. */
    private byte[] damaged(byte[] model) {
        int length = random.nextInt(3) == 0 ? random.nextInt(model.length + 40) : model.length;
        byte[] packet = Arrays.copyOf(model, length);
        int headers = Math.min(length, 120);
        for (int i = random.nextInt(4); i > 0 && headers > 0; i--) {
            packet[random.nextInt(headers)] = (byte) random.nextInt();
        }
        if (length >= 48 && random.nextBoolean()) {
            boolean ipv6 = TestPackets.version(packet) == 6;
            TestPackets.put16(packet, ipv6 ? 4 : 2, ipv6 ? length - 40 : length);
            if (TestPackets.transportAt(packet) < length) {
                TestPackets.withChecksums(packet);
            }
        }
        return packet;
    }
}
