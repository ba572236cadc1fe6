// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Forty datagrams of 1000 octets, which leave a node as two aggregates. */
final class Aggregates {
    private static final int AGGREGATES = 2;
    private static final int DATAGRAMS = 20;
    private static final int LENGTH = 1000;

    private Aggregates() {}

    /**
     * Sends them and checks that they arrive as they were sent, one by one and in order.
     *
     * @param from the sending node
     * @param to the receiver's transport address as the sender writes it
     * @param receiver gets nothing else meanwhile
     */
    static void assertArrive(Namespace from, InetSocketAddress to, UdpPeer receiver) throws IOException {
        byte[] all = new byte[AGGREGATES * DATAGRAMS * LENGTH];
        new SplittableRandom(all.length).nextBytes(all);
        try (AggregateSender sender = AggregateSender.open(from, to, LENGTH)) {
            for (int i = 0; i < AGGREGATES; i++) {
                sender.send(Arrays.copyOfRange(all, i * DATAGRAMS * LENGTH, (i + 1) * DATAGRAMS * LENGTH));
            }
        }
        List<UdpPeer.Datagram> arrived = receiver.receive(AGGREGATES * DATAGRAMS);
        for (int i = 0; i < arrived.size(); i++) {
            ByteBuffer sent = ByteBuffer.wrap(all, i * LENGTH, LENGTH);
            assertEquals(sent, arrived.get(i).octets(), "datagram " + i);
        }
        assertNull(receiver.poll(), "more datagrams than were sent");
    }
}
