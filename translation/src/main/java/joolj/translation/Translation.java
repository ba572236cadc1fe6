// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The state of the packet at hand: the input, the headers written for it, and what is to be sent. One object per
 * worker, confined to it and used again for every packet.
 *
 * <p>A worker calls {@link #begin}, then {@link Translator#translate}. After {@link Outcome#TRANSLATED} it sends
 * {@link #pieces} packets; after {@link Outcome#DROP} it sends an ICMP error if {@link #hasReply}. Either is sent as
 * headers, which {@link #writePiece} puts wherever the worker wants them, followed by octets of the input, which are
 * never copied. The input stays untouched, because an ICMP error may quote it.
 */
@SuppressWarnings({"UnusedVariable", "FieldCanBeFinal"})
public final class Translation {
    /** The largest number of octets that {@link #writePiece} writes. */
    public static final int HEADERS_MAX = 256;

    private final Routes routes;
    private final Counters counters;
    private final ByteBuffer headers = ByteBuffer.allocateDirect(HEADERS_MAX).order(ByteOrder.BIG_ENDIAN);

    private ByteBuffer in;
    private int inStart;
    private int inLength;
    private int mark;
    private int ingressMtu;
    private boolean checksumNotReady;
    private boolean aggregate;
    private long now;

    private boolean out6;
    private boolean reply;
    private int pieces;
    private int headerLength;
    private int payloadStart;
    private int payloadLength;

    /**
     * @param routes the routing of the worker's namespace
     * @param counters the worker's counters
     */
    public Translation(Routes routes, Counters counters) {
        this.routes = routes;
        this.counters = counters;
    }

    /**
     * Takes up the next packet.
     *
     * @param packet holds the packet; direct, big-endian; read by absolute index only and never written
     * @param start index of the packet's first octet, that of its IP header
     * @param length octets of the packet, 0 to 65535; nothing outside is read
     * @param mark the packet's mark (SO_MARK), 0 if it has none
     * @param ingressMtu MTU of the link it came from, octets, or 65535 if unknown
     * @param checksumNotReady whether the TCP or UDP checksum field holds only the pseudo-header's sum
     * @param aggregate whether the packet is several TCP segments joined by segmentation offload
     * @param now the time, milliseconds of a clock that never goes back
     */
    public void begin(
            ByteBuffer packet,
            int start,
            int length,
            int mark,
            int ingressMtu,
            boolean checksumNotReady,
            boolean aggregate,
            long now) {
        this.in = packet;
        this.inStart = start;
        this.inLength = length;
        this.mark = mark;
        this.ingressMtu = ingressMtu;
        this.checksumNotReady = checksumNotReady;
        this.aggregate = aggregate;
        this.now = now;
        this.reply = false;
        this.pieces = 0;
    }

    /** How many packets leave: 1, or more when the translated packet is segmented or fragmented. */
    public int pieces() {
        return pieces;
    }

    /**
     * Writes the headers of one piece and makes {@link #headerLength}, {@link #payloadStart} and
     * {@link #payloadLength} speak of it.
     *
     * @param index which piece, 0 to {@link #pieces} - 1, in ascending order
     * @param destination where to; direct, big-endian
     * @param at index of the first octet to write; {@link #HEADERS_MAX} octets must follow
     */
    public void writePiece(int index, ByteBuffer destination, int at) {
        destination.put(at, headers, 0, headerLength);
    }

    /** Whether what is to be sent is IPv6. */
    public boolean out6() {
        return out6;
    }

    /**
     * Whether an ICMP error answers the dropped packet. It is one piece, starts with the ICMP header (no IP header: the
     * kernel adds it and chooses the source address), is of the input's IP version and goes to the input's source
     * address. For ICMPv4 its checksum is complete; for ICMPv6 it is left to the kernel.
     */
    public boolean hasReply() {
        return reply;
    }

    /** Octets of headers that {@link #writePiece} wrote. */
    public int headerLength() {
        return headerLength;
    }

    /** Index in the input buffer of the octets to send behind the headers. */
    public int payloadStart() {
        return payloadStart;
    }

    /** How many octets of the input to send behind the headers; may be 0. */
    public int payloadLength() {
        return payloadLength;
    }
}
