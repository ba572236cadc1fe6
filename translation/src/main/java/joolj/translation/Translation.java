// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import joolj.wire.Checksum;
import joolj.wire.IcmpHeader;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;

/**
 * The state of the packet at hand: the input, the headers written for it, and what is to be sent. One object per
 * worker, confined to it and used again for every packet.
 *
 * <p>A worker calls {@link #begin}, then {@link Translator#translate}. After {@link Outcome#TRANSLATED} it sends
 * {@link #pieces} packets; after {@link Outcome#DROP} it sends an ICMP error if {@link #hasReply}. Either is sent as
 * headers, which {@link #writePiece} puts wherever the worker wants them, followed by octets of the input, which are
 * never copied. The input stays untouched, because an ICMP error may quote it.
 *
 * <p>Counting: the translator counts what it received and why a packet was dropped or handed back. The worker counts
 * what became of the rest: SUCCESS or DST_OUTPUT, and the ICMP errors.
 */
public final class Translation {
    /**
     * The largest number of octets that {@link #writePiece} writes. Only ICMP errors with extensions need more than 128.
     */
    public static final int HEADERS_MAX = 1280;

    /** {@link #checksumStart} of a packet whose checksum is complete. */
    public static final int CHECKSUM_READY = -1;

    private static final int WHOLE = 0;
    private static final int FRAGMENTS = 1;
    private static final int SEGMENTS = 2;

    private final Routes routes;
    private final Counters counters;
    private final boolean routed;
    private final Packet packet = new Packet();
    private final Packet inner = new Packet();
    private final OutgoingTuple outgoing = new OutgoingTuple();
    private final OutgoingTuple innerOutgoing = new OutgoingTuple();
    private final HeaderViews views = new HeaderViews();
    private final IcmpReply icmpReply = new IcmpReply();
    private final Fragments fragments = new Fragments();
    private final Segments segments = new Segments();

    private ByteBuffer headers = scratch();
    private ByteBuffer otherHeaders = scratch();

    private ByteBuffer in = otherHeaders;
    private int mark;
    private int ingressMtu;
    private boolean checksumNotReady;
    private boolean aggregate;
    private boolean hairpinning;
    private long now;

    private Reason reason = Reason.UNKNOWN;
    private Object productState;
    private int identifications;

    private boolean out6;
    private boolean reply;
    private int pieces;
    private int cut;
    private int wholeHeaderLength;
    private int wholePayloadStart;
    private int wholePayloadLength;
    private int segmentSize;
    private int checksumStart;
    private int checksumOffset;
    private int headerLength;
    private int payloadStart;
    private int payloadLength;

    /**
     * @param routes the routing of the worker's namespace
     * @param counters the worker's counters
     */
    public Translation(Routes routes, Counters counters) {
        this(routes, counters, false);
    }

    /**
     * @param routes the routing of the worker's namespace
     * @param counters the worker's counters
     * @param routed see {@link #routed}
     */
    public Translation(Routes routes, Counters counters, boolean routed) {
        this.routes = routes;
        this.counters = counters;
        this.routed = routed;
    }

    private static ByteBuffer scratch() {
        return ByteBuffer.allocateDirect(HEADERS_MAX).order(ByteOrder.BIG_ENDIAN);
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
        this.packet.locate(packet, start, start + length);
        this.mark = mark;
        this.ingressMtu = ingressMtu;
        this.checksumNotReady = checksumNotReady;
        this.aggregate = aggregate;
        this.hairpinning = false;
        this.now = now;
        this.reply = false;
        this.pieces = 0;
    }

    // ---- For the worker, after the translation.

    /** How many packets leave: 1, or more when the translated packet is segmented or fragmented. */
    public int pieces() {
        return pieces;
    }

    /**
     * Writes the headers of one piece and makes {@link #headerLength}, {@link #payloadStart} and
     * {@link #payloadLength} speak of it.
     *
     * @param index which piece, 0 to {@link #pieces} - 1
     * @param destination where to; direct, big-endian
     * @param at index of the first octet to write; {@link #HEADERS_MAX} octets must follow, of which
     *     {@link #headerLength} are written and none of the others touched
     */
    public void writePiece(int index, ByteBuffer destination, int at) {
        if (cut == FRAGMENTS) {
            fragments.write(index, headers, destination, at);
            headerLength = fragments.headerLength(index);
            payloadStart = wholePayloadStart + fragments.payloadStart(index);
            payloadLength = fragments.payloadLength(index);
        } else if (cut == SEGMENTS) {
            headerLength = wholeHeaderLength;
            payloadStart = wholePayloadStart + segments.payloadStart(index);
            payloadLength = segments.payloadLength(index);
            segments.write(index, headers, in, payloadStart, destination, at);
        } else {
            headerLength = wholeHeaderLength;
            payloadStart = wholePayloadStart;
            payloadLength = wholePayloadLength;
            destination.put(at, headers, 0, headerLength);
        }
    }

