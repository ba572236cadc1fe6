// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import joolj.control.LineReader;

/**
 * A client's connection, which is cut off if the client keeps the daemon waiting for too long. Confined to the thread
 * that serves it, except for {@link #waitedNanos} and {@link #cutOff}.
 */
final class Connection implements WritableByteChannel {
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final SocketChannel client;
    private final ScheduledExecutorService deadlines;
    private final ControlServer.Limits limits;
    private final LineReader lines;
    private volatile long waitingSince = System.nanoTime();

    /**
     * @param client blocking
     * @param deadlines runs the cutting off
     * @param limits how long the client may take
     */
    Connection(SocketChannel client, ScheduledExecutorService deadlines, ControlServer.Limits limits) {
        this.client = client;
        this.deadlines = deadlines;
        this.limits = limits;
        this.lines = new LineReader(new Arrivals());
    }

    /** What the client sends. Its time begins anew with every piece: a slow client is no silent one. */
    private final class Arrivals implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            ScheduledFuture<?> deadline = cutOffAfter(limits.requestSeconds());
            try {
                return client.read(target);
            } finally {
                deadline.cancel(false);
            }
        }

        @Override
        public boolean isOpen() {
            return client.isOpen();
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    /** The connection itself. */
    SocketChannel channel() {
        return client;
    }

    /**
     * Reads a line of the client's.
     *
     * @return the line, or null if the client has closed after a whole line
     * @throws IOException if the client sends something else, nothing for too long, fails or was cut off
     */
    String readLine() throws IOException {
        waitingSince = System.nanoTime();
        try {
            return lines.read();
        } finally {
            waitingSince = NOT_WAITING;
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        ScheduledFuture<?> deadline = cutOffAfter(limits.readSeconds());
        waitingSince = System.nanoTime();
        try {
            return client.write(source);
        } finally {
            waitingSince = NOT_WAITING;
            deadline.cancel(false);
        }
    }

    private ScheduledFuture<?> cutOffAfter(int seconds) {
        return deadlines.schedule(this::cutOff, seconds, TimeUnit.SECONDS);
    }

    /** How long the daemon has been waiting for the client to send a line or to read something; 0 if it is not. */
    long waitedNanos() {
        long since = waitingSince;
        return since == NOT_WAITING ? 0 : System.nanoTime() - since;
    }

    /** Closes the connection, whatever is going on. */
    void cutOff() {
        try {
            client.close();
        } catch (IOException e) {
            // It is closed as far as anybody can close it.
        }
    }

    @Override
    public boolean isOpen() {
        return client.isOpen();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
