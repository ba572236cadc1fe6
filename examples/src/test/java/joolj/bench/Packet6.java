// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.nio.ByteBuffer;

/**
 * An IPv6 packet that changes its source, address and port, from one sending to the next, with the checksum that belongs
 * to it. The sources are prepared beforehand and come in the order in which they were added, again and again.
 */
final class Packet6 {
    private static final int HEADER = 40, SOURCE = 8, SOURCE_LOW = 16, DESTINATION = 24;
    private static final int HOP_LIMIT = 64;

    private final ByteBuffer packet;
    private final int checksumAt;

    /** The sum of what does not change. */
    private final long constantSum;

    /** For each source the lower half of its address, then port (16 bits) and checksum (16 bits). */
    private final long[] sources;

    private int added;
    private int next;

    /**
     * @param kind what the packet is
     * @param sourceHigh upper half of all source addresses
     * @param destinationHigh upper half of the destination address
     * @param destinationLow lower half of it
     * @param destinationPort port, 1 to 65535
     * @param sourceCount how many sources there will be
     */
    Packet6(
            PacketKind kind,
            long sourceHigh,
            long destinationHigh,
            long destinationLow,
            int destinationPort,
            int sourceCount) {
        packet = kind.empty();
        int length = kind.octets() - HEADER;
        int number = kind.transport().number;
        packet.putInt(0, 6 << 28).putShort(4, (short) length);
        packet.put(6, (byte) number).put(7, (byte) HOP_LIMIT);
        packet.putLong(SOURCE, sourceHigh).putLong(DESTINATION, destinationHigh);
        packet.putLong(DESTINATION + Long.BYTES, destinationLow);
        kind.write(packet, HEADER);
        packet.putShort(HEADER + 2, (short) destinationPort);
        checksumAt = HEADER + kind.transport().checksumAt;
        constantSum = Sum.of(packet, SOURCE, kind.octets() - SOURCE) + length + number;
        sources = new long[2 * sourceCount];
    }

    /** Adds a source. */
    void add(long sourceLow, int port) {
        int checksum = Sum.complement(constantSum + Sum.of(sourceLow) + port);
        sources[added] = sourceLow;
        // A UDP checksum of zero would mean that there is none.
        sources[added + 1] = (long) port << 16 | (checksum == 0 ? 0xffff : checksum);
        added += 2;
    }

    /** The packet, from the next source. */
    ByteBuffer next() {
        int from = next;
        next = from + 2 == sources.length ? 0 : from + 2;
        long portAndChecksum = sources[from + 1];
        packet.putLong(SOURCE_LOW, sources[from]);
        packet.putShort(HEADER, (short) (portAndChecksum >>> 16));
        packet.putShort(checksumAt, (short) portAndChecksum);
        return packet;
    }
}
