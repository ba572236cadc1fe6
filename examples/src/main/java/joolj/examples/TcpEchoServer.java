// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends back what TCP connections bring (RFC 862), thousands at a time; closes each when its peer has. */
public final class TcpEchoServer implements AutoCloseable {
    private static final int BACKLOG = 8192;
    private static final int BLOCK = 1 << 14;
    private static final int PEERS_MAX = 10_000;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final Set<SocketAddress> peers = ConcurrentHashMap.newKeySet();

    /**
     * Listens on all addresses of the calling thread's network namespace.
     *
     * @param port TCP port, 0 to 65535, 0 for any free one
     * @throws IOException if the port cannot be had
     */
    public TcpEchoServer(int port) throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(port), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        new Thread(this::serve, "tcp-echo").start();
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::handle);
            }
        } catch (IOException | ClosedSelectorException e) {
            // Closed from outside.
        }
    }

    private void handle(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel connection = server.accept();
                if (connection != null) {
                    if (peers.size() < PEERS_MAX) {
                        peers.add(connection.getRemoteAddress());
                    }
                    connection.configureBlocking(false);
                    connection.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(BLOCK));
                }
            } else {
                echo(key);
            }
        } catch (IOException | CancelledKeyException e) {
            close(key);
        }
    }

    /** One block is on its way at a time; the next is read when all of it has been sent. */
    private static void echo(SelectionKey key) throws IOException {
        SocketChannel connection = (SocketChannel) key.channel();
        ByteBuffer block = (ByteBuffer) key.attachment();
        if (key.isReadable() && connection.read(block.clear()) < 0) {
            connection.close();
            return;
        }
        if (key.isReadable()) {
            block.flip();
        }
        connection.write(block);
        key.interestOps(block.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    /** The TCP port. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /** Where connections came from so far, at most {@value #PEERS_MAX} of them. */
    public Set<SocketAddress> peers() {
        return Set.copyOf(peers);
    }

    /** Stops, and ends the connections there are. */
    @Override
    public void close() throws IOException {
        if (selector.isOpen()) {
            server.close();
            List.copyOf(selector.keys()).forEach(TcpEchoServer::close);
            selector.close();
        }
    }
}
