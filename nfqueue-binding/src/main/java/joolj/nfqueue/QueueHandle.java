// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import java.io.IOException;
import java.util.Optional;
import joolj.nfqueue.NativeException.Kind;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.LibNetfilterQueue;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/** Sets a queue up through libnetfilter_queue and gives it up again. */
final class QueueHandle implements AutoCloseable {
    private static final LibC C = Libraries.c();
    private static final int START_OCTETS = 256;

    private final LibNetfilterQueue library;
    private final int number;
    private long handle;
    private long queue;

    private QueueHandle(LibNetfilterQueue library, int number, long handle) {
        this.library = library;
        this.number = number;
        this.handle = handle;
    }

    /**
     * Binds to a queue and sets it up, but does not yet {@link #start} it.
     *
     * @throws NativeException if it cannot be had
     */
    static QueueHandle open(int number, QueueSettings settings) {
        requireLibrary(Libraries.NETFILTER_QUEUE);
        LibNetfilterQueue library = Libraries.netfilterQueue();
        long handle = library.nfq_open();
        if (handle == 0) {
            throw failure(number, "nfq_open", Libraries.errno());
        }
        QueueHandle opened = new QueueHandle(library, number, handle);
        try {
            opened.create(settings);
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /** Checks that a library can be loaded and has every function of {@link LibNetfilterQueue}. */
    static void requireLibrary(String file) {
        String missing = Libraries.missing(file, LibNetfilterQueue.class);
        if (!missing.isEmpty()) {
            throw NativeException.worded(
                    "dlopen(" + file + ")",
                    0,
                    Kind.MISSING_LIBRARY,
                    "libnetfilter_queue is not usable (" + missing
                            + "); install the Debian package libnetfilter-queue1");
        }
    }

    private void create(QueueSettings settings) {
        queue = library.nfq_create_queue(handle, number, 0, 0);
        if (queue == 0) {
            throw failure(number, "nfq_create_queue(" + number + ")", Libraries.errno());
        }
        check("nfq_set_queue_maxlen", library.nfq_set_queue_maxlen(queue, settings.maxLength()));
        int flags = settings.gso() ? Linux.NFQA_CFG_F_GSO : 0;
        check("nfq_set_queue_flags", library.nfq_set_queue_flags(queue, Linux.NFQA_CFG_F_GSO, flags));
        check("setsockopt(NETLINK_NO_ENOBUFS)", option(Linux.SOL_NETLINK, Linux.NETLINK_NO_ENOBUFS, 1));
        int octets = settings.receiveBufferOctets();
        if (option(Linux.SOL_SOCKET, Linux.SO_RCVBUFFORCE, octets) < 0) {
            // Root of a user namespace has to live with the system's limit.
            check("setsockopt(SO_RCVBUF)", option(Linux.SOL_SOCKET, Linux.SO_RCVBUF, octets));
        }
    }

    /**
     * Makes packets come, {@code copyRange} octets of each.
     *
     * <p>This is the last step and asks for no answer: while the library waits for one, it takes whatever arrives for
     * it, and the first packets of a busy queue would be lost.
     */
    void start(int copyRange) {
        NativeBuffer message = new NativeBuffer(START_OCTETS);
        long header = library.nfq_nlmsg_put(message.address(), Linux.NFQNL_MSG_CONFIG, number);
        library.nfq_nlmsg_cfg_put_params(header, Linux.NFQNL_COPY_PACKET, copyRange);
        int length = message.host().getInt(0);
        long sent = C.send(fd(), message.address(), length, 0);
        message.keep();
        if (sent < 0) {
            throw failure(number, "send(NFQNL_COPY_PACKET)", Libraries.errno());
        }
    }

    /** Limits how long a call that reads may wait, milliseconds, at least 1. */
    void limitWaiting(int millis) {
        NativeBuffer time = new NativeBuffer(Layout.TIMEVAL_SIZE);
        time.host().putLong(Layout.TIMEVAL_SEC, millis / 1000);
        time.host().putLong(Layout.TIMEVAL_USEC, millis % 1000 * 1000L);
        int result = C.setsockopt(fd(), Linux.SOL_SOCKET, Linux.SO_RCVTIMEO, time.address(), Layout.TIMEVAL_SIZE);
        time.keep();
        check("setsockopt(SO_RCVTIMEO)", result);
    }

    /** The descriptor of the netlink socket. */
    int fd() {
        return library.nfq_fd(handle);
    }

    /** Gives the queue up, then its socket; closing twice is harmless. */
    @Override
    public void close() {
        if (queue != 0) {
            // Closing the socket gives the queue up as well, should this fail.
            int unused = library.nfq_destroy_queue(queue);
            queue = 0;
        }
        if (handle != 0) {
            int unused = library.nfq_close(handle);
            handle = 0;
        }
    }

    private int option(int level, int option, int value) {
        NativeBuffer memory = new NativeBuffer(Integer.BYTES);
        memory.host().putInt(0, value);
        int result = C.setsockopt(fd(), level, option, memory.address(), Integer.BYTES);
        memory.keep();
        return result;
    }

    private void check(String call, int result) {
        if (result < 0) {
            throw failure(number, call, Libraries.errno());
        }
    }

    /** Finds out what a failed set-up call means. */
    private static NativeException failure(int number, String call, int errno) {
        if (!QueueStatistics.supported()) {
            return NativeException.of(
                    call,
                    errno,
                    Kind.MISSING_KERNEL_SUPPORT,
                    "the kernel has no netfilter queues (CONFIG_NETFILTER_NETLINK_QUEUE; try: modprobe"
                            + " nfnetlink_queue)");
        }
        if (errno == Linux.EBUSY || errno == Linux.EPERM) {
            // The kernel answers EPERM, too, for a queue that another socket listens to.
            Optional<QueueStatistics> listener = listener(number);
            if (listener.isPresent()) {
                return NativeException.worded(
                        call,
                        errno,
                        Kind.BUSY,
                        "queue " + number + " is in use by another process (netlink port "
                                + listener.get().port() + ")");
            }
        }
        if (errno == Linux.EPERM) {
            return NativeException.of(call, errno, Kind.PERMISSION, "needs CAP_NET_ADMIN (run as root)");
        }
        if (errno == Linux.EOPNOTSUPP) {
            return NativeException.of(
                    call, errno, Kind.MISSING_KERNEL_SUPPORT, "the kernel is too old for this queue option");
        }
        return NativeException.of(call, errno);
    }

    private static Optional<QueueStatistics> listener(int number) {
        try {
            return QueueStatistics.read(number);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
