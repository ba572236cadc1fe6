// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.socket;

import java.nio.ByteBuffer;
import java.util.Objects;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * Messages that a {@link RawSocket} sends by as few system calls as the kernel allows, in the order they were added.
 * Each is headers, written into a slot of the batch, and a payload, sent from where it lies.
 *
 * <p>To send: write headers into {@link #headers} at {@link #nextHeaderAt}, then {@link #add4} or {@link #add6};
 * when {@link #full} or at the end, {@link #flush}. Payloads must stay as they are until then. Nothing of that allocates.
 *
 * <p>Confined to one thread.
 */
public final class SendBatch {
    /** Room for the headers of one message, octets. */
    public static final int HEADER_OCTETS = 256;

    /** The most messages that the kernel sends by one system call. */
    public static final int CAPACITY_MAX = 1024;

    private static final LibC C = Libraries.c();

    /** How often a flush waits for room in the send buffer, 1 ms each, or is interrupted, before messages fail. */
    private static final int PATIENCE = 10;

    private static final int WAIT_MILLIS = 1;

    /** Behind the array of mmsghdr, what each of them points to: two iovec, a socket address, a control message. */
    private static final int ADDRESS = 2 * Layout.IOVEC_SIZE;

    private static final int CONTROL = ADDRESS + ((Layout.SOCKADDR_IN6_SIZE + 7) & ~7);
    private static final int PARTS_OCTETS = CONTROL + Layout.CMSG_INT_SPACE;

    private final RawSocket socket;
    private final int capacity;
    private final NativeBuffer headers;
    private final NativeBuffer control;
    private final ByteBuffer host;
    private final ByteBuffer network;
    private final NativeBuffer pollFd = new NativeBuffer(Layout.POLLFD_SIZE);
    private int size;

    /**
     * @param socket what the messages are sent through; stays the caller's to close
     * @param capacity messages per batch, 1 to {@link #CAPACITY_MAX}
     */
    public SendBatch(RawSocket socket, int capacity) {
        if (capacity < 1 || capacity > CAPACITY_MAX) {
            throw new IllegalArgumentException("capacity: " + capacity + " is not in 1 to " + CAPACITY_MAX);
        }
        this.socket = Objects.requireNonNull(socket, "socket");
        this.capacity = capacity;
        this.headers = new NativeBuffer(capacity * HEADER_OCTETS);
        this.control = new NativeBuffer(capacity * (Layout.MMSGHDR_SIZE + PARTS_OCTETS));
        this.host = control.host();
        this.network = control.network();
        for (int index = 0; index < capacity; index++) {
            prepare(index);
        }
    }

    private void prepare(int index) {
        int message = index * Layout.MMSGHDR_SIZE;
        host.putLong(message + Layout.MSGHDR_NAME, control.address() + addressAt(index));
        host.putInt(
                message + Layout.MSGHDR_NAMELEN, socket.ipv6() ? Layout.SOCKADDR_IN6_SIZE : Layout.SOCKADDR_IN_SIZE);
        host.putLong(message + Layout.MSGHDR_IOV, control.address() + vectorsAt(index));
        host.putLong(message + Layout.MSGHDR_IOVLEN, 2);
        host.putLong(message + Layout.MSGHDR_CONTROL, control.address() + controlAt(index));
        host.putLong(vectorsAt(index) + Layout.IOVEC_BASE, headers.address() + (long) index * HEADER_OCTETS);
        host.putShort(
                addressAt(index) + Layout.SOCKADDR_IN_FAMILY, (short) (socket.ipv6() ? Linux.AF_INET6 : Linux.AF_INET));
        host.putLong(controlAt(index) + Layout.CMSGHDR_LEN, Layout.CMSG_INT_LEN);
        host.putInt(controlAt(index) + Layout.CMSGHDR_LEVEL, Linux.SOL_SOCKET);
        host.putInt(controlAt(index) + Layout.CMSGHDR_TYPE, Linux.SO_MARK);
    }

    /** How many messages wait. */
    public int size() {
        return size;
    }

    /** Whether no message can be added before the next {@link #flush}. */
    public boolean full() {
        return size == capacity;
    }

    /** What headers are to be written in: direct, big-endian, for absolute access. */
    public ByteBuffer headers() {
        return headers.network();
    }

    /** Index in {@link #headers} where the next message's headers belong; {@link #HEADER_OCTETS} are free there. */
    public int nextHeaderAt() {
        return headerAt(size);
    }

    /** Index in {@link #headers} of a message's headers. */
    public int headerAt(int index) {
        return index * HEADER_OCTETS;
    }

    /** The IPv4 destination of a message. */
    public int destination4(int index) {
        return network.getInt(addressAt(index) + Layout.SOCKADDR_IN_ADDR);
    }

    /** The upper half of a message's IPv6 destination. */
    public long destinationHigh(int index) {
        return network.getLong(addressAt(index) + Layout.SOCKADDR_IN6_ADDR);
    }

    /** The lower half of a message's IPv6 destination. */
    public long destinationLow(int index) {
        return network.getLong(addressAt(index) + Layout.SOCKADDR_IN6_ADDR + Long.BYTES);
    }

    /** Octets of a message, headers and payload. */
    public int length(int index) {
        return (int) (host.getLong(vectorsAt(index) + Layout.IOVEC_LEN)
                + host.getLong(vectorsAt(index) + Layout.IOVEC_SIZE + Layout.IOVEC_LEN));
    }

    /**
     * Appends a message to an IPv4 destination; for a batch of an IPv4 socket.
     *
     * @param headerLength octets written at {@link #nextHeaderAt}, 1 to {@link #HEADER_OCTETS}
     * @param payloadAddress address of what follows the headers; its memory must live until the {@link #flush}
     * @param payloadLength octets there, 0 to 65535
     * @param destination4 where to; decides the route, whatever the headers say
     * @param mark the packet's mark (SO_MARK), 0 for none
     * @throws IllegalStateException if the batch is full
     */
    public void add4(int headerLength, long payloadAddress, int payloadLength, int destination4, int mark) {
        assert !socket.ipv6();
        add(headerLength, payloadAddress, payloadLength, mark);
        network.putInt(addressAt(size) + Layout.SOCKADDR_IN_ADDR, destination4);
        size++;
    }

    /**
     * Appends a message to an IPv6 destination; for a batch of an IPv6 socket.
     *
     * @param headerLength octets written at {@link #nextHeaderAt}, 1 to {@link #HEADER_OCTETS}
     * @param payloadAddress address of what follows the headers; its memory must live until the {@link #flush}
     * @param payloadLength octets there, 0 to 65535
     * @param destinationHigh upper half of the destination, which decides the route, whatever the headers say
     * @param destinationLow its lower half
     * @param mark the packet's mark (SO_MARK), 0 for none
     * @throws IllegalStateException if the batch is full
     */
    public void add6(
            int headerLength,
            long payloadAddress,
            int payloadLength,
            long destinationHigh,
            long destinationLow,
            int mark) {
        assert socket.ipv6();
        add(headerLength, payloadAddress, payloadLength, mark);
        network.putLong(addressAt(size) + Layout.SOCKADDR_IN6_ADDR, destinationHigh);
        network.putLong(addressAt(size) + Layout.SOCKADDR_IN6_ADDR + Long.BYTES, destinationLow);
        size++;
    }

    private void add(int headerLength, long payloadAddress, int payloadLength, int mark) {
        if (size == capacity) {
            throw new IllegalStateException("the batch of " + capacity + " messages is full");
        }
        if (headerLength < 1 || headerLength > HEADER_OCTETS || payloadLength < 0 || payloadLength > 0xffff) {
            throw new IllegalArgumentException("a message of " + headerLength + " + " + payloadLength + " octets");
        }
        int vectors = vectorsAt(size);
        host.putLong(vectors + Layout.IOVEC_LEN, headerLength);
        host.putLong(vectors + Layout.IOVEC_SIZE + Layout.IOVEC_BASE, payloadAddress);
        host.putLong(vectors + Layout.IOVEC_SIZE + Layout.IOVEC_LEN, payloadLength);
        host.putLong(size * Layout.MMSGHDR_SIZE + Layout.MSGHDR_CONTROLLEN, mark == 0 ? 0 : Layout.CMSG_INT_SPACE);
        host.putInt(controlAt(size) + Layout.CMSGHDR_SIZE, mark);
    }

    /**
     * Sends all messages and empties the batch. One that fails does not keep those behind it from being sent. Waits for
     * room in the send buffer, but not more than some milliseconds in all.
     *
     * @param observer learns which messages failed
     * @return how many were sent
     */
    public int flush(SendObserver observer) {
        int next = 0;
        int sent = 0;
        int patience = PATIENCE;
        while (next < size) {
            int taken = C.sendmmsg(
                    socket.fd(),
                    control.address() + (long) next * Layout.MMSGHDR_SIZE,
                    size - next,
                    Linux.MSG_DONTWAIT);
            if (taken > 0) {
                next += taken;
                sent += taken;
                continue;
            }
            int errno = Libraries.errno();
            if (patience > 0 && (errno == Linux.EINTR || errno == Linux.EAGAIN)) {
                patience--;
                awaitRoom(errno);
                continue;
            }
            observer.failed(next, errno);
            next++;
        }
        size = 0;
        return sent;
    }

    private void awaitRoom(int errno) {
        if (errno == Linux.EAGAIN) {
            pollFd.host().putInt(Layout.POLLFD_FD, socket.fd());
            pollFd.host().putShort(Layout.POLLFD_EVENTS, (short) Linux.POLLOUT);
            // Whatever it returns, the next attempt to send tells.
            int unused = C.poll(pollFd.address(), 1, WAIT_MILLIS);
        }
    }

    private int vectorsAt(int index) {
        return capacity * Layout.MMSGHDR_SIZE + index * PARTS_OCTETS;
    }

    private int addressAt(int index) {
        return vectorsAt(index) + ADDRESS;
    }

    private int controlAt(int index) {
        return vectorsAt(index) + CONTROL;
    }
}
