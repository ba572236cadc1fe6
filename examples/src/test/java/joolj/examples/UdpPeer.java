// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A UDP socket of a node. */
final class UdpPeer implements AutoCloseable {
    private static final int DATAGRAM_MAX = 65535;
    private static final long RESEND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DatagramChannel channel;

    /** Opens a socket with a port of its own in the calling thread's network namespace. */
    UdpPeer() throws IOException {
        channel = DatagramChannel.open();
        channel.bind(null);
        channel.configureBlocking(false);
    }

    /**
     * What arrived.
     *
     * @param octets the datagram's
     * @param from where it came from
     */
    record Datagram(ByteBuffer octets, SocketAddress from) {}

    /** Something that sends a datagram. */
    @FunctionalInterface
    interface Sender {
        /** Sends it. */
        void send() throws IOException;
    }

    /** The port. */
    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Sends a datagram. */
    void send(byte[] octets, SocketAddress to) throws IOException {
        channel.send(ByteBuffer.wrap(octets), to);
    }

    /** Sends a question until an answer arrives, because UDP may lose a datagram; at most {@link Command#PATIENCE}. */
    Datagram exchange(byte[] question, SocketAddress server) throws IOException {
        return receive(() -> send(question, server));
    }

    /** Lets somebody send until something arrives here, at most {@link Command#PATIENCE}. */
    Datagram receive(Sender sender) throws IOException {
        ByteBuffer datagram = ByteBuffer.allocate(DATAGRAM_MAX);
        AtomicReference<SocketAddress> from = new AtomicReference<>();
        sender.send();
        long[] sentAt = {System.nanoTime()};
        Waiting.until("a datagram arrives", () -> {
            if (System.nanoTime() - sentAt[0] > RESEND_NANOS) {
                sender.send();
                sentAt[0] = System.nanoTime();
            }
            from.set(channel.receive(datagram));
            return from.get() != null;
        });
        return new Datagram(datagram.flip(), from.get());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
