// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.netns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Sending, receiving and waiting for what tests need, always with a deadline. */
public final class Traffic {
    /** Runs each task on a new thread, so that none waits for another to end. */
    public static final Executor OWN_THREAD = task -> new Thread(task, "traffic").start();

    private static final long DEADLINE_NANOS = 30_000_000_000L;
    private static final long PAUSE_NANOS = 1_000_000;

    private Traffic() {}

    /** Waits for a condition. */
    public static void until(String condition, BooleanSupplier holds) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 30 s: " + condition);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Sends a UDP datagram from the calling thread's namespace. */
    public static void send(String address, int port, byte[] octets) throws IOException {
        try (DatagramChannel sender = DatagramChannel.open()) {
            int sent = sender.send(ByteBuffer.wrap(octets), new InetSocketAddress(address, port));
            if (sent != octets.length) {
                throw new IOException("sent " + sent + " octets of " + octets.length);
            }
        }
    }

    /** Receives datagrams of text on a non-blocking channel; returns the texts, separated by spaces. */
    public static String receive(DatagramChannel receiver, int count) throws IOException {
        StringJoiner texts = new StringJoiner(" ");
        for (int number = 0; number < count; number++) {
            ByteBuffer datagram = receiveOctets(receiver);
            texts.add(StandardCharsets.US_ASCII.decode(datagram));
        }
        return texts.toString();
    }

    /** Receives one datagram on a non-blocking channel. */
    public static ByteBuffer receiveOctets(DatagramChannel receiver) throws IOException {
        ByteBuffer datagram = ByteBuffer.allocate(65536);
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (receiver.receive(datagram) == null) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no datagram within 30 s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return datagram.flip();
    }

    /** Accepts one connection and reads it to its end; returns how many octets came. */
    public static int readAll(ServerSocketChannel server) {
        try (SocketChannel connection = server.accept()) {
            ByteBuffer buffer = ByteBuffer.allocate(65536);
            int octets = 0;
            int read = connection.read(buffer);
            while (read >= 0) {
                octets += read;
                read = connection.read(buffer.clear());
            }
            return octets;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
