// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import java.nio.ByteBuffer;

/**
 * A view of an IPv4 header, RFC 791 § 3.1.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |Version|  IHL  |Type of Service|          Total Length         |
 * +-------+-------+---------------+-----+-------------------------+
 * |         Identification        |Flags|      Fragment Offset    |
 * +---------------+---------------+-----+-------------------------+
 * |  Time to Live |    Protocol   |         Header Checksum       |
 * +---------------+---------------+-------------------------------+
 * |                       Source Address                          |
 * +---------------------------------------------------------------+
 * |                    Destination Address                        |
 * +---------------------------------------------------------------+
 * |                    Options                                    |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Ipv4Header {
    /** Octets of a header without options. */
    public static final int LENGTH = 20;

    private static final int VERSION_AND_IHL = 0;
    private static final int TYPE_OF_SERVICE = 1;
    private static final int TOTAL_LENGTH = 2;
    private static final int IDENTIFICATION = 4;
    private static final int FLAGS_AND_OFFSET = 6;
    private static final int TTL = 8;
    private static final int PROTOCOL = 9;
    private static final int HEADER_CHECKSUM = 10;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_MASK = 0x1fff;

    /** The first octet of a header without options: version 4, five words. */
    private static final byte VERSION_4_IHL_5 = 0x45;

    private ByteBuffer packet = ByteBuffer.allocate(0);
    private int start;

    /**
     * Looks at another header.
     *
     * @param packet big-endian
     * @param start index of the header's first octet
     */
    public Ipv4Header wrap(ByteBuffer packet, int start) {
        this.packet = packet;
        this.start = start;
        return this;
    }

    /** 4, unless this is no IPv4 header. */
    public int version() {
        return (packet.get(start + VERSION_AND_IHL) & 0xf0) >>> 4;
    }

    /** Octets of the header and its options, 0 to 60; valid from 20. */
    public int headerLength() {
        return (packet.get(start + VERSION_AND_IHL) & 0x0f) * 4;
    }

    /** All eight bits of DSCP and ECN. */
    public int typeOfService() {
        return packet.get(start + TYPE_OF_SERVICE) & 0xff;
    }

    /** Octets of header and payload, 0 to 65535. */
    public int totalLength() {
        return packet.getShort(start + TOTAL_LENGTH) & 0xffff;
    }

    /** 0 to 65535. */
    public int identification() {
        return packet.getShort(start + IDENTIFICATION) & 0xffff;
    }

    /** The DF flag. */
    public boolean dontFragment() {
        return (packet.getShort(start + FLAGS_AND_OFFSET) & DONT_FRAGMENT) != 0;
    }

    /** The MF flag. */
    public boolean moreFragments() {
        return (packet.getShort(start + FLAGS_AND_OFFSET) & MORE_FRAGMENTS) != 0;
    }

    /** Octets, a multiple of 8, 0 to 65528. */
    public int fragmentOffset() {
        return (packet.getShort(start + FLAGS_AND_OFFSET) & OFFSET_MASK) * 8;
    }

    /** 0 to 255. */
    public int ttl() {
        return packet.get(start + TTL) & 0xff;
    }

    /** See {@link IpProtocol}. */
    public int protocol() {
        return packet.get(start + PROTOCOL) & 0xff;
    }

    /** 0 to 65535. */
    public int headerChecksum() {
        return packet.getShort(start + HEADER_CHECKSUM) & 0xffff;
    }

    /** Big-endian. */
    public int source() {
        return packet.getInt(start + SOURCE);
    }

    /** Big-endian. */
    public int destination() {
        return packet.getInt(start + DESTINATION);
    }

    /** Writes version 4 and a header length of 20 octets. */
    public Ipv4Header versionWithoutOptions() {
        packet.put(start + VERSION_AND_IHL, VERSION_4_IHL_5);
        return this;
    }

    /** All eight bits of DSCP and ECN. */
    public Ipv4Header typeOfService(int tos) {
        packet.put(start + TYPE_OF_SERVICE, (byte) tos);
        return this;
    }

    /** Octets of header and payload, 0 to 65535. */
    public Ipv4Header totalLength(int length) {
        packet.putShort(start + TOTAL_LENGTH, (short) length);
        return this;
    }

    /** The low 16 bits are written. */
    public Ipv4Header identification(int id) {
        packet.putShort(start + IDENTIFICATION, (short) id);
        return this;
    }

    /**
     * Writes all three flags and the offset.
     *
     * @param df whether routers may not fragment
     * @param mf whether more fragments follow
     * @param offset octets, a multiple of 8, 0 to 65528
     */
    public Ipv4Header fragmentation(boolean df, boolean mf, int offset) {
        int value = (df ? DONT_FRAGMENT : 0) | (mf ? MORE_FRAGMENTS : 0) | offset / 8;
        packet.putShort(start + FLAGS_AND_OFFSET, (short) value);
        return this;
    }

    /** 0 to 255. */
    public Ipv4Header ttl(int ttl) {
        packet.put(start + TTL, (byte) ttl);
        return this;
    }

    /** See {@link IpProtocol}. */
    public Ipv4Header protocol(int protocol) {
        packet.put(start + PROTOCOL, (byte) protocol);
        return this;
    }

    /** Big-endian. */
    public Ipv4Header source(int address) {
        packet.putInt(start + SOURCE, address);
        return this;
    }

    /** Big-endian. */
    public Ipv4Header destination(int address) {
        packet.putInt(start + DESTINATION, address);
        return this;
    }

    /** Computes and writes the checksum of a header without options; every other field must have been written. */
    public Ipv4Header computeHeaderChecksum() {
        packet.putShort(start + HEADER_CHECKSUM, (short) 0);
        packet.putShort(start + HEADER_CHECKSUM, (short) Checksum.of(Checksum.sum(packet, start, LENGTH)));
        return this;
    }
}
