// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import java.nio.ByteBuffer;

/**
 * A view of an IPv6 Fragment header, RFC 8200 § 4.5.
 *
 * <pre>
 * +---------------+---------------+-------------------------+---+-+
 * |  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
 * +---------------+---------------+-------------------------+---+-+
 * |                         Identification                        |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class FragmentHeader {
    /** Octets. */
    public static final int LENGTH = 8;

    private static final int NEXT_HEADER = 0;
    private static final int RESERVED = 1;
    private static final int OFFSET_AND_M = 2;
    private static final int IDENTIFICATION = 4;

    private static final int OFFSET_MASK = 0xfff8;
    private static final int MORE_FRAGMENTS = 1;

    private ByteBuffer packet = ByteBuffer.allocate(0);
    private int start;

    /**
     * Looks at another header.
     *
     * @param packet big-endian
     * @param start index of the header's first octet
     */
    public FragmentHeader wrap(ByteBuffer packet, int start) {
        this.packet = packet;
        this.start = start;
        return this;
    }

    /** See {@link IpProtocol}. */
    public int nextHeader() {
        return packet.get(start + NEXT_HEADER) & 0xff;
    }

    /** Octets, a multiple of 8, 0 to 65528. */
    public int fragmentOffset() {
        return packet.getShort(start + OFFSET_AND_M) & OFFSET_MASK;
    }

    /** The M flag. */
    public boolean moreFragments() {
        return (packet.getShort(start + OFFSET_AND_M) & MORE_FRAGMENTS) != 0;
    }

    /** 32 bits. */
    public int identification() {
        return packet.getInt(start + IDENTIFICATION);
    }

    /** See {@link IpProtocol}; zeroes the reserved octet. */
    public FragmentHeader nextHeader(int protocol) {
        packet.put(start + NEXT_HEADER, (byte) protocol);
        packet.put(start + RESERVED, (byte) 0);
        return this;
    }

    /**
     * Writes the offset and the M flag.
     *
     * @param offset octets, a multiple of 8, 0 to 65528
     * @param moreFragments whether more fragments follow
     */
    public FragmentHeader fragmentation(int offset, boolean moreFragments) {
        packet.putShort(start + OFFSET_AND_M, (short) (offset | (moreFragments ? MORE_FRAGMENTS : 0)));
        return this;
    }

    /** 32 bits. */
    public FragmentHeader identification(int id) {
        packet.putInt(start + IDENTIFICATION, id);
        return this;
    }
}
