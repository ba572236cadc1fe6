// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import java.nio.ByteBuffer;

/**
 * A view of a UDP header, RFC 768.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |             Length            |           Checksum            |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
public final class UdpHeader {
    /** Octets. */
    public static final int LENGTH = 8;

    private static final int SOURCE_PORT = 0;
    private static final int DESTINATION_PORT = 2;
    private static final int UDP_LENGTH = 4;
    /** Offset of the checksum, octets. */
    public static final int CHECKSUM = 6;

    private ByteBuffer packet = ByteBuffer.allocate(0);
    private int start;

    /**
     * Looks at another header.
     *
     * @param packet big-endian
     * @param start index of the header's first octet
     */
    public UdpHeader wrap(ByteBuffer packet, int start) {
        this.packet = packet;
        this.start = start;
        return this;
    }

    /** 0 to 65535. */
    public int sourcePort() {
        return packet.getShort(start + SOURCE_PORT) & 0xffff;
    }

    /** 0 to 65535. */
    public int destinationPort() {
        return packet.getShort(start + DESTINATION_PORT) & 0xffff;
    }

    /** Octets of header and data, as the sender says; 0 to 65535. */
    public int length() {
        return packet.getShort(start + UDP_LENGTH) & 0xffff;
    }

    /** 0 to 65535; over IPv4, 0 means that there is none. */
    public int checksum() {
        return packet.getShort(start + CHECKSUM) & 0xffff;
    }

    /** 0 to 65535 each. */
    public UdpHeader ports(int source, int destination) {
        packet.putInt(start + SOURCE_PORT, source << 16 | destination);
        return this;
    }

    /** Octets of header and data, 8 to 65535. */
    public UdpHeader length(int length) {
        packet.putShort(start + UDP_LENGTH, (short) length);
        return this;
    }

    /** 0 to 65535. */
    public UdpHeader checksum(int checksum) {
        packet.putShort(start + CHECKSUM, (short) checksum);
        return this;
    }
}
