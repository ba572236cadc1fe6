// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import joolj.config.InstanceName;
import joolj.config.Product;
import joolj.control.Command;
import joolj.control.DefinitionLines;
import joolj.control.LineReader;
import joolj.control.NamespaceId;
import joolj.control.Operation;
import joolj.control.Protocol;
import joolj.control.ReplyWriter;
import joolj.control.Request;
import joolj.control.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send nonsense, send nothing, read nothing, or are many: the server answers the next one. */
@Timeout(120)
class HostileClientsTest {
    private static final String OK = "{\"status\":0}";
    private static final long SEED = 4159;

    /** Deadlines beyond this test's patience, so that only room made for others can explain an answer. */
    private static final ControlServer.Limits LIMITS = new ControlServer.Limits(8, 3600, 3600);

    @TempDir
    private Path directory;

    private ServerSocketChannel listener;
    private ControlServer server;
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final CountDownLatch streaming = new CountDownLatch(LIMITS.clients());

    @BeforeEach
    void starts() throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(address(), 128);
        server = new ControlServer(listener, this::handle, LIMITS);
        server.start();
    }

    @AfterEach
    void ends() throws IOException {
        listener.close();
        server.close();
    }

    /** Streams without end for one operation, succeeds for the others. */
    private void handle(Request request, DefinitionLines.LineSource more, ReplyWriter reply) throws IOException {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            if (request.command().operation() == Operation.STATS_DISPLAY) {
                streaming.countDown();
                while (true) {
                    reply.row(new Row.Stat("JSTAT_SUCCESS", 1));
                }
            }
        } finally {
            atOnce.decrementAndGet();
        }
    }

    @Test
    void randomOctetsAreRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 500; i++) {
            byte[] octets = new byte[random.nextInt(3000)];
            random.nextBytes(octets);
            assertRefused(octets, "seed " + SEED + ", round " + i);
        }
        assertAnswers();
    }

    @Test
    void damagedRequestsAreRefusedOrMeanSomething() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] good = line(request(Operation.INSTANCE_STATUS));
        for (int i = 0; i < 2000; i++) {
            byte[] octets = good.clone();
            for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
                // The line feed stays, or the server would rightly wait for more.
                octets[random.nextInt(octets.length - 1)] = (byte) random.nextInt(' ', 127);
            }
            List<String> answer = exchange(octets);
            assertEquals(1, answer.size(), "seed " + SEED + ", round " + i);
            assertTrue(answer.get(0).startsWith("{\"status\":"), answer.get(0));
        }
        assertAnswers();
    }

    @Test
    void requestsThatBreakOffAreRefused() throws IOException {
        byte[] good = line(request(Operation.INSTANCE_STATUS));
        for (int length = 1; length < good.length - 1; length++) {
            assertRefused(Arrays.copyOf(good, length), "the first " + length + " octets");
        }
        assertAnswers();
    }

    @Test
    void valuesThatAreTooDeepTooLongOrOfAnotherTypeAreRefused() throws IOException {
        String good = request(Operation.INSTANCE_STATUS);
        List<String> bad = new ArrayList<>(List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "{\"version\":" + "9".repeat(100_000) + "}",
                "{\"version\":1e999999999}",
                "{\"version\":-1}",
                "\"" + "\\u0000".repeat(50_000) + "\"",
                "null",
                "[]",
                "7",
                "{}",
                "",
                " ".repeat(Protocol.MAXIMUM_LINE + 1)));
        for (String member : List.of("version", "product", "namespace", "instance", "mode", "operation", "arguments")) {
            for (String value : List.of("null", "[]", "{}", "-1", "1.5", "\"\\u0000\"", "true", "[[[[]]]]", "1e400")) {
                bad.add(good.replaceFirst(
                        "\"" + member + "\":(\\{[^}]*}|\"[^\"]*\"|\\d+)", "\"" + member + "\":" + value));
            }
        }
        for (String text : bad) {
            if (!text.equals(good) && !text.contains("\"arguments\":{}")) {
                assertRefused(line(text), text.substring(0, Math.min(200, text.length())));
            }
        }
        assertAnswers();
    }

    @Test
    void clientsThatSendNothingMakeRoomForOneThatDoes() throws IOException {
        List<SocketChannel> silent = connectMany(4 * LIMITS.clients());
        silent.get(3).write(ByteBuffer.wrap("{\"version\":".getBytes(StandardCharsets.UTF_8)));

        assertAnswers();

        closeAll(silent);
    }

    @Test
    void aClientThatSendsSlowlyButSteadilyIsAnsweredAndASilentOneIsCutOff() throws IOException {
        ControlServer.Limits limits = new ControlServer.Limits(8, 2, 3600);
        Path socket = directory.resolve("impatient.sock");
        try (ServerSocketChannel impatient = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            impatient.bind(UnixDomainSocketAddress.of(socket));
            try (ControlServer second = new ControlServer(impatient, this::handle, limits);
                    SocketChannel slow = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                    SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                second.start();
                silent.write(ByteBuffer.wrap("{".getBytes(StandardCharsets.UTF_8)));
                byte[] octets = line(request(Operation.INSTANCE_STATUS));
                long pause = 2 * TimeUnit.SECONDS.toNanos(limits.requestSeconds()) / octets.length;
                for (byte octet : octets) {
                    assertEquals(1, slow.write(ByteBuffer.wrap(new byte[] {octet})));
                    LockSupport.parkNanos(pause);
                }

                assertEquals(OK, new LineReader(slow).read());
                assertNull(new LineReader(silent).read());
            }
        }
    }

    @Test
    void clientsThatReadNothingMakeRoomForOneThatDoes() throws Exception {
        List<SocketChannel> greedy = connectMany(LIMITS.clients());
        for (SocketChannel client : greedy) {
            client.write(ByteBuffer.wrap(line(request(Operation.STATS_DISPLAY))));
        }
        streaming.await();

        assertAnswers();

        closeAll(greedy);
    }

    @Test
    void aHundredClientsAreAnsweredAFewAtATime() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(100);
        try {
            List<Future<Integer>> answered = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answered.add(clients.submit(() -> {
                    int count = 0;
                    for (int j = 0; j < 10; j++) {
                        count += exchange(line(request(Operation.INSTANCE_STATUS)))
                                        .equals(List.of(OK))
                                ? 1
                                : 0;
                    }
                    return count;
                }));
            }
            for (Future<Integer> count : answered) {
                assertEquals(10, count.get());
            }
        } finally {
            clients.shutdownNow();
        }
        assertTrue(mostAtOnce.get() <= LIMITS.clients(), mostAtOnce.toString());
        assertTrue(servingThreads() <= LIMITS.clients(), "threads: " + servingThreads());
    }

    private static long servingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("control-\\d+") && thread.isAlive())
                .count();
    }

    private void assertAnswers() throws IOException {
        assertEquals(List.of(OK), exchange(line(request(Operation.INSTANCE_STATUS))));
    }

    private void assertRefused(byte[] octets, String what) throws IOException {
        List<String> answer = exchange(octets);
        if (octets.length == 0) {
            assertEquals(List.of(), answer, what);
            return;
        }
        assertEquals(1, answer.size(), what);
        assertTrue(answer.get(0).matches("\\{\"status\":(22|95),\"error\":\".+\"}"), what + ": " + answer);
    }

    private static String request(Operation operation) {
        return new Request(Product.NAT64, new NamespaceId(1, 2, 3), InstanceName.DEFAULT, new Command.Plain(operation))
                .encode();
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Sends octets and nothing more; returns all lines of the answer. */
    private List<String> exchange(byte[] octets) throws IOException {
        List<String> lines = new ArrayList<>();
        try (SocketChannel client = SocketChannel.open(address())) {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(octets);
                while (buffer.hasRemaining()) {
                    client.write(buffer);
                }
                client.shutdownOutput();
            } catch (IOException e) {
                // The server has heard enough and has answered already.
            }
            LineReader reader = new LineReader(client);
            for (String line = reader.read(); line != null; line = reader.read()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private List<SocketChannel> connectMany(int count) throws IOException {
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            channels.add(SocketChannel.open(address()));
        }
        return channels;
    }

    private static void closeAll(List<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(directory.resolve("control.sock"));
    }
}
