// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import java.nio.ByteBuffer;

/**
 * A view of an ICMP or ICMPv6 header; both have the same form. RFC 792, RFC 4443 § 2.1. Types and codes are in
 * {@link Icmp4} and {@link Icmp6}.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |     Type      |     Code      |          Checksum             |
 * +---------------+---------------+-------------------------------+
 * |  identifier and sequence number, pointer, MTU ... ("rest")    |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class IcmpHeader {
    /** Octets. */
    public static final int LENGTH = 8;

    private static final int TYPE = 0;
    private static final int CODE = 1;
    private static final int CHECKSUM = 2;
    private static final int REST = 4;

    private ByteBuffer packet = ByteBuffer.allocate(0);
    private int start;

    /**
     * Looks at another header.
     *
     * @param packet big-endian
     * @param start index of the header's first octet
     */
    public IcmpHeader wrap(ByteBuffer packet, int start) {
        this.packet = packet;
        this.start = start;
        return this;
    }

    /** 0 to 255. */
    public int type() {
        return packet.get(start + TYPE) & 0xff;
    }

    /** 0 to 255. */
    public int code() {
        return packet.get(start + CODE) & 0xff;
    }

    /** 0 to 65535. */
    public int checksum() {
        return packet.getShort(start + CHECKSUM) & 0xffff;
    }

    /** The second word. */
    public int rest() {
        return packet.getInt(start + REST);
    }

    /** The identifier of an echo message, 0 to 65535. */
    public int identifier() {
        return packet.getShort(start + REST) & 0xffff;
    }

    /** 0 to 255 each. */
    public IcmpHeader typeAndCode(int type, int code) {
        packet.putShort(start + TYPE, (short) (type << 8 | code));
        return this;
    }

    /** 0 to 65535. */
    public IcmpHeader checksum(int checksum) {
        packet.putShort(start + CHECKSUM, (short) checksum);
        return this;
    }

    /** The second word. */
    public IcmpHeader rest(int word) {
        packet.putInt(start + REST, word);
        return this;
    }

    /** The identifier of an echo message, 0 to 65535. */
    public IcmpHeader identifier(int id) {
        packet.putShort(start + REST, (short) id);
        return this;
    }
}
