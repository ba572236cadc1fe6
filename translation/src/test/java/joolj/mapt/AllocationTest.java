// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import static joolj.mapt.MaptBench.CE4;
import static joolj.mapt.MaptBench.CE6;
import static joolj.mapt.MaptBench.CE_PORT;
import static joolj.mapt.MaptBench.OTHER_PORT;
import static joolj.mapt.MaptBench.REMOTE4;
import static joolj.mapt.MaptBench.REMOTE6;
import static joolj.mapt.MaptBench.error4;
import static joolj.mapt.MaptBench.error6;
import static joolj.mapt.MaptBench.ping4;
import static joolj.mapt.MaptBench.udp4;
import static joolj.mapt.MaptBench.udp6;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Allocation;
import joolj.translation.Outcome;
import joolj.wire.Hex;
import org.junit.jupiter.api.Test;

/** Packets cost no memory, whatever becomes of them. */
class AllocationTest {
    private static final int ROUNDS = 10_000;

    private static void assertNoneFor(MaptBench node, String outcomes, byte[]... packets) {
        node.settings(node.settings()
                .withRfc6791(Ipv6Prefix.parse("2001:db8:6791::/64"), Ipv4Prefix.parse("192.168.78.0/24")));
        List<ByteBuffer> buffers = new ArrayList<>();
        for (byte[] packet : packets) {
            buffers.add(Hex.packet(packet));
        }
        Outcome[] last = new Outcome[packets.length];
        Runnable traffic = () -> {
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < last.length; i++) {
                    node.bench.begin(buffers.get(i));
                    last[i] = node.translator.translate(node.bench.translation);
                }
            }
        };
        for (int i = 0; i < 5; i++) {
            traffic.run();
        }

        assertEquals(0, Allocation.least(traffic));
        assertEquals(outcomes, List.of(last).toString());
    }

    @Test
    void theBorderRelayAllocatesNothing() {
        assertNoneFor(
                MaptBench.borderRelay(),
                "[TRANSLATED, TRANSLATED, TRANSLATED, DROP, ACCEPT, TRANSLATED, TRANSLATED]",
                udp6(CE6, CE_PORT, REMOTE6, 80),
                udp4(REMOTE4, 80, CE4, CE_PORT),
                udp6(CE6, CE_PORT, "64:ff9b::192.0.2.59", OTHER_PORT),
                udp6(CE6, 80, REMOTE6, 80),
                udp4(REMOTE4, 80, REMOTE4, 80),
                error4(REMOTE4, CE4, udp4(CE4, CE_PORT, REMOTE4, 80)),
                error6("2001:db8:6::99", REMOTE6, udp6(REMOTE6, 80, CE6, CE_PORT)));
    }

    @Test
    void theCustomerEdgeAllocatesNothing() {
        MaptBench edge = MaptBench.customerEdge();
        edge.translator.rules().add(MaptBench.RULE);

        assertNoneFor(
                edge,
                "[TRANSLATED, TRANSLATED, TRANSLATED, ACCEPT, TRANSLATED]",
                udp4(CE4, CE_PORT, REMOTE4, 80),
                udp6(REMOTE6, 80, CE6, CE_PORT),
                udp4(CE4, CE_PORT, CE4, CE_PORT + 1),
                udp4(CE4, 80, REMOTE4, 80),
                error4("192.168.0.4", REMOTE4, udp4(REMOTE4, 80, CE4, CE_PORT)));
    }

    @Test
    void theNaptAllocatesNothingForTheFlowsItKnows() {
        MaptBench edge = MaptBench.customerEdge();
        edge.settings(edge.settings().withNapt(NaptSettings.of(Ipv4Prefix.parse("192.168.0.0/16"))));

        assertNoneFor(
                edge,
                "[TRANSLATED, TRANSLATED, DROP]",
                udp4("192.168.0.4", 5000, REMOTE4, 80),
                ping4("192.168.0.4", REMOTE4, 9),
                udp6("64:ff9b::1.2.3.4", 80, CE6, CE_PORT));
    }
}
