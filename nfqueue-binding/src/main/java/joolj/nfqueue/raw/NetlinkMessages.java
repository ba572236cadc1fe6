// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

import java.nio.ByteBuffer;

/**
 * Walks the netlink messages of a datagram. A reused flyweight: never throws and never reads outside the datagram,
 * whatever its octets are. Confined to its owner's thread.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                     length, header included                   |
 * +-------------------------------+-------------------------------+
 * |             type              |             flags             |
 * +-------------------------------+-------------------------------+
 * |                        sequence number                        |
 * +---------------------------------------------------------------+
 * |                            port id                            |
 * +---------------------------------------------------------------+   all in host order
 * </pre>
 */
public final class NetlinkMessages {
    private final ByteBuffer host;
    private int next;
    private int limit;
    private int header;
    private int end;
    private boolean cut;

    /**
     * @param host the memory that datagrams are received in, in host order
     */
    public NetlinkMessages(ByteBuffer host) {
        this.host = host;
    }

    /**
     * Takes up a datagram; {@link #next} then goes to its first message.
     *
     * @param start index of its first octet
     * @param length octets received
     * @return this
     */
    public NetlinkMessages begin(int start, int length) {
        this.next = start;
        this.limit = start + length;
        return this;
    }

    /** Goes to the next message; false if there is none or what is left is not a message. */
    public boolean next() {
        int left = limit - next;
        if (left < Layout.NLMSGHDR_SIZE) {
            next = limit;
            return false;
        }
        int length = host.getInt(next + Layout.NLMSGHDR_LEN);
        if (length >= 0 && length < Layout.NLMSGHDR_SIZE) {
            next = limit;
            return false;
        }
        header = next;
        cut = length < 0 || length > left;
        end = cut ? limit : header + length;
        int padded = header + ((end - header + 3) & ~3);
        next = Math.min(padded, limit);
        return true;
    }

    /** The message's type, 0 to 65535. */
    public int type() {
        return host.getShort(header + Layout.NLMSGHDR_TYPE) & 0xffff;
    }

    /** The message's flags, 0 to 65535. */
    public int flags() {
        return host.getShort(header + Layout.NLMSGHDR_FLAGS) & 0xffff;
    }

    /** The message's sequence number. */
    public int sequence() {
        return host.getInt(header + Layout.NLMSGHDR_SEQ);
    }

    /** Index of the first octet behind the message's header. */
    public int bodyStart() {
        return header + Layout.NLMSGHDR_SIZE;
    }

    /** Index behind the message's last octet that was received. */
    public int bodyEnd() {
        return end;
    }

    /** Octets of the body that were received. */
    public int bodyLength() {
        return end - bodyStart();
    }

    /** Whether the message says to be longer than what was received. */
    public boolean cut() {
        return cut;
    }
}
