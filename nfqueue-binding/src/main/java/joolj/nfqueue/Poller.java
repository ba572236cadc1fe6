// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import java.nio.ByteBuffer;
import java.util.Objects;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * Lets a worker sleep until its queue has packets, a time is over, or another thread wakes it.
 *
 * <p>{@link #await} and {@link #close} belong to the queue's thread; {@link #wake} to any thread, at any time.
 */
public final class Poller implements AutoCloseable {
    private static final LibC C = Libraries.c();
    private static final int EVENT = Layout.POLLFD_SIZE;

    /** Two pollfd, of the queue and of the event, then the event's counter and the one that is added to it. */
    private final NativeBuffer memory = new NativeBuffer(2 * Layout.POLLFD_SIZE + 2 * Long.BYTES);

    private final ByteBuffer host = memory.host();
    private final long counter = memory.address() + 2 * Layout.POLLFD_SIZE;
    private final NfQueue queue;
    private int eventFd;

    private Poller(NfQueue queue, int eventFd) {
        this.queue = queue;
        this.eventFd = eventFd;
        host.putShort(Layout.POLLFD_EVENTS, (short) Linux.POLLIN);
        host.putInt(EVENT + Layout.POLLFD_FD, eventFd);
        host.putShort(EVENT + Layout.POLLFD_EVENTS, (short) Linux.POLLIN);
        host.putLong(2 * Layout.POLLFD_SIZE + Long.BYTES, 1);
    }

    /**
     * Opens a poller for a queue.
     *
     * @param queue stays the caller's to close, after the poller
     * @throws NativeException if the process has no file descriptor left
     */
    public static Poller open(NfQueue queue) {
        Objects.requireNonNull(queue, "queue");
        int fd = C.eventfd(0, Linux.EFD_NONBLOCK | Linux.EFD_CLOEXEC);
        if (fd < 0) {
            throw NativeException.of("eventfd", Libraries.errno());
        }
        return new Poller(queue, fd);
    }

    /**
     * Waits until the queue has something to read. Returns early if {@link #wake} is or was called since the last
     * return, or a signal arrives.
     *
     * @param timeoutMillis the longest wait, milliseconds; 0 for none, negative for no limit
     * @return whether the queue has something to read
     * @throws NativeException if the kernel cannot wait
     */
    public boolean await(int timeoutMillis) {
        host.putInt(Layout.POLLFD_FD, queue.fd());
        int ready = C.poll(memory.address(), 2, timeoutMillis);
        if (ready < 0) {
            int errno = Libraries.errno();
            if (errno == Linux.EINTR) {
                return false;
            }
            throw NativeException.of("poll", errno);
        }
        if (ready > 0 && host.getShort(EVENT + Layout.POLLFD_REVENTS) != 0) {
            // Cannot fail in a way that matters: the counter is either read, and so reset, or was 0.
            long unused = C.read(eventFd, counter, Long.BYTES);
        }
        return ready > 0 && host.getShort(Layout.POLLFD_REVENTS) != 0;
    }

    /** Makes the current or else the next {@link #await} return at once. Does nothing once the poller is closed. */
    public synchronized void wake() {
        if (eventFd >= 0) {
            // Fails only when the counter is at its limit, and then the poller is awake anyway.
            long unused = C.write(eventFd, counter + Long.BYTES, Long.BYTES);
        }
    }

    /** Releases the descriptor; closing twice is harmless. */
    @Override
    public synchronized void close() {
        if (eventFd >= 0) {
            int unused = C.close(eventFd);
            eventFd = -1;
        }
    }
}
