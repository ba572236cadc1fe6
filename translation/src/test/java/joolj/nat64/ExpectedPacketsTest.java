// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import static joolj.nat64.Nat64Bench.NODE4;
import static joolj.nat64.Nat64Bench.NODE4_IN_POOL6;
import static joolj.nat64.Nat64Bench.NODE6;
import static joolj.nat64.Nat64Bench.POOL4;
import static joolj.translation.TestPackets.TCP;
import static joolj.translation.TestPackets.UDP;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.set;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import joolj.translation.Outcome;
import joolj.translation.Translation;
import joolj.wire.Hex;
import org.junit.jupiter.api.Test;

/** Packets are recognised before their turn comes, whatever they look like. */
class ExpectedPacketsTest {
    private static final int SESSIONS = 1 << 15;

    private final Nat64Bench nat64 = new Nat64Bench(Nat64Bench.ports(1_024, 65_535));
    private final Translation t = nat64.bench.translation;
    private final int[] masks = new int[SESSIONS];

    private static ByteBuffer datagram(int port) {
        return Hex.packet(octets(port));
    }

    private void fill() {
        for (int port = 0; port < SESSIONS; port++) {
            translate(datagram(port));
            masks[port] = Nat64Flows.of(t).first.local4Port;
        }
        assertEquals(SESSIONS, nat64.state.sessionCount());
    }

    private void translate(ByteBuffer packet) {
        nat64.bench.begin(packet);
        assertEquals(Outcome.TRANSLATED, nat64.translator.translate(t));
    }

    /** Returns how many sessions are read for a packet. */
    private int expect(ByteBuffer packet) {
        ExpectedPackets expected = Nat64Flows.of(t).expected(nat64.state);
        int before = expected.sessionsRead();
        assertTrue(nat64.translator.expect(t, packet, 0, packet.limit()));
        nat64.translator.readAhead(t);
        return expected.sessionsRead() - before;
    }

    @Test
    void packetsOfKnownSessionsAreRecognised() {
        fill();
        for (int port = 0; port < 1_000; port++) {
            assertTrue(expect(datagram(port)) > 0);
            assertTrue(expect(Hex.packet(ipv4(NODE4, POOL4, UDP, true, udp(53, masks[port], payload(36))))) > 0);
        }
    }

    @Test
    void whatIsNotTheTranslatorsIsLeftAlone() {
        fill();

        assertEquals(0, expect(Hex.packet(ipv6(NODE6, "2001:db8::1", UDP, udp(5_000, 53, payload(16))))));
        assertEquals(0, expect(Hex.packet(ipv6(NODE6, NODE4_IN_POOL6, TCP, tcp(5_000, 53, 1, 2, payload(16))))));
        assertEquals(0, expect(Hex.packet(ipv6(NODE6, NODE4_IN_POOL6, 50, udp(5_000, 53, payload(16))))));
        assertEquals(0, expect(Hex.packet(set(octets(5_000), 0, 0x50))));
    }

    private static byte[] octets(int port) {
        return ipv6(NODE6, NODE4_IN_POOL6, UDP, udp(port, 53, payload(16)));
    }

    @Test
    void smallTablesNeedNoMoreThanAQuestion() {
        assertFalse(nat64.translator.expect(t, datagram(1), 0, datagram(1).limit()));
    }

    @Test
    void anyOctetsOfAnyLengthAreSurvived() {
        fill();
        SplittableRandom random = new SplittableRandom(1);
        ByteBuffer[] packets = {datagram(5_000), Hex.packet(ipv4(NODE4, POOL4, UDP, true, udp(53, 40_000, payload(36))))
        };
        for (int i = 0; i < 100_000; i++) {
            ByteBuffer packet = packets[random.nextInt(packets.length)];
            ByteBuffer damaged = ByteBuffer.allocateDirect(random.nextInt(packet.limit() + 1));
            damaged.put(0, packet, 0, damaged.limit());
            for (int damages = random.nextInt(4); damages > 0 && damaged.limit() > 0; damages--) {
                damaged.put(random.nextInt(damaged.limit()), (byte) random.nextInt(256));
            }
            nat64.translator.expect(t, damaged, 0, damaged.limit());
            if (i % 100 == 0) {
                nat64.translator.readAhead(t);
            }
        }

        assertEquals(SESSIONS, nat64.state.sessionCount());
        translate(datagram(5_000));
    }
}