    /** Whether what is to be sent is IPv6. */
    public boolean out6() {
        return out6;
    }

    /**
     * Octets of payload in each segment that an aggregate is to be cut into, or 0 if the packet is to be sent as it is;
     * only {@link #routed} packets are left to be cut.
     */
    public int segmentSize() {
        return segmentSize;
    }

    /**
     * Where the checksum's part of the packet starts, octets from the packet's first one, if the checksum field holds
     * only the pseudo-header's sum; else {@link #CHECKSUM_READY}. Only those of {@link #routed} packets are left so.
     */
    public int checksumStart() {
        return checksumStart;
    }

    /** Where the checksum field is, octets from {@link #checksumStart}; meaningless without one. */
    public int checksumOffset() {
        return checksumOffset;
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

    /** Why the packet was dropped or handed back; meaningless after {@link Outcome#TRANSLATED}. */
    public Reason reason() {
        return reason;
    }

    // ---- For the translator and the sections.

    /** The packet to translate. */
    public Packet packet() {
        return packet;
    }

    /** The packet that it quotes, if it is an ICMP error. */
    public Packet inner() {
        return inner;
    }

    /** The addresses and ports of the translated packet. */
    public OutgoingTuple outgoing() {
        return outgoing;
    }

    /** The addresses and ports of the packet that it quotes, if it is an ICMP error. */
    public OutgoingTuple innerOutgoing() {
        return innerOutgoing;
    }

    /** Where the sections write the translated headers, from index 0 on. */
    public ByteBuffer headers() {
        return headers;
    }

    /** What the sections write headers through. */
    public HeaderViews views() {
        return views;
    }

    /** Holds the packet as it was received. */
    public ByteBuffer in() {
        return in;
    }

    /** The routing of the worker's namespace. */
    public Routes routes() {
        return routes;
    }

    /** The worker's counters. */
    public Counters counters() {
        return counters;
    }

    /** The packet's mark, SO_MARK's 32 bits. */
    public int mark() {
        return mark;
    }

    /** MTU of the link it came from, octets, or 65535 if unknown. */
    public int ingressMtu() {
        return ingressMtu;
    }

    /** Whether the TCP or UDP checksum field holds only the pseudo-header's sum. */
    public boolean checksumNotReady() {
        return checksumNotReady;
    }

    /** Whether the packet is several TCP segments joined by segmentation offload. */
    public boolean aggregate() {
        return aggregate;
    }

    /**
     * Whether the kernel routes what is sent here like a packet that came from a link. Then it takes one off the hop
     * limit, cuts aggregates and completes checksums, which are therefore left as they are.
     */
    public boolean routed() {
        return routed;
    }

    /** The hop limit or TTL of the translated packet: translator and kernel are one hop together. */
    public int nextHopLimit() {
        return hairpinning || routed ? packet.ttl() : packet.ttl() - 1;
    }

    /** Whether this is the second pass of a hairpinned packet, see {@link #hairpin}. */
    public boolean hairpinning() {
        return hairpinning;
    }

    /** The time, milliseconds of a clock that never goes back. */
    public long now() {
        return now;
    }

    /** What the product keeps per worker besides this object, or null if nothing was kept yet. */
    public Object productState() {
        return productState;
    }

    /** Keeps an object for {@link #productState}. */
    public void productState(Object state) {
        this.productState = state;
    }

    /**
     * Hands the packet back to the kernel untouched.
     *
     * @return {@link Outcome#ACCEPT}
     */
    public Outcome accept(Reason why) {
        reason = why;
        counters.increment(why);
        pieces = 0;
        return Outcome.ACCEPT;
    }

    /**
     * Drops the packet silently.
     *
     * @return {@link Outcome#DROP}
     */
    public Outcome drop(Reason why) {
        reason = why;
        counters.increment(why);
        pieces = 0;
        return Outcome.DROP;
    }

    /**
     * Drops the packet and answers it with an ICMP error of its own IP version, unless such an answer is forbidden: to
     * an error, to a fragment other than the first, to multicast, from an address that is no single host. The second
     * pass of hairpinning never answers.
     *
     * @param type ICMP or ICMPv6 type
     * @param code ICMP or ICMPv6 code
     * @param rest the second word of the ICMP header
     * @return {@link Outcome#DROP}
     */
    public Outcome dropWithIcmp(Reason why, int type, int code, int rest) {
        drop(why);
        if (!hairpinning && IcmpReply.isAllowed(packet)) {
            out6 = packet.version == 6;
            int quoted = icmpReply.write(headers, packet, type, code, rest);
            emit(out6, IcmpHeader.LENGTH, packet.start, quoted);
            reply = true;
        }
        return Outcome.DROP;
    }

    /**
     * Sends one packet.
     *
     * @param ipv6 whether it is IPv6
     * @param headerOctets how many octets of {@link #headers} it starts with
     * @param from index in {@link #in} of the octets that follow
     * @param octets how many follow
     */
    public void emit(boolean ipv6, int headerOctets, int from, int octets) {
        out6 = ipv6;
        cut = WHOLE;
        wholeHeaderLength = headerOctets;
        wholePayloadStart = from;
        wholePayloadLength = octets;
        segmentSize = 0;
        checksumStart = CHECKSUM_READY;
        pieces = 1;
    }

    /**
     * Says that the checksum of what was emitted is to be completed by whoever routes it.
     *
     * @param start octets from the packet's first one to the transport header
     * @param offset octets from there to the checksum field
     */
    public void leaveChecksum(int start, int offset) {
        checksumStart = start;
        checksumOffset = offset;
    }

    /** The number of octets that {@link #emit} was told to take from {@link #headers}. */
    public int emittedHeaders() {
        return wholeHeaderLength;
    }

    /** The sum of the octets that {@link #emit} was told to take, from an index of {@link #headers} on. */
    public long emittedSum(int from) {
        return Checksum.sum(headers, from, wholeHeaderLength - from)
                + Checksum.sum(in, wholePayloadStart, wholePayloadLength);
    }

    /** The number of octets that {@link #emit} was told to take, headers and others. */
    public int emittedLength() {
        return wholeHeaderLength + wholePayloadLength;
    }

    /**
     * Sends a packet in fragments. Its headers must start with IPv6 and Fragment header, or with an IPv4 header without
     * options.
     *
     * @param ipv6 whether it is IPv6
     * @param headerOctets how many octets of {@link #headers} the packet starts with
     * @param from index in {@link #in} of the octets that follow
     * @param octets how many follow
     * @param mtu largest fragment, octets: IPv6 at least 1280, IPv4 at least 68
     */
    public void emitFragments(boolean ipv6, int headerOctets, int from, int octets, int mtu) {
        emit(ipv6, headerOctets, from, octets);
        cut = FRAGMENTS;
        pieces = fragments.prepare(ipv6, headers, headerOctets, octets, mtu);
    }

    /**
     * An identification for the fragments of an IPv4 packet, 1 to 65535. Between the same addresses and ports it comes
     * again after 65535 others at the earliest.
     */
    public int nextIdentification() {
        identifications = (identifications + 1) & 0xffff;
        long base = outgoing.addressSum4() + ((long) outgoing.sourcePort << 3) + outgoing.destinationPort;
        return (int) ((base + identifications) % 0xffff) + 1;
    }

    /**
     * Sends a TCP packet in segments. Its headers must be an IP header without options or extension headers and the
     * whole TCP header.
     *
     * @param ipv6 whether it is IPv6
     * @param headerOctets how many octets of {@link #headers} the packet starts with
     * @param from index in {@link #in} of the octets that follow
     * @param octets how many follow
     * @param limit largest segment, octets
     * @param dontFragmentAbove IPv4: the largest total length, octets, that is sent without DF
     * @return whether there is room for payload within the limit; otherwise nothing is sent
     */
    public boolean emitSegments(
            boolean ipv6, int headerOctets, int from, int octets, int limit, int dontFragmentAbove) {
        emit(ipv6, headerOctets, from, octets);
        if (routed) {
            return leaveToBeCut(ipv6, limit - headerOctets, limit > dontFragmentAbove);
        }
        int ipOctets = ipv6 ? Ipv6Header.LENGTH : Ipv4Header.LENGTH;
        cut = SEGMENTS;
        pieces = segments.prepare(headers, ipOctets, headerOctets, octets, limit, dontFragmentAbove);
        return pieces > 0;
    }

    private boolean leaveToBeCut(boolean ipv6, int size, boolean dontFragment) {
        segmentSize = size;
        pieces = size > 0 ? 1 : 0;
        if (!ipv6 && !dontFragment) {
            // The kernel numbers the segments on from here.
            views.ipv4
                    .wrap(headers, 0)
                    .identification(nextIdentification())
                    .fragmentation(false, false, 0)
                    .computeHeaderChecksum();
        }
        return pieces > 0;
    }

    /**
     * Takes what would have been sent as the packet to translate: hairpinning, RFC 6146 § 3.8. Its readers come next.
     */
    public void hairpin() {
        ByteBuffer written = headers;
        headers = otherHeaders;
        otherHeaders = written;
        packet.locate(written, 0, wholeHeaderLength, in, wholePayloadStart, wholePayloadLength);
        hairpinning = true;
        checksumNotReady = checksumNotReady && (cut == SEGMENTS || checksumStart != CHECKSUM_READY);
        pieces = 0;
    }
}
