// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.nio.ByteBuffer;

/**
 * An IPv4 packet that changes its destination, address and port, from one sending to the next, with the checksums that
 * belong to it. The destinations are prepared beforehand and come in the order in which they were added, again and again.
 */
final class Packet4 {
    private static final int HEADER = 20, CHECKSUM = 10, SOURCE = 12, DESTINATION = 16;
    private static final int VERSION_AND_IHL = 0x45;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int TTL = 64;

    private final ByteBuffer packet;
    private final int checksumAt;

    /** The sum of what does not change in the IPv4 header. */
    private final long constantHeaderSum;

    /** The sum of what does not change in pseudo-header, transport header and payload. */
    private final long constantSum;

    /** For each destination address (32 bits) and port (16 bits), then checksum of the header and the other one. */
    private final long[] destinations;

    private int added;
    private int next;

    /**
     * @param kind what the packet is
     * @param source address, big-endian
     * @param sourcePort port, 1 to 65535
     * @param destinationCount how many destinations there will be
     */
    Packet4(PacketKind kind, int source, int sourcePort, int destinationCount) {
        packet = kind.empty();
        int octets = kind.octets();
        int number = kind.transport().number;
        packet.put(0, (byte) VERSION_AND_IHL).putShort(2, (short) octets);
        packet.putShort(4, (short) 1).putShort(6, (short) DONT_FRAGMENT);
        packet.put(8, (byte) TTL).put(9, (byte) number).putInt(SOURCE, source);
        kind.write(packet, HEADER);
        packet.putShort(HEADER, (short) sourcePort);
        checksumAt = HEADER + kind.transport().checksumAt;
        constantHeaderSum = Sum.of(packet, 0, HEADER);
        constantSum = Sum.of(packet, SOURCE, octets - SOURCE) + (octets - HEADER) + number;
        destinations = new long[2 * destinationCount];
    }

    /** Adds a destination; the address is big-endian. */
    void add(int address, int port) {
        long addressSum = Sum.of(address & 0xffff_ffffL);
        int checksum = Sum.complement(constantSum + addressSum + port);
        int headerChecksum = Sum.complement(constantHeaderSum + addressSum);
        destinations[added] = (address & 0xffff_ffffL) << 16 | port;
        destinations[added + 1] = (long) headerChecksum << 16 | (checksum == 0 ? 0xffff : checksum);
        added += 2;
    }

    /** The packet, to the next destination. */
    ByteBuffer next() {
        int from = next;
        next = from + 2 == destinations.length ? 0 : from + 2;
        long addressAndPort = destinations[from];
        long checksums = destinations[from + 1];
        packet.putInt(DESTINATION, (int) (addressAndPort >>> 16));
        packet.putShort(HEADER + 2, (short) addressAndPort);
        packet.putShort(CHECKSUM, (short) (checksums >>> 16));
        packet.putShort(checksumAt, (short) checksums);
        return packet;
    }
}
