// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import java.nio.ByteBuffer;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * Verdicts that wait to be sent, and the netlink messages they become. Confined to the queue's thread.
 *
 * <p>A message of 32 octets is a netlink header, the queue's number, and one attribute with the verdict and the id. A
 * drop for a whole batch is the same message with another type: the kernel applies it to all waiting packets up to
 * and including the id.
 */
final class VerdictBatch {
    static final int MESSAGE_OCTETS =
            Layout.NLMSGHDR_SIZE + Layout.NFGENMSG_SIZE + Layout.NLATTR_SIZE + Layout.NFQNL_MSG_VERDICT_HDR_SIZE;
    private static final int ATTRIBUTE = Layout.NLMSGHDR_SIZE + Layout.NFGENMSG_SIZE;
    private static final int VERDICT_HEADER = ATTRIBUTE + Layout.NLATTR_SIZE;

    private final int[] ids;
    private final int[] verdicts;
    private final NativeBuffer messages;
    private final ByteBuffer network;
    private final ByteBuffer host;
    private int size;

    /**
     * @param queueNumber 0 to 65535
     * @param capacity verdicts that can wait
     */
    VerdictBatch(int queueNumber, int capacity) {
        this.ids = new int[capacity];
        this.verdicts = new int[capacity];
        this.messages = new NativeBuffer(capacity * MESSAGE_OCTETS);
        this.network = messages.network();
        this.host = messages.host();
        for (int at = 0; at < messages.length(); at += MESSAGE_OCTETS) {
            host.putInt(at + Layout.NLMSGHDR_LEN, MESSAGE_OCTETS);
            host.putShort(at + Layout.NLMSGHDR_FLAGS, (short) Linux.NLM_F_REQUEST);
            network.putShort(at + Layout.NLMSGHDR_SIZE + Layout.NFGENMSG_RES_ID, (short) queueNumber);
            host.putShort(at + ATTRIBUTE + Layout.NLATTR_LEN, (short)
                    (Layout.NLATTR_SIZE + Layout.NFQNL_MSG_VERDICT_HDR_SIZE));
            host.putShort(at + ATTRIBUTE + Layout.NLATTR_TYPE, (short) Linux.NFQA_VERDICT_HDR);
        }
    }

    /** How many verdicts wait. */
    int size() {
        return size;
    }

    boolean full() {
        return size == ids.length;
    }

    /** Appends a verdict; must not be {@link #full}. */
    void add(int id, int verdict) {
        ids[size] = id;
        verdicts[size] = verdict;
        size++;
    }

    /** Forgets the verdicts, once they are sent. */
    void clear() {
        size = 0;
    }

    /** Address of the messages that {@link #write} wrote. */
    long address() {
        return messages.address();
    }

    /** The memory of the messages. */
    ByteBuffer octets() {
        return network;
    }

    /**
     * Writes the waiting verdicts as messages: one for each, in the order they were added, or, if no other packet of
     * the queue is unanswered, all drops as one behind the others.
     *
     * @param dropTogether whether every packet received so far has its verdict, sent or here
     * @return octets written, a multiple of 32; 0 if no verdict waits
     */
    int write(boolean dropTogether) {
        int at = 0;
        int lastDropped = 0;
        boolean dropped = false;
        for (int index = 0; index < size; index++) {
            if (dropTogether && verdicts[index] == Linux.NF_DROP) {
                lastDropped = !dropped || ids[index] - lastDropped > 0 ? ids[index] : lastDropped;
                dropped = true;
            } else {
                at = write(at, Linux.NFQNL_MSG_VERDICT, verdicts[index], ids[index]);
            }
        }
        return dropped ? write(at, Linux.NFQNL_MSG_VERDICT_BATCH, Linux.NF_DROP, lastDropped) : at;
    }

    private int write(int at, int type, int verdict, int id) {
        host.putShort(at + Layout.NLMSGHDR_TYPE, (short) (Linux.NFNL_SUBSYS_QUEUE << 8 | type));
        network.putInt(at + VERDICT_HEADER + Layout.NFQNL_MSG_VERDICT_HDR_VERDICT, verdict);
        network.putInt(at + VERDICT_HEADER + Layout.NFQNL_MSG_VERDICT_HDR_ID, id);
        return at + MESSAGE_OCTETS;
    }
}
