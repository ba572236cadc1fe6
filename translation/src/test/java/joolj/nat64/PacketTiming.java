// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import static joolj.nat64.Nat64Bench.NODE4;
import static joolj.nat64.Nat64Bench.NODE4_IN_POOL6;
import static joolj.nat64.Nat64Bench.NODE6;
import static joolj.nat64.Nat64Bench.POOL4;
import static joolj.nat64.Nat64Bench.PORT;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.udp;

import java.nio.ByteBuffer;
import java.util.Locale;
import joolj.translation.Translation;
import joolj.wire.Hex;

/**
 * Measures the translation of 64-octet UDP packets of one flow, headers written included, and prints nanoseconds per
 * packet. Not a test; run it with
 * {@code java -cp translation/target/classes:translation/target/test-classes joolj.nat64.PacketTiming}.
 */
final class PacketTiming {
    private static final int ROUNDS = 8;
    private static final int PACKETS = 2_000_000;

    private PacketTiming() {}

    /** Prints one line per round; the first ones are warm-up. */
    public static void main(String[] arguments) {
        Nat64Bench nat64 = new Nat64Bench();
        ByteBuffer there = Hex.packet(ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(16))));
        ByteBuffer back = Hex.packet(ipv4(NODE4, POOL4, UDP, true, udp(53, PORT, payload(36))));
        for (int round = 0; round < ROUNDS; round++) {
            double to4 = measure(nat64, there);
            double to6 = measure(nat64, back);
            System.out.printf(Locale.ROOT, "IPv6 to IPv4 %.0f ns, IPv4 to IPv6 %.0f ns%n", to4, to6);
        }
    }

    private static double measure(Nat64Bench nat64, ByteBuffer packet) {
        ByteBuffer out = ByteBuffer.allocateDirect(Translation.HEADERS_MAX);
        Translation t = nat64.bench.translation;
        long start = System.nanoTime();
        for (int i = 0; i < PACKETS; i++) {
            nat64.bench.begin(packet);
            nat64.translator.translate(t);
            t.writePiece(0, out, 0);
        }
        return (double) (System.nanoTime() - start) / PACKETS;
    }
}
