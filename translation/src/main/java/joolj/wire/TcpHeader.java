// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import java.nio.ByteBuffer;

/**
 * A view of a TCP header, RFC 9293 § 3.1. The ports may be read where only the first eight octets are there.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |                        Sequence Number                        |
 * +---------------------------------------------------------------+
 * |                    Acknowledgment Number                      |
 * +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 * | DOffs | Rsrvd |C|E|U|A|P|R|S|F|            Window             |
 * +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 * |           Checksum            |         Urgent Pointer        |
 * +-------------------------------+-------------------------------+
 * |                           Options                             |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class TcpHeader {
    /** Octets of a header without options. */
    public static final int LENGTH = 20;

    /** Index of the checksum field. */
    public static final int CHECKSUM = 16;

    /** Flag: no more data from the sender. */
    public static final int FIN = 0x01;

    /** Flag: synchronise sequence numbers. */
    public static final int SYN = 0x02;

    /** Flag: reset the connection. */
    public static final int RST = 0x04;

    /** Flag: push. */
    public static final int PSH = 0x08;

    /** Flag: congestion window reduced; RFC 3168 § 6.1.2. */
    public static final int CWR = 0x80;

    private static final int SOURCE_PORT = 0;
    private static final int DESTINATION_PORT = 2;
    private static final int SEQUENCE = 4;
    private static final int DATA_OFFSET = 12;
    private static final int FLAGS = 13;

    private ByteBuffer packet = ByteBuffer.allocate(0);
    private int start;

    /**
     * Looks at another header.
     *
     * @param packet big-endian
     * @param start index of the header's first octet
     */
    public TcpHeader wrap(ByteBuffer packet, int start) {
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

    /** 32 bits. */
    public int sequenceNumber() {
        return packet.getInt(start + SEQUENCE);
    }

    /** Octets of the header and its options, 0 to 60; valid from 20. */
    public int headerLength() {
        return (packet.get(start + DATA_OFFSET) & 0xf0) >>> 2;
    }

    /** The eight flags from CWR to FIN. */
    public int flags() {
        return packet.get(start + FLAGS) & 0xff;
    }

    /** 0 to 65535. */
    public int checksum() {
        return packet.getShort(start + CHECKSUM) & 0xffff;
    }

    /** 0 to 65535 each. */
    public TcpHeader ports(int source, int destination) {
        packet.putInt(start + SOURCE_PORT, source << 16 | destination);
        return this;
    }

    /** 32 bits. */
    public TcpHeader sequenceNumber(int number) {
        packet.putInt(start + SEQUENCE, number);
        return this;
    }

    /** The eight flags from CWR to FIN. */
    public TcpHeader flags(int flags) {
        packet.put(start + FLAGS, (byte) flags);
        return this;
    }

    /** 0 to 65535. */
    public TcpHeader checksum(int checksum) {
        packet.putShort(start + CHECKSUM, (short) checksum);
        return this;
    }
}
