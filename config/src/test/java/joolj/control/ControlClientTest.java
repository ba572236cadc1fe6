// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import joolj.config.InstanceName;
import joolj.config.Product;
import joolj.control.MalformedMessageException.Defect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlClientTest {
    private static final Request REQUEST = new Request(
            Product.NAT64,
            new NamespaceId(1, 2, 3),
            InstanceName.DEFAULT,
            new Command.Plain(Operation.INSTANCE_DISPLAY));

    @TempDir
    Path directory;

    private final List<List<?>> rows = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private final ControlClient.Listener listener = new ControlClient.Listener() {
        @Override
        public void row(List<?> cells) {
            rows.add(cells);
        }

        @Override
        public void warning(String text) {
            warnings.add(text);
        }
    };

    /** Answers one request with the octets given, and returns what the client made of them. */
    private Reply.End exchange(boolean readFirst, String answer) throws Exception {
        Path socket = directory.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> serve(server, readFirst, answer));
            try (ControlClient client = ControlClient.connect(socket)) {
                Reply.End end = client.exchange(REQUEST, listener);
                if (readFirst) {
                    assertEquals(REQUEST.encode(), received.get());
                }
                return end;
            }
        }
    }

    private static String serve(ServerSocketChannel server, boolean readFirst, String answer) {
        try (SocketChannel channel = server.accept()) {
            String line = readFirst ? new LineReader(channel).read() : null;
            channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            return line;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void rowsAndWarningsAreHandedOverInOrder() throws Exception {
        Reply.End end = exchange(
                true, "{\"rows\":[[1],[2]]}\n{\"warning\":\"w\"}\n{\"rows\":[[3]]}\n{\"status\":3,\"error\":\"e\"}\n");

        assertEquals(new Reply.End(3, "e"), end);
        assertEquals(List.of(List.of(1), List.of(2), List.of(3)), rows);
        assertEquals(List.of("w"), warnings);
    }

    @Test
    void aRefusalBeforeTheRequestWasReadIsHeard() throws Exception {
        assertEquals(new Reply.End(1, "no"), exchange(false, "{\"status\":1,\"error\":\"no\"}\n"));
    }

    @Test
    void anAnswerWithoutAStatusIsHalfSent() {
        MalformedMessageException e =
                assertThrows(MalformedMessageException.class, () -> exchange(true, "{\"rows\":[[1]]}\n"));

        assertEquals(Defect.HALF_SENT, e.defect());
    }

    @Test
    void anAnswerCutInALineIsHalfSent() {
        assertEquals(
                Defect.HALF_SENT,
                assertThrows(MalformedMessageException.class, () -> exchange(true, "{\"status\":"))
                        .defect());
    }

    @Test
    void nobodyListeningIsAbsent() {
        UnreachableException e =
                assertThrows(UnreachableException.class, () -> ControlClient.connect(directory.resolve("nobody")));

        assertEquals(UnreachableException.Cause.ABSENT, e.why());
    }

    @Test
    void aPathBeyondTheSocketAddressIsNamed() {
        UnreachableException e = assertThrows(
                UnreachableException.class, () -> ControlClient.connect(directory.resolve("x".repeat(108))));

        assertEquals(UnreachableException.Cause.PATH_TOO_LONG, e.why());
    }

    @Test
    void theOwnNamespaceIsKnown() throws IOException {
        NamespaceId own = NamespaceId.own();

        assertEquals(ProcessHandle.current().pid(), own.pid());
        assertEquals(own, NamespaceId.own());
    }
}
