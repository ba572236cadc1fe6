// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * A netfilter queue: packets that rules sent to its number, and the verdicts on them.
 *
 * <p>The owner repeats: {@link #receive}, {@link #packet} and a verdict for each packet, {@link #flushVerdicts}. Nothing
 * of that allocates. Every packet must get exactly one verdict, else it waits in the kernel until the queue is closed.
 *
 * <p>Confined to the thread that opened it, except {@link #overruns} and {@link #wake}.
 */
public final class NfQueue implements AutoCloseable {
    private static final LibC C = Libraries.c();
    private static final int SEND_ATTEMPTS = 100;
    private static final int PAUSE_NANOS = 10_000;
    private static final int FOREVER = 0;

    private final int number;
    private final QueueHandle handle;
    private final PacketReader reader;
    private final VerdictBatch verdicts;
    private final QueuedPacket packet;
    private final NativeBuffer wakeUp = new NativeBuffer(Layout.NLMSGHDR_SIZE);
    private ReplacingVerdict replacing;
    private int patience = FOREVER;

    private volatile int fd;
    private long unanswered;

    private NfQueue(int number, QueueSettings settings, QueueHandle handle) {
        this.number = number;
        this.handle = handle;
        this.fd = handle.fd();
        this.reader = new PacketReader(settings.batchSize(), settings.slotOctets());
        this.verdicts = new VerdictBatch(number, 2 * settings.batchSize());
        this.packet = new QueuedPacket(reader.memory());
        wakeUp.host().putInt(Layout.NLMSGHDR_LEN, Layout.NLMSGHDR_SIZE);
        wakeUp.host().putShort(Layout.NLMSGHDR_TYPE, (short) Linux.NLMSG_NOOP);
        wakeUp.host().putShort(Layout.NLMSGHDR_FLAGS, (short) (Linux.NLM_F_REQUEST | Linux.NLM_F_ACK));
    }

    /**
     * Starts to listen to a queue of the calling thread's network namespace.
     *
     * @param number the queue number, 0 to 65535
     * @param settings how it is set up
     * @throws NativeException if somebody listens to it already ({@code BUSY}), CAP_NET_ADMIN is missing ({@code
     *     PERMISSION}), or there is no libnetfilter_queue or no such thing in the kernel
     */
    public static NfQueue open(int number, QueueSettings settings) {
        Objects.requireNonNull(settings, "settings");
        if (number < 0 || number > 0xffff) {
            throw new IllegalArgumentException("queue number " + number + " is not in 0 to 65535");
        }
        QueueHandle handle = QueueHandle.open(number, settings);
        try {
            NfQueue queue = new NfQueue(number, settings, handle);
            handle.start(settings.copyRange());
            return queue;
        } catch (RuntimeException | Error e) {
            handle.close();
            throw e;
        }
    }

    /** The queue number. */
    public int number() {
        return number;
    }

    /** The descriptor of its socket, -1 once closed. */
    public int fd() {
        return fd;
    }

    /**
     * Reads waiting packets, without waiting for any. The packets of the call before are void then, but not their
     * verdicts.
     *
     * @return how many there are now, 0 to {@link QueueSettings#batchSize}; wait for more only after 0
     * @throws NativeException if the socket is broken; never because of a packet
     * @throws IllegalStateException if the queue is closed
     */
    public int receive() {
        return receive(false);
    }

    /**
     * Reads waiting packets, or waits for one. It is one system call, so that a busy worker has no other for each batch;
     * a shorter or longer patience than that of the call before costs another.
     *
     * @param patienceMillis how long to wait at most, milliseconds, at least 1
     * @return as {@link #receive()}; 0 as well, however long it waited, if {@link #wake} is called or was called since
     *     the last return, or a signal arrives
     * @throws NativeException if the socket is broken; never because of a packet
     * @throws IllegalStateException if the queue is closed
     */
    public int receive(int patienceMillis) {
        if (patienceMillis != patience) {
            handle.limitWaiting(patienceMillis);
            patience = patienceMillis;
        }
        return receive(true);
    }

    private int receive(boolean wait) {
        int count = reader.read(openFd(), wait);
        unanswered += count;
        return count;
    }

    /**
     * Has packets as if {@link #receive()} had just read them, so that code can go the whole way of a packet without
     * one. For a queue that no rule sends packets to: the kernel knows none of the ids, 1 and up, and refuses the verdicts.
     *
     * @param packets no more than {@link QueueSettings#batchSize}, of at most {@link QueueSettings#slotOctets} less 256
     *     octets each
     * @return how many there are
     */
    public int rehearse(RehearsedPacket... packets) {
        int count = reader.rehearse(packets);
        unanswered += count;
        return count;
    }

    /**
     * Ends the owner's present or else its next wait for packets. Does nothing once the queue is closed. May be called
     * by any thread.
     */
    public synchronized void wake() {
        if (fd >= 0) {
            // The kernel's acknowledgement is something to read. Without memory for it there are packets to read.
            long unused = C.send(fd, wakeUp.address(), wakeUp.length(), Linux.MSG_DONTWAIT);
        }
    }

    /**
     * One of the packets that {@link #receive} read.
     *
     * @param index 0 to the number it returned - 1, in the order of arrival
     * @return always the same object
     */
    public QueuedPacket packet(int index) {
        reader.describe(index, packet);
        return packet;
    }

    /** What the packets lie in: direct, big-endian, to be read by absolute index and never written. */
    public ByteBuffer buffer() {
        return reader.memory().network();
    }

    /** Address of {@link #buffer}, for a {@code SendBatch} to send packets from where they lie. */
    public long bufferAddress() {
        return reader.memory().address();
    }

    /**
     * Lets a packet go on through its chain as if the rule had not been there. Sent by {@link #flushVerdicts}.
     *
     * @param id of a packet that has no verdict yet
     */
    public void accept(int id) {
        append(id, Linux.NF_ACCEPT);
    }

    /**
     * Ends a packet's way. Sent by {@link #flushVerdicts}.
     *
     * @param id of a packet that has no verdict yet
     */
    public void drop(int id) {
        append(id, Linux.NF_DROP);
    }

    /**
     * Sends a packet to another queue; it is dropped if nobody listens there. Sent by {@link #flushVerdicts}.
     *
     * @param id of a packet that has no verdict yet
     * @param queueNumber that of the other queue, 0 to 65535
     */
    public void requeue(int id, int queueNumber) {
        append(id, queueNumber << 16 | Linux.NF_QUEUE);
    }

    private void append(int id, int verdict) {
        if (verdicts.full() && !flushVerdicts()) {
            throw NativeException.of("send(verdicts of queue " + number + ")", Linux.ENOBUFS);
        }
        verdicts.add(id, verdict);
        unanswered--;
    }

    /**
     * Lets a packet go on through its chain with other octets than it came with, at once: what an unfinished datagram's
     * last fragment is to be replaced by. Verdicts given before are sent before.
     *
     * @param id of a packet that has no verdict yet
     * @param content direct; the whole new packet, from index 0
     * @param length its octets
     * @return false if it is longer than a message can hold; the packet then has no verdict still
     * @throws NativeException if the socket is broken or the kernel has no memory
     */
    public boolean acceptInstead(int id, ByteBuffer content, int length) {
        if (length > ReplacingVerdict.PACKET_MAX) {
            return false;
        }
        if (replacing == null) {
            replacing = new ReplacingVerdict(number);
        }
        if (!flushVerdicts() || !send(replacing.address(), replacing.write(id, content, length))) {
            throw NativeException.of("send(verdict of queue " + number + ")", Linux.ENOBUFS);
        }
        unanswered--;
        return true;
    }

    /**
     * Sends the verdicts given so far, by one system call. Accepted and requeued packets go their ways in the order of
     * their verdicts; if all packets received have their verdict, the dropped ones follow together.
     *
     * @return whether none is left; false if the kernel has no memory now: they stay to be sent by the next call
     * @throws NativeException if the socket is broken
     * @throws IllegalStateException if the queue is closed
     */
    public boolean flushVerdicts() {
        if (verdicts.size() == 0) {
            return true;
        }
        if (!send(verdicts.address(), verdicts.write(unanswered == 0))) {
            return false;
        }
        verdicts.clear();
        return true;
    }

    /** Returns whether the messages were sent; false if the kernel has no memory for them now. */
    private boolean send(long address, int length) {
        int socket = openFd();
        for (int attempt = 0; attempt < SEND_ATTEMPTS; attempt++) {
            if (C.send(socket, address, length, 0) >= 0) {
                return true;
            }
            int errno = Libraries.errno();
            if (errno != Linux.EINTR && errno != Linux.ENOBUFS && errno != Linux.EAGAIN && errno != Linux.ENOMEM) {
                throw NativeException.of("send(verdicts of queue " + number + ")", errno);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return false;
    }

    /**
     * Packets that the kernel dropped because they were not read in time. May be called by any thread while the queue
     * is open; costs a system call.
     *
     * @return as counted by the socket since it was opened, modulo 2^32
     */
    public long overruns() {
        int socket = fd;
        return socket < 0 ? 0 : SocketDrops.of(socket);
    }

    /** Verdicts that the kernel refused, mostly because it had given up the packet already (an interface went down). */
    public long refusedVerdicts() {
        return reader.refused();
    }

    /** Messages of the kernel that made no sense; packets without an id among them. */
    public long malformed() {
        return reader.malformed();
    }

    /**
     * What the kernel tells of this queue; to be called in the queue's network namespace.
     *
     * @return empty if the kernel does not tell
     */
    public Optional<QueueStatistics> statistics() {
        try {
            return QueueStatistics.read(number);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Stops to listen; the kernel drops the packets that have no verdict. Verdicts that were not flushed are void.
     * Closing twice is harmless.
     */
    @Override
    public synchronized void close() {
        fd = -1;
        handle.close();
    }

    private int openFd() {
        if (fd < 0) {
            throw new IllegalStateException("queue " + number + " is closed");
        }
        return fd;
    }
}
