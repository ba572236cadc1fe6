// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

/**
 * How a queue is set up. Start from {@link #defaults} and change what differs.
 *
 * @param maxLength packets that may wait for their verdict, 1 to 2^31-1; what comes when so many wait is dropped
 * @param copyRange octets of a packet that are handed over, 1 to 65531 (the kernel's limit); longer packets are cut
 * @param gso whether packets joined by segmentation offload are taken whole, and checksums that the sender left to its
 *     network card are taken as they are; otherwise the kernel takes them apart and completes them first
 * @param receiveBufferOctets what may wait in the socket to be read, as the kernel counts it (about 700 octets per
 *     packet more than the packet), 2048 to 2^30
 * @param batchSize packets read by one system call, 1 to 1024
 * @param slotOctets room for one packet with its attributes, 1024 to 2^20; a multiple of 64 that is not one of 4096
 *     keeps the packets of a batch from sharing the same lines of the processor's cache
 */
public record QueueSettings(
        int maxLength, int copyRange, boolean gso, int receiveBufferOctets, int batchSize, int slotOctets) {
    /** The most that the kernel hands over of a packet, octets. */
    public static final int COPY_RANGE_MAX = 65531;

    private static final QueueSettings DEFAULTS =
            new QueueSettings(16384, COPY_RANGE_MAX, true, 32 << 20, 64, 1057 * 64);

    public QueueSettings {
        check("maxLength", maxLength, 1, Integer.MAX_VALUE);
        check("copyRange", copyRange, 1, COPY_RANGE_MAX);
        check("receiveBufferOctets", receiveBufferOctets, 2048, 1 << 30);
        check("batchSize", batchSize, 1, 1024);
        check("slotOctets", slotOctets, 1024, 1 << 20);
    }

    /** 16384 packets of up to 65531 octets, taken whole; 64 packets a batch; a receive buffer of 32 MiB. */
    public static QueueSettings defaults() {
        return DEFAULTS;
    }

    /** These settings with another {@link #maxLength}. */
    public QueueSettings withMaxLength(int packets) {
        return new QueueSettings(packets, copyRange, gso, receiveBufferOctets, batchSize, slotOctets);
    }

    /** These settings with another {@link #copyRange}. */
    public QueueSettings withCopyRange(int octets) {
        return new QueueSettings(maxLength, octets, gso, receiveBufferOctets, batchSize, slotOctets);
    }

    /** These settings with another {@link #gso}. */
    public QueueSettings withGso(boolean whole) {
        return new QueueSettings(maxLength, copyRange, whole, receiveBufferOctets, batchSize, slotOctets);
    }

    /** These settings with another {@link #receiveBufferOctets}. */
    public QueueSettings withReceiveBufferOctets(int octets) {
        return new QueueSettings(maxLength, copyRange, gso, octets, batchSize, slotOctets);
    }

    /** These settings with another {@link #batchSize}. */
    public QueueSettings withBatchSize(int packets) {
        return new QueueSettings(maxLength, copyRange, gso, receiveBufferOctets, packets, slotOctets);
    }

    /** These settings with another {@link #slotOctets}. */
    public QueueSettings withSlotOctets(int octets) {
        return new QueueSettings(maxLength, copyRange, gso, receiveBufferOctets, batchSize, octets);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not in " + least + " to " + most);
        }
    }
}
