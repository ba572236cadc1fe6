// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import java.nio.ByteBuffer;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;
import joolj.nfqueue.raw.NetlinkAttributes;

/**
 * A packet that waits for its verdict, as the kernel described it. A reused flyweight: valid until the next call of
 * {@link NfQueue#packet} or {@link NfQueue#receive}; confined to the queue's thread.
 */
public final class QueuedPacket {
    private final ByteBuffer network;
    private final NetlinkAttributes attributes;

    private int id;
    private int protocol;
    private int hook;
    private boolean hasMark;
    private int mark;
    private int inDevice;
    private int skbInfo;
    private boolean truncated;
    private int payloadStart;
    private int payloadLength;

    QueuedPacket(NativeBuffer memory) {
        this.network = memory.network();
        this.attributes = new NetlinkAttributes(memory.host());
    }

    /**
     * Takes up a packet message that has an id.
     *
     * @param start index of the message's body
     * @param end index behind its last octet
     * @param cut whether octets of the message are missing
     */
    void wrap(int start, int end, boolean cut) {
        id = 0;
        protocol = 0;
        hook = 0;
        hasMark = false;
        mark = 0;
        inDevice = 0;
        skbInfo = 0;
        truncated = cut;
        payloadStart = end;
        payloadLength = 0;
        attributes.begin(Math.min(start + Layout.NFGENMSG_SIZE, end), end);
        while (attributes.next()) {
            take(attributes.type(), attributes.start(), attributes.length());
        }
    }

    private void take(int type, int value, int length) {
        switch (type) {
            case Linux.NFQA_PACKET_HDR -> takeHeader(value, length);
            case Linux.NFQA_MARK -> {
                hasMark = length >= Integer.BYTES;
                mark = hasMark ? network.getInt(value) : 0;
            }
            case Linux.NFQA_IFINDEX_INDEV -> inDevice = length >= Integer.BYTES ? network.getInt(value) : 0;
            case Linux.NFQA_SKB_INFO -> skbInfo = length >= Integer.BYTES ? network.getInt(value) : 0;
            case Linux.NFQA_CAP_LEN -> truncated = true;
            case Linux.NFQA_PAYLOAD -> {
                payloadStart = value;
                payloadLength = length;
                truncated |= attributes.cut();
            }
            default -> {} // nothing a translator needs
        }
    }

    private void takeHeader(int value, int length) {
        if (length >= Layout.NFQNL_MSG_PACKET_HDR_SIZE) {
            id = network.getInt(value + Layout.NFQNL_MSG_PACKET_HDR_PACKET_ID);
            protocol = network.getShort(value + Layout.NFQNL_MSG_PACKET_HDR_HW_PROTOCOL) & 0xffff;
            hook = network.get(value + Layout.NFQNL_MSG_PACKET_HDR_HOOK) & 0xff;
        }
    }

    /** What verdicts refer to; ids of a queue ascend, modulo 2^32. */
    public int id() {
        return id;
    }

    /** Ethertype: 0x0800 for IPv4, 0x86dd for IPv6. */
    public int protocol() {
        return protocol;
    }

    /** The netfilter hook that queued the packet, such as 0 for PREROUTING. */
    public int hook() {
        return hook;
    }

    /** Whether the packet carries a mark other than 0. */
    public boolean hasMark() {
        return hasMark;
    }

    /** The packet's mark, 0 if it has none. */
    public int mark() {
        return mark;
    }

    /** Interface index of the link the packet came from, 0 if it came from none. */
    public int inDevice() {
        return inDevice;
    }

    /**
     * Whether the TCP or UDP checksum field holds only the pseudo-header's sum: the sender left the rest to its network
     * card.
     */
    public boolean checksumNotReady() {
        return (skbInfo & Linux.NFQA_SKB_CSUMNOTREADY) != 0;
    }

    /** Whether the packet is several segments joined by segmentation offload. */
    public boolean gso() {
        return (skbInfo & Linux.NFQA_SKB_GSO) != 0;
    }

    /** Whether the packet is longer than what was handed over of it. */
    public boolean truncated() {
        return truncated;
    }

    /** Index in {@link NfQueue#buffer} of the packet's first octet, that of its IP header. */
    public int payloadStart() {
        return payloadStart;
    }

    /** Octets of the packet that were handed over, 0 to 65531. */
    public int payloadLength() {
        return payloadLength;
    }
}
