// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Traffic, tables and clients that get in each other's way. */
@NetnsTest
final class LoadIT {
    private static final int DOWNLOAD_LENGTH = 100_000_000;
    private static final int SESSIONS = 30_000;
    private static final int FIRST_PORT = 1024;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static TutorialNetwork network;
    private static Daemon daemon;

    @BeforeAll
    static void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        daemon = LABORATORY.daemon();
        daemon.jool(network.t(), "instance", "add", "--iptables", "--pool6", TutorialNetwork.POOL6)
                .run()
                .succeeded();
        network.addRules(daemon.queueOf(network.t(), "default"));
    }

    @Test
    void downloadsHundredMegabytesUnharmedWhileTablesAreDisplayed() throws ExecutionException, InterruptedException {
        Path file = RandomFile.write(LABORATORY.directory().resolve("big"), DOWNLOAD_LENGTH);
        Path copy = LABORATORY.directory().resolve("copy");
        LABORATORY.fileServer(network.v(), 80);
        CompletableFuture<Command.Result> download = CompletableFuture.supplyAsync(() -> network.c()
                .command("curl", "-sS", "-o", copy.toString(), "http://[64:ff9b::203.0.113.16]/big")
                .run(Duration.ofMinutes(3)));
        int rounds = 0;
        do {
            daemon.jool(network.t(), "instance", "display").run().succeeded();
            daemon.jool(network.t(), "session", "display", "--numeric").run().succeeded();
            daemon.jool(network.t(), "stats", "display").run().succeeded();
            rounds++;
        } while (!download.isDone());
        download.get().succeeded();
        assertTrue(rounds > 0);
        assertEquals(RandomFile.sha256(file), RandomFile.sha256(copy));
    }

    @Test
    void servesOthersWhileASlowClientReadsALongTable() throws IOException {
        fillSessionTable();
        try (SocketChannel slow = daemon.connect()) {
            request(slow, "session", "display", "{\"protocol\":\"UDP\"}");
            BufferedReader reader =
                    new BufferedReader(Channels.newReader(slow, StandardCharsets.UTF_8.newDecoder(), 1024), 1024);
            String first = reader.readLine();
            assertTrue(first.startsWith("{\"rows\":[["), first);

            // The rest stays unread, and the daemon can only wait for this client; everybody else is served meanwhile.
            daemon.jool(network.t(), "instance", "display").run().succeeded();
            long displayed = daemon.jool(
                            network.t(), "session", "display", "--udp", "--numeric", "--csv", "--no-headers")
                    .run()
                    .succeeded()
                    .out()
                    .lines()
                    .count();
            assertTrue(displayed >= SESSIONS, displayed + " sessions displayed");
            network.ping().succeeded();

            assertTrue(rowsOf(first, reader) >= SESSIONS);
        }
    }

    /** Makes many sessions: one IPv6 socket that talks to as many ports of V. */
    private static void fillSessionTable() {
        network.v().run("iptables", "-A", "INPUT", "-p", "udp", "-j", "DROP");
        String source = "2001:db8::8";
        String destination = "64:ff9b::cb00:7110";
        try (Frames frames = Frames.open(network.c(), "eth0", network.t(), "eth0")) {
            for (int i = 0; i < SESSIONS; i++) {
                byte[] datagram = Packets.udp6(source, destination, 5000, FIRST_PORT + i, new byte[4]);
                frames.send6(Packets.ipv6(source, destination, Packets.UDP, datagram));
                if (i % 1000 == 999) {
                    int atLeast = i + 1;
                    Waiting.until("the translator has seen " + atLeast + " packets", () -> sessions() >= atLeast);
                }
            }
        }
    }

    private static long sessions() {
        Map<String, Long> counters = daemon.counters(network.t(), "default");
        return counters.get("JSTAT_SESSIONS");
    }

    private static void request(SocketChannel channel, String mode, String operation, String arguments)
            throws IOException {
        Path file = network.t().file();
        String request = ("{\"version\":1,\"product\":\"nat64\",\"namespace\":{\"pid\":%d,\"device\":%s,\"inode\":%s},"
                        + "\"instance\":\"default\",\"mode\":\"%s\",\"operation\":\"%s\",\"arguments\":%s}\n")
                .formatted(
                        ProcessHandle.current().pid(),
                        Files.getAttribute(file, "unix:dev"),
                        Files.getAttribute(file, "unix:ino"),
                        mode,
                        operation,
                        arguments);
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads a reply to its end; how many rows it has in all. */
    private static long rowsOf(String first, BufferedReader reader) throws IOException {
        long rows = 0;
        String line = first;
        while (line.startsWith("{\"rows\":")) {
            rows += line.split("\\],\\[", -1).length;
            line = reader.readLine();
        }
        assertEquals("{\"status\":0}", line);
        return rows;
    }

    @Test
    void survivesClientsThatBreakTheProtocol() throws IOException {
        List<String> wrong = List.of(
                "\n",
                "nonsense\n",
                "{}\n",
                "[1,2,3]\n",
                "{\"version\":99,\"mode\":\"instance\"}\n",
                "{\"version\":1,\"product\":\"nat64\",\"mode\":\"instance\",\"operation\":\"display\"}\n",
                "{\"version\":1",
                "x".repeat(1_100_000) + "\n",
                "[".repeat(500_000) + "\n");
        for (String request : wrong) {
            try (SocketChannel client = daemon.connect()) {
                ByteBuffer octets = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
                while (octets.hasRemaining() && write(client, octets)) {
                    assertTrue(client.isOpen());
                }
            }
        }
        daemon.jool(network.t(), "instance", "display").run().succeeded();
        network.ping().succeeded();
    }

    /** Whether the daemon took more; it may have hung up on us. */
    private static boolean write(SocketChannel client, ByteBuffer octets) {
        try {
            return client.write(octets) > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
