// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import joolj.nfqueue.NativeException.Kind;
import joolj.nfqueue.netns.EnabledIfNetns;
import joolj.nfqueue.netns.TestNetwork;
import joolj.nfqueue.netns.Traffic;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnabledIfNetns
class NfQueueNetnsTest {
    private static final int QUEUE = 6400;
    private static final int SECONDS = 30;
    private static final QueueSettings SETTINGS = QueueSettings.defaults().withBatchSize(8);

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
    void acceptedPingIsAnswered() throws Exception {
        queueIn("iptables -p icmp --icmp-type echo-request");
        queueIn("ip6tables -p icmpv6 --icmpv6-type echo-request");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS)) {
                Process ping4 = network.start("a", "ping -c 3 -i 0.2 -W 10 198.51.100.2");
                int seen = answer(queue, 3, packet -> {
                    assertEquals(0x0800, packet.protocol());
                    assertEquals(4, queue.buffer().get(packet.payloadStart()) >> 4);
                    assertEquals(84, packet.payloadLength());
                    queue.accept(packet.id());
                });
                assertEquals(3, seen);
                assertEquals(0, exitOf(ping4));

                Process ping6 = network.start("a", "ping -c 3 -i 0.2 -W 10 2001:db8::2");
                answer(queue, 3, packet -> {
                    assertEquals(0x86dd, packet.protocol());
                    assertEquals(6, queue.buffer().get(packet.payloadStart()) >> 4 & 0xf);
                    queue.accept(packet.id());
                });
                assertEquals(0, exitOf(ping6));
                assertEquals(0, queue.refusedVerdicts());
                assertEquals(0, queue.malformed());
            }
        });
    }

    @Test
    void everyKindOfVerdictInOneBatchReachesItsOwnPacket() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS);
                    NfQueue other = NfQueue.open(QUEUE + 1, SETTINGS);
                    DatagramChannel receiver =
                            DatagramChannel.open().bind(new InetSocketAddress("198.51.100.2", 9000))) {
                receiver.configureBlocking(false);
                sendNumbers(0, 8);
                Traffic.until(
                        "eight packets wait",
                        () -> queue.statistics().orElseThrow().waiting() == 8);

                assertEquals(8, queue.receive(SECONDS * 1000));
                for (int index = 0; index < 8; index++) {
                    int id = queue.packet(index).id();
                    switch (index % 4) {
                        case 0 -> queue.drop(id);
                        case 1 -> queue.accept(id);
                        case 2 -> queue.requeue(id, QUEUE + 1);
                        default -> queue.drop(id);
                    }
                }
                assertTrue(queue.flushVerdicts());

                assertEquals("1 5", Traffic.receive(receiver, 2));
                answer(other, 2, packet -> other.accept(packet.id()));
                assertEquals("2 6", Traffic.receive(receiver, 2));
                assertEquals(0, queue.statistics().orElseThrow().waiting());
                assertEquals(0, queue.receive());
                assertEquals(0, queue.refusedVerdicts());
            }
        });
    }

    @Test
    void droppingWhileOthersAreUnansweredLeavesThoseAlone() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS);
                    DatagramChannel receiver =
                            DatagramChannel.open().bind(new InetSocketAddress("198.51.100.2", 9000))) {
                receiver.configureBlocking(false);
                sendNumbers(0, 3);
                Traffic.until(
                        "three packets wait",
                        () -> queue.statistics().orElseThrow().waiting() == 3);
                assertEquals(3, queue.receive());
                int first = queue.packet(0).id();
                queue.drop(queue.packet(1).id());
                queue.drop(queue.packet(2).id());
                assertTrue(queue.flushVerdicts());

                assertEquals(1, queue.statistics().orElseThrow().waiting());
                queue.accept(first);
                assertTrue(queue.flushVerdicts());

                assertEquals("0", Traffic.receive(receiver, 1));
            }
        });
    }

    @Test
    void verdictsBeyondTheBatchAreSentInBetween() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS.withBatchSize(2));
                    DatagramChannel receiver =
                            DatagramChannel.open().bind(new InetSocketAddress("198.51.100.2", 9000))) {
                receiver.configureBlocking(false);
                sendNumbers(0, 20);
                Traffic.until(
                        "20 packets wait",
                        () -> queue.statistics().orElseThrow().waiting() == 20);
                int answered = 0;
                while (answered < 20) {
                    int count = queue.receive();
                    for (int index = 0; index < count; index++) {
                        int id = queue.packet(index).id();
                        if (answered++ % 2 == 0) {
                            queue.drop(id);
                        } else {
                            queue.accept(id);
                        }
                    }
                }
                assertTrue(queue.flushVerdicts());

                assertEquals("1 3 5 7 9 11 13 15 17 19", Traffic.receive(receiver, 10));
                assertEquals(0, queue.statistics().orElseThrow().waiting());
            }
        });
    }

    @Test
    void markAndDeviceAreTold() throws Exception {
        network.in("b", "iptables -t mangle -A PREROUTING -p udp --dport 9000 -j MARK --set-mark 0x1234abcd");
        queueIn("iptables -p udp --dport 9000");
        int device =
                Integer.parseInt(network.in("b", "cat /sys/class/net/v/ifindex").strip());

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS)) {
                sendNumbers(7, 1);
                answer(queue, 1, packet -> {
                    assertTrue(packet.hasMark());
                    assertEquals(0x1234abcd, packet.mark());
                    assertEquals(device, packet.inDevice());
                    assertEquals(0, packet.hook());
                    assertFalse(packet.truncated());
                    queue.drop(packet.id());
                });
            }
        });
    }

    @Test
    void packetsLongerThanTheCopyRangeAreTruncated() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS.withCopyRange(100))) {
                network.run("a", () -> Traffic.send("198.51.100.2", 9000, new byte[500]));
                answer(queue, 1, packet -> {
                    assertTrue(packet.truncated());
                    assertEquals(100, packet.payloadLength());
                    queue.drop(packet.id());
                });
            }
        });
    }

    @Test
    void packetsLongerThanASlotAreTruncatedButHaveTheirVerdict() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS.withSlotOctets(1024))) {
                network.run("a", () -> Traffic.send("198.51.100.2", 9000, new byte[1400]));
                answer(queue, 1, packet -> {
                    assertTrue(packet.truncated());
                    assertTrue(packet.payloadLength() < 1024 && packet.payloadLength() > 800);
                    queue.drop(packet.id());
                });
                assertEquals(0, queue.statistics().orElseThrow().waiting());
            }
        });
    }

    @Test
    void bulkTcpComesAsAggregatesOnlyIfAsked() throws Exception {
        queueIn("iptables -p tcp --dport 9000");
        boolean[] whole = {true, false};
        for (boolean gso : whole) {
            int longest = network.call("b", () -> longestOfBulkTcp(SETTINGS.withGso(gso)));
            assertEquals(gso, longest > 1500, "longest packet " + longest);
        }
    }

    private int longestOfBulkTcp(QueueSettings settings) throws Exception {
        int octets = 2_000_000;
        int longest = 0;
        boolean marked = true;
        try (NfQueue queue = NfQueue.open(QUEUE, settings);
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress("198.51.100.2", 9000));
            CompletableFuture<Integer> received =
                    CompletableFuture.supplyAsync(() -> Traffic.readAll(server), Traffic.OWN_THREAD);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> bulk(octets), Traffic.OWN_THREAD);
            long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
            while (!received.isDone() && System.nanoTime() < deadline) {
                int count = queue.receive(100);
                for (int index = 0; index < count; index++) {
                    QueuedPacket packet = queue.packet(index);
                    longest = Math.max(longest, packet.payloadLength());
                    marked &= packet.gso() == packet.payloadLength() > 1500;
                    marked &= settings.gso() || !packet.checksumNotReady();
                    queue.accept(packet.id());
                }
                assertTrue(queue.flushVerdicts());
            }
            assertEquals(octets, received.getNow(-1));
            sent.join();
            assertTrue(marked, "the flags of aggregates");
        }
        return longest;
    }

    private void bulk(int octets) {
        try {
            network.run("a", () -> {
                try (SocketChannel client = SocketChannel.open(new InetSocketAddress("198.51.100.2", 9000))) {
                    ByteBuffer data = ByteBuffer.allocate(octets);
                    while (data.hasRemaining()) {
                        int unused = client.write(data);
                    }
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void queueInUseIsNamedWithItsListener() throws Exception {
        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS)) {
                NativeException failure = assertThrows(NativeException.class, () -> NfQueue.open(QUEUE, SETTINGS));

                assertEquals(Kind.BUSY, failure.kind());
                long port = queue.statistics().orElseThrow().port();
                assertEquals(
                        "queue 6400 is in use by another process (netlink port " + port + ")", failure.getMessage());
            }
            NfQueue.open(QUEUE, SETTINGS).close();
        });
    }

    @Test
    void queueOfAnotherNamespaceIsAnotherQueue() throws Exception {
        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS)) {
                network.run("a", () -> NfQueue.open(QUEUE, SETTINGS).close());

                assertTrue(queue.statistics().isPresent());
            }
            assertTrue(QueueStatistics.readAll().isEmpty());
        });
    }

    @Test
    void packetsNotReadInTimeAreCountedAndDoNotThrow() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS.withReceiveBufferOctets(8192))) {
                sendNumbers(0, 200);
                Traffic.until(
                        "all 200 came", () -> queue.statistics().orElseThrow().lastId() == 200);

                assertTrue(queue.overruns() > 0);
                assertEquals(queue.overruns(), queue.statistics().orElseThrow().droppedUnread());
                int waiting = (int) queue.statistics().orElseThrow().waiting();
                assertEquals(200, waiting + queue.overruns());
                assertEquals(waiting, answer(queue, waiting, packet -> queue.drop(packet.id())));
                assertEquals(0, queue.statistics().orElseThrow().waiting());
            }
        });
    }

    @Test
    void lossThatTheSocketReportsAsAnErrorIsNone() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS.withReceiveBufferOctets(8192))) {
                NativeBuffer off = new NativeBuffer(Integer.BYTES);
                int result = Libraries.c()
                        .setsockopt(
                                queue.fd(), Linux.SOL_NETLINK, Linux.NETLINK_NO_ENOBUFS, off.address(), Integer.BYTES);
                assertEquals(0, result);
                off.keep();
                sendNumbers(0, 200);
                Traffic.until(
                        "all 200 came", () -> queue.statistics().orElseThrow().lastId() == 200);

                int waiting = (int) queue.statistics().orElseThrow().waiting();
                assertTrue(waiting < 200);
                assertEquals(waiting, answer(queue, waiting, packet -> queue.drop(packet.id())));
                assertTrue(queue.overruns() > 0);
            }
        });
    }

    @Test
    void queueLengthLimitIsTheOneAskedFor() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS.withMaxLength(5))) {
                sendNumbers(0, 20);
                Traffic.until(
                        "15 are dropped", () -> queue.statistics().orElseThrow().droppedFull() == 15);

                assertEquals(5, queue.statistics().orElseThrow().waiting());
                assertEquals(0, queue.overruns());
            }
        });
    }

    @Test
    void openingUnderTrafficLosesNoPacketThatTheKernelHandsOver() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> flood(stop), Traffic.OWN_THREAD);
            try {
                for (int round = 0; round < 20; round++) {
                    try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS)) {
                        int[] first = {0};
                        answer(queue, 20, packet -> {
                            first[0] = first[0] == 0 ? packet.id() : first[0];
                            queue.drop(packet.id());
                        });
                        assertEquals(1, first[0]);
                    }
                }
            } finally {
                stop.set(true);
                flood.join();
            }
        });
    }

    private void flood(AtomicBoolean stop) {
        try {
            network.run("a", () -> {
                long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
                while (!stop.get() && System.nanoTime() < deadline) {
                    Traffic.send("198.51.100.2", 9000, new byte[8]);
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusedVerdictsAreCounted() throws Exception {
        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS)) {
                queue.accept(12345);
                assertTrue(queue.flushVerdicts());

                assertEquals(0, queue.receive());
                assertEquals(1, queue.refusedVerdicts());
            }
        });
    }

    @Test
    void closedQueueRefusesAndClosesAgain() throws Exception {
        network.run("b", () -> {
            NfQueue queue = NfQueue.open(QUEUE, SETTINGS);
            queue.close();
            queue.close();

            assertThrows(IllegalStateException.class, () -> queue.receive());
            assertEquals(-1, queue.fd());
            assertEquals(0, queue.overruns());
        });
    }

    @Test
    void closingWithPacketsWaitingReleasesTheQueue() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS)) {
                sendNumbers(0, 100);
                Traffic.until(
                        "100 packets wait",
                        () -> queue.statistics().orElseThrow().waiting() == 100);
            }
            assertTrue(QueueStatistics.readAll().isEmpty());
        });
    }

    @Test
    void wakingFromAnotherThreadEndsTheWait() throws Exception {
        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS)) {
                queue.wake();
                long start = System.nanoTime();
                assertEquals(0, queue.receive(SECONDS * 1000));
                CompletableFuture<Void> waker = CompletableFuture.runAsync(queue::wake, Traffic.OWN_THREAD);
                assertEquals(0, queue.receive(SECONDS * 1000));
                assertTrue(System.nanoTime() - start < SECONDS * 1_000_000_000L);

                waker.join();
                assertEquals(0, queue.refusedVerdicts());
                assertEquals(0, queue.malformed());
            }
        });
    }

    @Test
    void waitEndsWithPatienceAndGoesByTheLatest() throws Exception {
        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS)) {
                for (int patience : new int[] {20, 40, 20}) {
                    long start = System.nanoTime();
                    assertEquals(0, queue.receive(patience));
                    long millis = (System.nanoTime() - start) / 1_000_000;

                    // The kernel counts in ticks of up to 10 ms.
                    assertTrue(millis >= patience / 2, "waited " + millis + " ms instead of " + patience);
                }
            }
        });
    }

    @Test
    void wakingDoesNotHidePackets() throws Exception {
        queueIn("iptables -p udp --dport 9000");

        network.run("b", () -> {
            try (NfQueue queue = NfQueue.open(QUEUE, SETTINGS)) {
                queue.wake();
                sendNumbers(0, 3);
                queue.wake();
                sendNumbers(3, 2);
                assertEquals(5, answer(queue, 5, packet -> queue.drop(packet.id())));
                assertEquals(0, queue.statistics().orElseThrow().waiting());
            }
        });
    }

    @Test
    void wakingAClosedQueueDoesNothing() throws Exception {
        network.run("b", () -> {
            NfQueue queue = NfQueue.open(QUEUE, SETTINGS);
            queue.close();

            assertDoesNotThrow(queue::wake);
        });
    }

    /** Adds a rule that sends packets to the queue in b; where nobody listens, they go on. */
    private void queueIn(String match) {
        String[] programAndMatch = match.split(" ", 2);
        network.in(
                "b",
                programAndMatch[0] + " -t mangle -A PREROUTING " + programAndMatch[1] + " -j NFQUEUE --queue-num "
                        + QUEUE + " --queue-bypass");
    }

    private void sendNumbers(int first, int count) throws Exception {
        network.run("a", () -> {
            for (int number = first; number < first + count; number++) {
                byte[] text = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
                Traffic.send("198.51.100.2", 9000, text);
            }
        });
    }

    private interface Handler {
        void handle(QueuedPacket packet);
    }

    /** Handles packets until there were as many as expected or time is over; returns how many there were. */
    private static int answer(NfQueue queue, int expected, Handler handler) {
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
        int seen = 0;
        while (seen < expected && System.nanoTime() < deadline) {
            int count = queue.receive(100);
            for (int index = 0; index < count; index++) {
                handler.handle(queue.packet(index));
            }
            seen += count;
            assertTrue(queue.flushVerdicts());
        }
        assertTrue(seen >= expected, "only " + seen + " packets came");
        return seen;
    }

    private static int exitOf(Process process) throws Exception {
        assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS));
        return process.exitValue();
    }
}
