// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import static joolj.siit.SiitBench.NODE4;
import static joolj.siit.SiitBench.NODE6;
import static joolj.siit.SiitBench.REMOTE4;
import static joolj.siit.SiitBench.REMOTE6;
import static joolj.siit.SiitBench.UNMAPPED6;
import static joolj.siit.SiitBench.error4;
import static joolj.siit.SiitBench.error6;
import static joolj.siit.SiitBench.udp4;
import static joolj.siit.SiitBench.udp6;
import static joolj.translation.TestPackets.ICMP6;
import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Outcome;
import joolj.wire.Hex;
import org.junit.jupiter.api.Test;

/** Packets cost no memory, whatever becomes of them. */
class AllocationTest {
    private static final int ROUNDS = 10_000;

    /** The virtual machine itself allocates a little now and then, when it compiles anew; packets do so every time. */
    private static final int ATTEMPTS = 10;

    private final SiitBench siit = new SiitBench();
    private final List<ByteBuffer> packets = List.of(
            Hex.packet(udp6(NODE6, REMOTE6)),
            Hex.packet(udp4(REMOTE4, NODE4)),
            Hex.packet(udp6(NODE6, "2001:db8:64::c000:2c8")),
            Hex.packet(udp6(UNMAPPED6, REMOTE6)),
            Hex.packet(udp6(NODE6, UNMAPPED6)),
            Hex.packet(udp4("127.0.0.1", NODE4)),
            Hex.packet(udp4("203.0.113.5", NODE4)),
            Hex.packet(error6(UNMAPPED6, REMOTE6, udp6(REMOTE6, NODE6))),
            Hex.packet(error4("10.50.1.2", NODE4, udp4(NODE4, REMOTE4))),
            Hex.packet(ipv6(NODE6, REMOTE6, ICMP6, icmp(135, 0, 0, payload(16)))));
    private final Outcome[] outcomes = new Outcome[packets.size()];

    private void traffic() {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < outcomes.length; i++) {
                siit.bench.begin(packets.get(i));
                outcomes[i] = siit.translator.translate(siit.bench.translation);
            }
        }
    }

    @Test
    void packetsAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SiitSettings settings = siit.translator.configuration().settings();
        siit.translator.settings(settings.withRfc6791(
                true, Ipv6Prefix.parse("2001:db8:6791::/64"), Ipv4Prefix.parse("192.168.78.0/24")));
        siit.deny("203.0.113.0/24");
        for (int i = 0; i < 5; i++) {
            traffic();
        }
        threads.getCurrentThreadAllocatedBytes();

        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            traffic();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertEquals(0, least, "octets for " + ROUNDS * packets.size() + " packets");
        assertEquals(
                "[TRANSLATED, TRANSLATED, TRANSLATED, ACCEPT, ACCEPT, ACCEPT, ACCEPT, TRANSLATED, TRANSLATED, DROP]",
                List.of(outcomes).toString());
    }
}
