// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import java.nio.ByteBuffer;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * The netlink message that accepts a packet with other octets than it came with: the verdict and, as a second attribute,
 * the octets. Confined to the queue's thread.
 */
final class ReplacingVerdict {
    /** The most octets that the attribute can hold. */
    static final int PACKET_MAX = 0xffff - Layout.NLATTR_SIZE;

    private static final int VERDICT = Layout.NLMSGHDR_SIZE + Layout.NFGENMSG_SIZE;
    private static final int VERDICT_HEADER = VERDICT + Layout.NLATTR_SIZE;
    private static final int PAYLOAD = VERDICT_HEADER + Layout.NFQNL_MSG_VERDICT_HDR_SIZE;
    private static final int PACKET = PAYLOAD + Layout.NLATTR_SIZE;
    private static final int PADDING = 3;

    private final NativeBuffer message = new NativeBuffer(PACKET + PACKET_MAX + PADDING);

    /** @param queueNumber 0 to 65535 */
    ReplacingVerdict(int queueNumber) {
        ByteBuffer host = message.host();
        host.putShort(Layout.NLMSGHDR_TYPE, (short) (Linux.NFNL_SUBSYS_QUEUE << 8 | Linux.NFQNL_MSG_VERDICT));
        host.putShort(Layout.NLMSGHDR_FLAGS, (short) Linux.NLM_F_REQUEST);
        message.network().putShort(Layout.NLMSGHDR_SIZE + Layout.NFGENMSG_RES_ID, (short) queueNumber);
        host.putShort(VERDICT + Layout.NLATTR_LEN, (short) (Layout.NLATTR_SIZE + Layout.NFQNL_MSG_VERDICT_HDR_SIZE));
        host.putShort(VERDICT + Layout.NLATTR_TYPE, (short) Linux.NFQA_VERDICT_HDR);
        host.putShort(PAYLOAD + Layout.NLATTR_TYPE, (short) Linux.NFQA_PAYLOAD);
        message.network().putInt(VERDICT_HEADER + Layout.NFQNL_MSG_VERDICT_HDR_VERDICT, Linux.NF_ACCEPT);
    }

    /**
     * Writes the message.
     *
     * @param packet the octets, from index 0
     * @param length how many, 1 to {@link #PACKET_MAX}
     * @return octets of the message
     */
    int write(int id, ByteBuffer packet, int length) {
        int octets = PACKET + (length + PADDING & ~PADDING);
        message.host().putInt(Layout.NLMSGHDR_LEN, octets);
        message.network().putInt(VERDICT_HEADER + Layout.NFQNL_MSG_VERDICT_HDR_ID, id);
        message.host().putShort(PAYLOAD + Layout.NLATTR_LEN, (short) (Layout.NLATTR_SIZE + length));
        message.network().put(PACKET, packet, 0, length);
        return octets;
    }

    /** The memory of the message. */
    ByteBuffer octets() {
        return message.network();
    }

    /** Address of the message. */
    long address() {
        return message.address();
    }
}
