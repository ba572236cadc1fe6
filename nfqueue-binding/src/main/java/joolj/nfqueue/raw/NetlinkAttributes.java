// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

import java.nio.ByteBuffer;

/**
 * Walks the attributes of a netlink message, or those nested in one. A reused flyweight: never throws and never reads
 * outside the range it was given, whatever its octets are. Confined to its owner's thread.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+---+---------------------------+
 * |    length, header included    |N O|            type           |  both in host order
 * +-------------------------------+---+---------------------------+
 * |                     value, padded to four                     |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class NetlinkAttributes {
    private final ByteBuffer host;
    private int next;
    private int limit;
    private int header;
    private int end;
    private boolean cut;

    /**
     * @param host the memory that messages are received in, in host order
     */
    public NetlinkAttributes(ByteBuffer host) {
        this.host = host;
    }

    /**
     * Takes up a range of attributes; {@link #next} then goes to the first.
     *
     * @param start index of the first attribute
     * @param end index behind the last octet of the last one
     * @return this
     */
    public NetlinkAttributes begin(int start, int end) {
        this.next = start;
        this.limit = end;
        return this;
    }

    /** Goes to the next attribute; false if there is none or what is left is not an attribute. */
    public boolean next() {
        int left = limit - next;
        if (left < Layout.NLATTR_SIZE) {
            return false;
        }
        int length = host.getShort(next + Layout.NLATTR_LEN) & 0xffff;
        if (length < Layout.NLATTR_SIZE) {
            next = limit;
            return false;
        }
        header = next;
        cut = length > left;
        end = cut ? limit : header + length;
        next = Math.min(header + ((length + 3) & ~3), limit);
        return true;
    }

    /** The attribute's type without its two flag bits, 0 to 16383. */
    public int type() {
        return host.getShort(header + Layout.NLATTR_TYPE) & 0xffff & Linux.NLA_TYPE_MASK;
    }

    /** Index of the value's first octet. */
    public int start() {
        return header + Layout.NLATTR_SIZE;
    }

    /** Index behind the value's last octet that was received. */
    public int end() {
        return end;
    }

    /** Octets of the value that were received. */
    public int length() {
        return end - start();
    }

    /** Whether the attribute says to be longer than the range it is in. */
    public boolean cut() {
        return cut;
    }
}
