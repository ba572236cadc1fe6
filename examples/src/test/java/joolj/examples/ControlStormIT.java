// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hostile and numerous clients of the control socket disturb neither the packets nor each other. */
@NetnsTest
final class ControlStormIT {
    private static final long SEED = 1027;
    private static final int CLIENTS = 100;
    private static final int DATAGRAMS = 300;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static TutorialNetwork network;
    private static Daemon daemon;

    @BeforeAll
    static void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        daemon = LABORATORY.daemon();
        daemon.jool(network.t(), "instance", "add", "--netfilter", "--pool6", TutorialNetwork.POOL6)
                .run()
                .succeeded();
    }

    @Test
    void packetsFlowAndCommandsAreAnsweredWhileAHundredClientsMisbehave() throws Exception {
        UdpEchoServer echo = LABORATORY.echoServer(network.v(), 7);
        UdpPeer peer = LABORATORY.udp(network.c());
        InetSocketAddress server = new InetSocketAddress("64:ff9b::cb00:7110", echo.port());
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger rounds = new AtomicInteger();
        List<Thread> storm = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom random = new SplittableRandom(SEED + i);
            int kind = i % 4;
            Thread thread = new Thread(() -> misbehave(kind, random, over, rounds), "storm");
            storm.add(thread);
            thread.start();
        }
        try {
            Waiting.until("the storm is on", () -> rounds.get() > CLIENTS);
            for (int i = 0; i < DATAGRAMS; i++) {
                peer.exchange(new byte[] {(byte) i}, server);
            }
            Command.Result answer = daemon.jool(network.t(), "bib", "display", "--udp", "--numeric")
                    .run()
                    .succeeded();
            assertEquals(1, answer.out().lines().count(), answer.toString());
            network.ping().succeeded();
        } finally {
            over.set(true);
            for (Thread thread : storm) {
                thread.join();
            }
        }
        assertTrue(daemon.isAlive());
        assertTrue(threadsOfTheDaemon() < CLIENTS, "threads: " + threadsOfTheDaemon());
        daemon.jool(network.t(), "instance", "display").run().succeeded();
    }

    /** Sends nonsense, half a request or nothing, or asks without reading; again and again. */
    private static void misbehave(int kind, SplittableRandom random, AtomicBoolean over, AtomicInteger rounds) {
        while (!over.get()) {
            try (SocketChannel client = daemon.connect()) {
                byte[] octets = new byte[1 + random.nextInt(4000)];
                switch (kind) {
                    case 0 -> random.nextBytes(octets);
                    case 1 -> octets = "{\"version\":1,\"product\":\"nat64\",".getBytes(StandardCharsets.US_ASCII);
                    case 2 -> Arrays.fill(octets, (byte) '[');
                    default -> octets = new byte[0];
                }
                client.write(ByteBuffer.wrap(octets));
                rounds.incrementAndGet();
                if (random.nextInt(4) == 0) {
                    client.read(ByteBuffer.allocate(100));
                }
            } catch (IOException e) {
                rounds.incrementAndGet(); // The daemon has cut this client off, which is what clients like it are due.
            }
        }
    }

    private static long threadsOfTheDaemon() throws IOException {
        try (var tasks = Files.list(Path.of("/proc", Long.toString(daemon.pid()), "task"))) {
            return tasks.count();
        }
    }

    @Test
    void theKernelsWordOnWhoAsksCountsEvenIfTheSocketIsOpenToAll() throws IOException {
        Path socket = Path.of(daemon.environment().get("JOOLJ_SOCKET"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        Path directory = socket.getParent();
        var before = Files.getPosixFilePermissions(directory);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Command.Result refused = askAsNobody(socket);

            assertTrue(refused.out().startsWith("{\"status\":1,"), refused.toString());
            assertTrue(refused.out().contains("CAP_NET_ADMIN"), refused.toString());
        } finally {
            Files.setPosixFilePermissions(directory, before);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Speaks the protocol by hand: the project's directory may not be readable for nobody. */
    private static Command.Result askAsNobody(Path socket) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path asking = LABORATORY.directory().resolve("Ask.java");
        try {
            Files.writeString(asking, """
                    import java.net.UnixDomainSocketAddress;
                    import java.nio.ByteBuffer;
                    import java.nio.channels.SocketChannel;

                    class Ask {
                        public static void main(String[] socket) throws Exception {
                            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket[0]))) {
                                ByteBuffer answer = ByteBuffer.allocate(1000);
                                while (channel.read(answer) > 0) {}
                                System.out.write(answer.array(), 0, answer.position());
                                System.out.flush();
                            }
                        }
                    }
                    """);
        } catch (IOException e) {
            throw new AssertionError("cannot write " + asking, e);
        }
        return network.t()
                .command(java, asking.toString(), socket.toString())
                .asUser("nobody")
                .run()
                .succeeded();
    }
}
