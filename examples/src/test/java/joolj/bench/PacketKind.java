// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a packet is, whatever its flow.
 *
 * @param transport what it carries
 * @param flags TCP flags; of no meaning for UDP
 * @param octets length of the whole packet, IP header included
 */
record PacketKind(Transport transport, int flags, int octets) {
    static final int SYN = 0x02, ACK = 0x10;

    private static final int DATA_OFFSET = 5 << 12;
    private static final int WINDOW = 8192;

    /** A packet that carries data of an open connection. */
    static PacketKind data(Transport transport, int octets) {
        return new PacketKind(transport, ACK, octets);
    }

    /** A packet of zeroes. */
    ByteBuffer empty() {
        return ByteBuffer.allocateDirect(octets).order(ByteOrder.BIG_ENDIAN);
    }

    /** Writes transport header, without ports and checksum, and data, octets that are not all alike, up to the end. */
    void write(ByteBuffer packet, int at) {
        switch (transport) {
            case TCP ->
                packet.putInt(at + 4, 0x1234_5678)
                        .putInt(at + 8, 0x0fed_cba9)
                        .putShort(at + 12, (short) (DATA_OFFSET | flags))
                        .putShort(at + 14, (short) WINDOW);
            case UDP -> packet.putShort(at + 4, (short) (octets - at));
        }
        for (int i = at + transport.headerLength; i < octets; i++) {
            packet.put(i, (byte) (i * 31));
        }
    }
}
