// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A UDP socket of a node. */
final class UdpPeer implements AutoCloseable {
    private static final int DATAGRAM_MAX = 65535;
    private static final long RESEND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DatagramChannel channel;

    /** Opens a socket with a port of its own in the calling thread's network namespace. */
    UdpPeer() throws IOException {
        this(null);
    }

    /** Opens a socket in the calling thread's network namespace with the given address and port; null for any. */
    UdpPeer(SocketAddress own) throws IOException {
        channel = DatagramChannel.open();
        channel.bind(own);
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

    /**
     * Waits for datagrams; the test fails if they do not come within {@link Command#PATIENCE}.
     *
     * @param count how many
     */
    List<Datagram> receive(int count) {
        List<Datagram> datagrams = new ArrayList<>();
        Waiting.until(count + " datagrams arrive", () -> {
            Datagram datagram = poll();
            while (datagram != null) {
                datagrams.add(datagram);
                datagram = poll();
            }
            return datagrams.size() >= count;
        });
        return List.copyOf(datagrams);
    }

    /** The next datagram that is there, null if there is none. */
    Datagram poll() throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(DATAGRAM_MAX);
        SocketAddress from = channel.receive(octets);
        return from == null ? null : new Datagram(octets.flip(), from);
    }

    /** Sends a question until an answer arrives, because UDP may lose a datagram; at most {@link Command#PATIENCE}. */
    Datagram exchange(byte[] question, SocketAddress server) throws IOException {
        return receive(() -> send(question, server));
    }

    /** Lets somebody send until something arrives here, at most {@link Command#PATIENCE}. */
    Datagram receive(Sender sender) throws IOException {
        AtomicReference<Datagram> received = new AtomicReference<>();
        sender.send();
        long[] sentAt = {System.nanoTime()};
        Waiting.until("a datagram arrives", () -> {
            if (System.nanoTime() - sentAt[0] > RESEND_NANOS) {
                sender.send();
                sentAt[0] = System.nanoTime();
            }
            received.set(poll());
            return received.get() != null;
        });
        return received.get();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
