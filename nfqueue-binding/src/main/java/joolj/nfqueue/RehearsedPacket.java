// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import java.nio.ByteBuffer;
import java.util.Objects;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * A packet that {@link NfQueue#rehearse} hands over as if it had come by the queue.
 *
 * @param packet the packet, from index 0 to the capacity
 * @param device interface index of the link it seems to come from
 * @param aggregate whether it seems to be several segments, with a checksum that is not ready
 */
public record RehearsedPacket(ByteBuffer packet, int device, boolean aggregate) {
    private static final int PACKET = Linux.NFNL_SUBSYS_QUEUE << 8 | Linux.NFQNL_MSG_PACKET;

    public RehearsedPacket {
        Objects.requireNonNull(packet, "packet");
    }

    /**
     * Writes the kernel's message about the packet.
     *
     * @return octets written
     */
    int write(NativeBuffer memory, int start, int id) {
        memory.host().putShort(start + Layout.NLMSGHDR_TYPE, (short) PACKET);
        int at = start + Layout.NLMSGHDR_SIZE + Layout.NFGENMSG_SIZE;
        at = attribute(memory, at, Linux.NFQA_PACKET_HDR, Layout.NFQNL_MSG_PACKET_HDR_SIZE);
        memory.network().putInt(at - Layout.NFQNL_MSG_PACKET_HDR_SIZE + Layout.NFQNL_MSG_PACKET_HDR_PACKET_ID, id);
        at = attribute(memory, aligned(at), Linux.NFQA_IFINDEX_INDEV, Integer.BYTES);
        memory.network().putInt(at - Integer.BYTES, device);
        // Nobody reads it, but it comes with nearly all packets.
        at = attribute(memory, at, Linux.NFQA_HWADDR, Layout.NFQNL_MSG_PACKET_HW_SIZE);
        at = attribute(memory, at, Linux.NFQA_SKB_INFO, Integer.BYTES);
        int info = aggregate ? Linux.NFQA_SKB_GSO | Linux.NFQA_SKB_CSUMNOTREADY : 0;
        memory.network().putInt(at - Integer.BYTES, info);
        at = attribute(memory, at, Linux.NFQA_PAYLOAD, packet.capacity());
        memory.network().put(at - packet.capacity(), packet, 0, packet.capacity());
        int length = aligned(at) - start;
        memory.host().putInt(start + Layout.NLMSGHDR_LEN, length);
        return length;
    }

    /** Writes an attribute's header; returns the index behind its value. */
    private static int attribute(NativeBuffer memory, int at, int type, int octets) {
        memory.host().putShort(at + Layout.NLATTR_LEN, (short) (Layout.NLATTR_SIZE + octets));
        memory.host().putShort(at + Layout.NLATTR_TYPE, (short) type);
        return at + Layout.NLATTR_SIZE + octets;
    }

    private static int aligned(int index) {
        return (index + 3) & ~3;
    }
}
