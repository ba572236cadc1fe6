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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import joolj.config.InstanceName;
import joolj.config.Product;
import joolj.config.RefusedException;
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

@Timeout(60)
class ControlServerTest {
    private static final String OK = "{\"status\":0}";

    @TempDir
    private Path directory;

    private ServerSocketChannel listener;
    private ControlServer server;
    private final CountDownLatch streaming = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void starts() throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(address());
        server = new ControlServer(listener, this::handle);
        server.start();
    }

    @AfterEach
    void ends() throws IOException {
        listener.close();
        server.close();
    }

    @Test
    void answersARequest() throws IOException {
        assertEquals(OK, exchange(request(Operation.INSTANCE_STATUS)));
    }

    @Test
    void reportsARefusal() throws IOException {
        assertEquals(
                "{\"status\":3,\"error\":\"The requested instance does not exist.\"}",
                exchange(request(Operation.INSTANCE_REMOVE)));
    }

    @Test
    void reportsAFaultOfItsOwnAndGoesOn() throws IOException {
        String answer = exchange(request(Operation.INSTANCE_FLUSH));

        assertTrue(answer.startsWith("{\"status\":5,\"error\":\"The daemon failed:"), answer);
        assertEquals(OK, exchange(request(Operation.INSTANCE_STATUS)));
    }

    @Test
    void survivesMalformedOversizedAndHalfSentRequests() throws IOException {
        String garbage = exchange("]}{ \u0001");
        String oversized = exchange("x".repeat(Protocol.MAXIMUM_LINE + 1));
        String halfSent = exchangeOctets("{\"version\":1".getBytes(StandardCharsets.UTF_8));
        String notUtf8 = exchangeOctets(new byte[] {'"', (byte) 0xff, '"', '\n'});

        for (String answer : new String[] {garbage, oversized, halfSent, notUtf8}) {
            assertTrue(answer.startsWith("{\"status\":22,\"error\":"), answer);
        }
        assertNull(exchangeOctets(new byte[0]));
        assertEquals(OK, exchange(request(Operation.INSTANCE_STATUS)));
    }

    @Test
    void answersASecondClientWhileATableIsStreamed() throws Exception {
        try (SocketChannel slow = connect()) {
            write(slow, (request(Operation.STATS_DISPLAY) + "\n").getBytes(StandardCharsets.UTF_8));
            assertTrue(streaming.await(30, TimeUnit.SECONDS));

            assertEquals(OK, exchange(request(Operation.INSTANCE_STATUS)));

            LineReader reader = new LineReader(slow);
            int rows = 0;
            String line = reader.read();
            while (!line.equals(OK)) {
                rows += line.split("JSTAT_SUCCESS", -1).length - 1;
                line = reader.read();
            }
            assertEquals(ROWS, rows);
        }
    }

    @Test
    void answersThatAreBeingGivenComeToTheirEndWhenItCloses() throws Exception {
        try (SocketChannel client = connect()) {
            write(client, (request(Operation.DAEMON_STATUS) + "\n").getBytes(StandardCharsets.UTF_8));
            assertTrue(asked.await(30, TimeUnit.SECONDS));
            listener.close();
            Thread closing = new Thread(server::close);
            closing.start();
            // It waits for the answer, which is given only now.
            closing.join(100);
            goOn.countDown();

            assertEquals(OK, new LineReader(client).read());
            closing.join();
        }
    }

    @Test
    void clientsThatAskNothingAreNotWaitedForWhenItCloses() throws Exception {
        try (SocketChannel client = connect()) {
            assertEquals(OK, exchange(request(Operation.INSTANCE_STATUS)));
            listener.close();
            server.close();

            assertNull(new LineReader(client).read());
        }
    }

    private static final int ROWS = 300_000;

    private void handle(Request request, DefinitionLines.LineSource more, ReplyWriter reply) throws IOException {
        switch (request.command().operation()) {
            case INSTANCE_STATUS -> {}
            case INSTANCE_REMOVE -> throw new RefusedException(3, "The requested instance does not exist.");
            case STATS_DISPLAY -> {
                streaming.countDown();
                for (int i = 0; i < ROWS; i++) {
                    reply.row(new Row.Stat("JSTAT_SUCCESS", i));
                }
            }
            case DAEMON_STATUS -> {
                asked.countDown();
                await(goOn);
            }
            default -> throw new IllegalStateException("a fault");
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String request(Operation operation) {
        return new Request(Product.NAT64, new NamespaceId(1, 2, 3), InstanceName.DEFAULT, new Command.Plain(operation))
                .encode();
    }

    /** Sends one line and returns the last line of the answer. */
    private String exchange(String line) throws IOException {
        return exchangeOctets((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private String exchangeOctets(byte[] octets) throws IOException {
        try (SocketChannel client = connect()) {
            try {
                write(client, octets);
                client.shutdownOutput();
            } catch (IOException e) {
                // The daemon may answer and close before it has read everything.
                assertTrue(octets.length > Protocol.MAXIMUM_LINE, e.toString());
            }
            LineReader reader = new LineReader(client);
            String last = null;
            for (String next = reader.read(); next != null; next = reader.read()) {
                last = next;
            }
            return last;
        }
    }

    private static void write(SocketChannel client, byte[] octets) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        while (buffer.hasRemaining()) {
            client.write(buffer);
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(address());
    }

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(directory.resolve("control.sock"));
    }
}
