// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Writes to a client and closes the connection when the client does not read for too long. */
final class SlowReaderGuard implements WritableByteChannel {
    private final SocketChannel client;
    private final ScheduledExecutorService deadlines;
    private final int seconds;

    /**
     * @param client blocking
     * @param deadlines runs the closing
     * @param seconds how long one write may take
     */
    SlowReaderGuard(SocketChannel client, ScheduledExecutorService deadlines, int seconds) {
        this.client = client;
        this.deadlines = deadlines;
        this.seconds = seconds;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        ScheduledFuture<?> deadline = deadlines.schedule(this::giveUp, seconds, TimeUnit.SECONDS);
        try {
            return client.write(source);
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

    private void giveUp() {
        try {
            client.close();
        } catch (IOException e) {
            // It is closed as far as anybody can close it.
        }
    }
}
