// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import java.nio.ByteBuffer;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;
import joolj.nfqueue.raw.NetlinkAttributes;
import joolj.nfqueue.raw.NetlinkMessages;

/**
 * Reads datagrams of a queue's socket, a batch per system call, into one slot each, and finds the packets in them.
 * Usually a datagram is one packet, but a datagram of more, or of none, is as good. Confined to the queue's thread.
 */
final class PacketReader {
    private static final LibC C = Libraries.c();
    private static final int PACKET = Linux.NFNL_SUBSYS_QUEUE << 8 | Linux.NFQNL_MSG_PACKET;
    private static final int ATTEMPTS = 8;

    private final int batchSize;
    private final int slotOctets;
    private final NativeBuffer memory;
    private final NativeBuffer headers;
    private final ByteBuffer headersHost;
    private final NetlinkMessages messages;
    private final NetlinkAttributes probe;

    private final int[] starts;
    private final int[] ends;
    private final boolean[] cuts;
    private int count;

    /** Datagrams of the last system call, and how many of them have been begun. */
    private int datagrams;

    private int begun;

    private long refused;
    private long malformed;

    PacketReader(int batchSize, int slotOctets) {
        this.batchSize = batchSize;
        this.slotOctets = slotOctets;
        this.memory = new NativeBuffer(Math.multiplyExact(batchSize, slotOctets));
        this.headers = new NativeBuffer(batchSize * (Layout.MMSGHDR_SIZE + Layout.IOVEC_SIZE));
        this.headersHost = headers.host();
        this.messages = new NetlinkMessages(memory.host());
        this.probe = new NetlinkAttributes(memory.host());
        this.starts = new int[batchSize];
        this.ends = new int[batchSize];
        this.cuts = new boolean[batchSize];
        for (int slot = 0; slot < batchSize; slot++) {
            int header = slot * Layout.MMSGHDR_SIZE;
            int vector = batchSize * Layout.MMSGHDR_SIZE + slot * Layout.IOVEC_SIZE;
            headersHost.putLong(header + Layout.MSGHDR_IOV, headers.address() + vector);
            headersHost.putLong(header + Layout.MSGHDR_IOVLEN, 1);
            headersHost.putLong(vector + Layout.IOVEC_BASE, memory.address() + (long) slot * slotOctets);
            headersHost.putLong(vector + Layout.IOVEC_LEN, slotOctets);
        }
    }

    /** The memory that the packets lie in. */
    NativeBuffer memory() {
        return memory;
    }

    /** Errors the kernel answered to verdicts. */
    long refused() {
        return refused;
    }

    /** Messages that are neither an answer nor a packet with an id. */
    long malformed() {
        return malformed;
    }

    /**
     * Reads what waits, up to a batch.
     *
     * @param wait whether to wait, as long as the socket's SO_RCVTIMEO says, if nothing does
     * @return how many packets there are
     */
    int read(int fd, boolean wait) {
        count = 0;
        find();
        if (count == 0) {
            receive(fd, wait ? Linux.MSG_WAITFORONE : Linux.MSG_DONTWAIT);
            begun = 0;
            find();
        }
        return count;
    }

    /** Makes the flyweight speak of a packet. */
    void describe(int index, QueuedPacket packet) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException(index);
        }
        packet.wrap(starts[index], ends[index], cuts[index]);
    }

    /**
     * Finds the packets in datagrams that lie in the slots already.
     *
     * @param lengths octets of the datagrams, from the first slot on
     * @return how many packets there are
     */
    int readSlots(int... lengths) {
        for (int slot = 0; slot < lengths.length; slot++) {
            headersHost.putInt(slot * Layout.MMSGHDR_SIZE + Layout.MMSGHDR_LEN, lengths[slot]);
        }
        datagrams = lengths.length;
        begun = 0;
        count = 0;
        find();
        return count;
    }

    /**
     * Has packets as if they had just been read.
     *
     * @param packets no more than the batch size, each of which fits into a slot
     * @return how many there are
     */
    int rehearse(RehearsedPacket... packets) {
        for (int slot = 0; slot < packets.length; slot++) {
            int length = packets[slot].write(memory, slot * slotOctets, slot + 1);
            headersHost.putInt(slot * Layout.MMSGHDR_SIZE + Layout.MMSGHDR_LEN, length);
        }
        datagrams = packets.length;
        begun = 0;
        count = 0;
        find();
        return count;
    }

    private void receive(int fd, int flags) {
        datagrams = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int received = C.recvmmsg(fd, headers.address(), batchSize, flags, 0);
            if (received >= 0) {
                datagrams = received;
                return;
            }
            int errno = Libraries.errno();
            if (errno == Linux.EAGAIN || errno == Linux.EINTR) {
                return;
            }
            // ENOBUFS says that packets were lost, which the socket counts, and is over once it is said.
            if (errno != Linux.ENOBUFS && errno != Linux.ENOMEM) {
                throw NativeException.of("recvmmsg", errno);
            }
        }
    }

    private void find() {
        while (count < batchSize) {
            if (messages.next()) {
                take();
            } else if (begun < datagrams) {
                int length = headersHost.getInt(begun * Layout.MMSGHDR_SIZE + Layout.MMSGHDR_LEN);
                messages.begin(begun * slotOctets, Math.max(0, Math.min(length, slotOctets)));
                begun++;
            } else {
                return;
            }
        }
    }

    private void take() {
        int type = messages.type();
        if (type == PACKET) {
            if (hasId()) {
                starts[count] = messages.bodyStart();
                ends[count] = messages.bodyEnd();
                cuts[count] = messages.cut();
                count++;
            } else {
                malformed++;
            }
        } else if (type == Linux.NLMSG_ERROR && messages.bodyLength() >= Integer.BYTES) {
            refused += memory.host().getInt(messages.bodyStart() + Layout.NLMSGERR_ERROR) == 0 ? 0 : 1;
        } else {
            malformed++;
        }
    }

    /** Whether the message has the header that holds the packet's id; the kernel writes it first. */
    private boolean hasId() {
        int start = Math.min(messages.bodyStart() + Layout.NFGENMSG_SIZE, messages.bodyEnd());
        probe.begin(start, messages.bodyEnd());
        while (probe.next()) {
            if (probe.type() == Linux.NFQA_PACKET_HDR) {
                return probe.length() >= Layout.NFQNL_MSG_PACKET_HDR_SIZE;
            }
        }
        return false;
    }
}
