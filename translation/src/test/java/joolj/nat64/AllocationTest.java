// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import static joolj.nat64.Nat64Bench.NODE4;
import static joolj.nat64.Nat64Bench.NODE4_IN_POOL6;
import static joolj.nat64.Nat64Bench.NODE6;
import static joolj.nat64.Nat64Bench.POOL4;
import static joolj.nat64.Nat64Bench.PORT;
import static joolj.translation.TestPackets.ICMP4;
import static joolj.translation.TestPackets.ICMP6;
import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.set;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import joolj.translation.Outcome;
import joolj.translation.Translation;
import joolj.wire.Hex;
import org.junit.jupiter.api.Test;

/** Translating allocates nothing, whatever becomes of the packet. */
class AllocationTest {
    private static final int PACKETS = 100_000;
    private static final int ROUNDS = 10;

    private final Nat64Bench nat64 = new Nat64Bench();
    private final ByteBuffer out = ByteBuffer.allocateDirect(Translation.HEADERS_MAX);
    private final ByteBuffer[] packets = {
        Hex.packet(ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(16)))),
        Hex.packet(ipv4(NODE4, POOL4, UDP, true, udp(53, PORT, payload(36)))),
        Hex.packet(ipv6(NODE6, NODE4_IN_POOL6, TCP, tcp(5000, 80, 1, 2, payload(16)))),
        Hex.packet(ipv4(NODE4, POOL4, TCP, true, tcp(80, PORT, 1, 0x10, payload(36)))),
        Hex.packet(ipv6(NODE6, NODE4_IN_POOL6, ICMP6, icmp(128, 0, 0x00070001, payload(16)))),
        Hex.packet(ipv4(NODE4, POOL4, ICMP4, true, icmp(0, 0, PORT << 16, payload(36)))),
        Hex.packet(ipv4(NODE4, POOL4, UDP, false, udp(53, PORT, payload(1400)))),
        Hex.packet(ipv6(NODE6, "2001:db8::1", UDP, udp(5000, 53, payload(16)))),
        Hex.packet(set(ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(5000, 53, payload(16))), 7, 1)),
        Hex.packet(ipv4(
                NODE4, POOL4, ICMP4, false, icmp(3, 1, 0, ipv4(POOL4, NODE4, UDP, true, udp(PORT, 53, payload(8)))))),
    };

    /** The compiler may still be at work in the first rounds; what allocates per packet does so in every round. */
    @Test
    void translatingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            int translated = translate(PACKETS);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);

            assertEquals(PACKETS / packets.length * 8, translated);
        }

        assertEquals(0, least, "octets allocated for " + PACKETS + " packets");
    }

    private int translate(int count) {
        int translated = 0;
        Translation t = nat64.bench.translation;
        for (int i = 0; i < count; i++) {
            nat64.bench.begin(packets[i % packets.length]);
            Outcome outcome = nat64.translator.translate(t);
            translated += outcome == Outcome.TRANSLATED ? 1 : 0;
            for (int piece = 0; piece < t.pieces(); piece++) {
                t.writePiece(piece, out, 0);
            }
        }
        return translated;
    }
}
