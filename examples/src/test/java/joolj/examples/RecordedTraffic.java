// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * The traffic between two recorded commands.
 *
 * <pre>
 * listen NODE PORT                          a TCP server that echoes
 * udp-echo NODE PORT                        a UDP server that echoes
 * udp NODE SOURCE-PORT ADDRESS PORT         sends a datagram
 * udp-ask NODE SOURCE-PORT ADDRESS PORT     sends datagrams until an answer comes
 * tcp NODE SOURCE-PORT ADDRESS PORT         opens a connection, has a few octets echoed, and closes it
 * tcp-open NODE SOURCE-PORT ADDRESS PORT    the same without closing it
 * tcp-try NODE SOURCE-PORT ADDRESS PORT     sends a SYN
 * </pre>
 */
final class RecordedTraffic {
    private static final byte[] GREETING = {'h', 'e', 'l', 'l', 'o', '\n'};

    private static final int PATIENCE_MILLIS = (int) Command.PATIENCE.toMillis();

    private final Laboratory laboratory;

    /** Keeps what it opens until the laboratory is closed. */
    RecordedTraffic(Laboratory laboratory) {
        this.laboratory = laboratory;
    }

    /**
     * Makes the traffic of one line.
     *
     * @param words the words of the line
     * @param node the node that the second one names
     */
    void make(List<String> words, Namespace node) {
        int port = Integer.parseInt(words.get(2));
        InetSocketAddress to =
                words.size() < 5 ? null : new InetSocketAddress(words.get(3), Integer.parseInt(words.get(4)));
        switch (words.get(0)) {
            case "listen" -> listen(node, port);
            case "udp-echo" -> laboratory.echoServer(node, port);
            case "udp" -> udp(node, port, to, false);
            case "udp-ask" -> udp(node, port, to, true);
            case "tcp" -> node.call(() -> tcp(port, to, true));
            case "tcp-open" -> node.call(() -> tcp(port, to, false));
            case "tcp-try" -> node.call(() -> attempt(port, to));
            default -> throw new AssertionError("no such traffic: " + words);
        }
    }

    private void listen(Namespace node, int port) {
        ServerSocketChannel server =
                laboratory.keep(node.call(() -> ServerSocketChannel.open().bind(new InetSocketAddress(port))));
        Thread thread = new Thread(() -> accept(server), "tcp-echo");
        thread.setDaemon(true);
        thread.start();
    }

    private static void accept(ServerSocketChannel server) {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Thread thread = new Thread(() -> echo(client), "tcp-echo");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(SocketChannel client) {
        ByteBuffer octets = ByteBuffer.allocate(1500);
        try (client) {
            while (client.read(octets.clear()) >= 0) {
                client.write(octets.flip());
            }
        } catch (IOException e) {
            // The connection was reset; the test looks at the translator, not at this server.
        }
    }

    private void udp(Namespace node, int port, InetSocketAddress to, boolean answered) {
        node.call(() -> {
            try (DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(port))) {
                channel.configureBlocking(false);
                channel.send(ByteBuffer.wrap(GREETING), to);
                if (answered) {
                    Waiting.until("a datagram comes back from " + to, () -> {
                        channel.send(ByteBuffer.wrap(GREETING), to);
                        return channel.receive(ByteBuffer.allocate(1500)) != null;
                    });
                }
                return null;
            }
        });
    }

    private Socket tcp(int port, InetSocketAddress to, boolean close) throws IOException {
        Socket socket = laboratory.keep(new Socket());
        socket.bind(new InetSocketAddress(port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(to, PATIENCE_MILLIS);
        socket.getOutputStream().write(GREETING);
        socket.getInputStream().readNBytes(GREETING.length);
        if (close) {
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
            socket.close();
        }
        return socket;
    }

    private SocketChannel attempt(int port, InetSocketAddress to) throws IOException {
        SocketChannel channel = laboratory.keep(SocketChannel.open().bind(new InetSocketAddress(port)));
        channel.configureBlocking(false);
        try {
            channel.connect(to);
        } catch (ConnectException e) {
            channel.close();
        }
        return channel;
    }
}
