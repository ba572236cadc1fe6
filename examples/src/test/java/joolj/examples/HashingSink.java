// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes one TCP connection and hashes everything that it brings. */
final class HashingSink implements AutoCloseable {
    private static final int BLOCK = 1 << 16;

    private final ServerSocketChannel server;
    private final CompletableFuture<String> hash = new CompletableFuture<>();

    /**
     * Listens on all addresses of the calling thread's network namespace.
     *
     * @param port TCP port, 0 for any free one
     */
    HashingSink(int port) throws IOException {
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(port));
        new Thread(this::take, "sink").start();
    }

    private void take() {
        try (SocketChannel connection = server.accept()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            while (connection.read(block.clear()) >= 0) {
                digest.update(block.flip());
            }
            hash.complete(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException | NoSuchAlgorithmException e) {
            hash.completeExceptionally(e);
        }
    }

    /** The TCP port. */
    int port() {
        return server.socket().getLocalPort();
    }

    /** The SHA-256 of the whole connection, once the sender has closed it. */
    String awaitHash() {
        try {
            return hash.get(Command.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the connection did not come to its end", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
