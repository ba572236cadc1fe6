// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import java.nio.ByteBuffer;

/**
 * A view of an IPv6 header, RFC 8200 § 3.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+---------------+---------------------------------------+
 * |Version| Traffic Class |           Flow Label                  |
 * +-------+---------------+-------+---------------+---------------+
 * |         Payload Length        |  Next Header  |   Hop Limit   |
 * +-------------------------------+---------------+---------------+
 * |                                                               |
 * +                       Source Address  (16 octets)             +
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                                                               |
 * +                    Destination Address  (16 octets)           +
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Ipv6Header {
    /** Octets. */
    public static final int LENGTH = 40;

    private static final int PAYLOAD_LENGTH = 4;
    private static final int NEXT_HEADER = 6;
    private static final int HOP_LIMIT = 7;
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;

    private ByteBuffer packet = ByteBuffer.allocate(0);
    private int start;

    /**
     * Looks at another header.
     *
     * @param packet big-endian
     * @param start index of the header's first octet
     */
    public Ipv6Header wrap(ByteBuffer packet, int start) {
        this.packet = packet;
        this.start = start;
        return this;
    }

    /** 6, unless this is no IPv6 header. */
    public int version() {
        return packet.getInt(start) >>> 28;
    }

    /** All eight bits of DSCP and ECN. */
    public int trafficClass() {
        return packet.getInt(start) >>> 20 & 0xff;
    }

    /** 20 bits. */
    public int flowLabel() {
        return packet.getInt(start) & 0xf_ffff;
    }

    /** Octets behind this header, extension headers included, 0 to 65535. */
    public int payloadLength() {
        return packet.getShort(start + PAYLOAD_LENGTH) & 0xffff;
    }

    /** See {@link IpProtocol}. */
    public int nextHeader() {
        return packet.get(start + NEXT_HEADER) & 0xff;
    }

    /** 0 to 255. */
    public int hopLimit() {
        return packet.get(start + HOP_LIMIT) & 0xff;
    }

    /** The first eight octets, big-endian. */
    public long sourceHigh() {
        return packet.getLong(start + SOURCE);
    }

    /** The last eight octets, big-endian. */
    public long sourceLow() {
        return packet.getLong(start + SOURCE + 8);
    }

    /** The first eight octets, big-endian. */
    public long destinationHigh() {
        return packet.getLong(start + DESTINATION);
    }

    /** The last eight octets, big-endian. */
    public long destinationLow() {
        return packet.getLong(start + DESTINATION + 8);
    }

    /**
     * Writes version 6, the traffic class and the flow label.
     *
     * @param trafficClass all eight bits of DSCP and ECN
     * @param flowLabel 20 bits
     */
    public Ipv6Header versionAndClass(int trafficClass, int flowLabel) {
        packet.putInt(start, 6 << 28 | trafficClass << 20 | flowLabel);
        return this;
    }

    /** Octets behind this header, extension headers included, 0 to 65535. */
    public Ipv6Header payloadLength(int length) {
        packet.putShort(start + PAYLOAD_LENGTH, (short) length);
        return this;
    }

    /** See {@link IpProtocol}. */
    public Ipv6Header nextHeader(int protocol) {
        packet.put(start + NEXT_HEADER, (byte) protocol);
        return this;
    }

    /** 0 to 255. */
    public Ipv6Header hopLimit(int hops) {
        packet.put(start + HOP_LIMIT, (byte) hops);
        return this;
    }

    /** Two halves, big-endian. */
    public Ipv6Header source(long high, long low) {
        packet.putLong(start + SOURCE, high);
        packet.putLong(start + SOURCE + 8, low);
        return this;
    }

    /** Two halves, big-endian. */
    public Ipv6Header destination(long high, long low) {
        packet.putLong(start + DESTINATION, high);
        packet.putLong(start + DESTINATION + 8, low);
        return this;
    }
}
