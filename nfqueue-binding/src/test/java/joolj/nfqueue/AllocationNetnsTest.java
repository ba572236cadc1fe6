// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import joolj.nfqueue.netns.EnabledIfNetns;
import joolj.nfqueue.netns.TestNetwork;
import joolj.nfqueue.netns.Traffic;
import joolj.nfqueue.route.RouteSocket;
import joolj.nfqueue.socket.Packets;
import joolj.nfqueue.socket.RawSocket;
import joolj.nfqueue.socket.SendBatch;
import joolj.nfqueue.socket.SendObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker's system calls, packet after packet, without a single octet allocated. */
@EnabledIfNetns
class AllocationNetnsTest {
    private static final int QUEUE = 1;
    private static final int WARM_UP = 20_000;
    private static final int PACKETS = 10_000;

    /** The JVM allocates when it links code that it meets for the first time, so that one round may not be clean. */
    private static final int ROUNDS = 3;

    private static final long DEADLINE_NANOS = 60_000_000_000L;

    private TestNetwork network;

    @BeforeEach
    void buildNetwork() {
        network = TestNetwork.pair();
    }

    @AfterEach
    void removeNetwork() {
        network.close();
    }

    @Test
    void packetsAreReceivedSentAndAnsweredWithoutAllocation() throws Exception {
        network.in("b", "iptables -t mangle -A PREROUTING -p udp --dport 9000 -j NFQUEUE --queue-num " + QUEUE);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> flood(stop), Traffic.OWN_THREAD);
        try {
            network.run("b", AllocationNetnsTest::work);
        } finally {
            stop.set(true);
            flood.join();
        }
    }

    private static void work() {
        try (NfQueue queue = NfQueue.open(QUEUE, QueueSettings.defaults());
                RouteSocket routes = RouteSocket.open();
                RawSocket socket = RawSocket.openIpv4()) {
            Worker worker = new Worker(queue, routes, new SendBatch(socket, 64));
            worker.handle(WARM_UP);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && least > 0; round++) {
                least = Math.min(least, allocated(worker));
            }

            assertTrue(worker.accepted > 0 && worker.sent > 0 && worker.failed > 0 && worker.lookups > 0);
            assertEquals(0, least, "octets allocated for " + PACKETS + " packets");
        }
    }

    /** Octets allocated while the worker handles packets. */
    private static long allocated(Worker worker) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadAllocatedBytes();

        int handled = worker.handle(PACKETS);

        long end = threads.getCurrentThreadAllocatedBytes();
        assertTrue(handled >= PACKETS, "handled " + handled);
        return end - start - (start - before);
    }

    private void flood(AtomicBoolean stop) {
        try {
            network.run("a", () -> {
                ByteBuffer datagram = ByteBuffer.allocateDirect(64);
                InetSocketAddress destination = new InetSocketAddress("198.51.100.2", 9000);
                try (DatagramChannel sender = DatagramChannel.open()) {
                    while (!stop.get()) {
                        int unused = sender.send(datagram.clear(), destination);
                    }
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends each packet's payload back with new headers, and now and then does something else. */
    private static final class Worker implements SendObserver {
        private static final int NOWHERE4 = 0xcb007109;
        private static final int BACK4 = 0xc6336401;

        private final NfQueue queue;
        private final RouteSocket routes;
        private final SendBatch batch;
        private int sent;
        private int accepted;
        private int failed;
        private int lookups;

        Worker(NfQueue queue, RouteSocket routes, SendBatch batch) {
            this.queue = queue;
            this.routes = routes;
            this.batch = batch;
        }

        /** Handles at least that many packets, unless none come. */
        int handle(int packets) {
            long deadline = System.nanoTime() + DEADLINE_NANOS;
            int handled = 0;
            while (handled < packets && System.nanoTime() < deadline) {
                int count = queue.receive(10);
                for (int index = 0; index < count; index++) {
                    answer(queue.packet(index));
                }
                sent += batch.flush(this);
                queue.flushVerdicts();
                handled += count;
            }
            return handled;
        }

        private void answer(QueuedPacket packet) {
            if (packet.id() % 16 == 0) {
                accepted++;
                queue.accept(packet.id());
                return;
            }
            if (packet.id() % 256 == 1) {
                lookups += routes.lookup4(BACK4, 0) && !routes.changed() ? 1 : 0;
                lookups += routes.lookup6(Packets.PREFIX6, 1, 0) ? 1 : 0;
            }
            int octets = packet.payloadLength() - 28;
            int length = Packets.udp4(batch.headers(), batch.nextHeaderAt(), 0, 9, octets);
            int mark = packet.id() % 3;
            int destination = packet.id() % 32 == 5 ? NOWHERE4 : BACK4;
            batch.add4(length, queue.bufferAddress() + packet.payloadStart() + 28, octets, destination, mark);
            queue.drop(packet.id());
        }

        @Override
        public void failed(int index, int errno) {
            failed++;
        }
    }
}
