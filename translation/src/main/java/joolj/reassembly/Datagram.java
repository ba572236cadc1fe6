// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.reassembly;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A datagram in pieces. A fixed number of these exists; each is used again and again. Confined to its worker. */
final class Datagram {
    /** How many fragments a datagram may come in: 65535 octets in packets of 576 are 119. */
    static final int FRAGMENTS = 128;

    /** Octets of headers, without the fragment header, that a datagram may have. */
    static final int HEADERS = 512;

    private static final int CHUNKS = 65_536 / ChunkStore.CHUNK;
    private static final int UNKNOWN = -1;

    private final ChunkStore store;
    private final ByteBuffer headers = ByteBuffer.allocateDirect(HEADERS);
    private final int[] chunks = new int[CHUNKS];
    private final int[] starts = new int[FRAGMENTS];
    private final int[] ends = new int[FRAGMENTS];

    private boolean is6;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int identification;
    private int protocol;

    private int fragments;
    private int received;
    private int total;
    private int headerLength;
    private int nextHeaderAt;
    private int nextHeader;
    private int ecnSeen;
    private int largest;
    private boolean largestHasDf;
    private boolean hopeless;
    private int held;

    /** The hash chain it is in. */
    int hashBucket;

    /** Next in the hash chain, or in the list of those not in use. */
    Datagram nextInChain;

    /** Neighbours in the list of those that are in use, by age. */
    Datagram older;

    Datagram newer;

    /** When the first of its fragments arrived, milliseconds. */
    long since;

    Datagram(ChunkStore store) {
        this.store = store;
        Arrays.fill(chunks, ChunkStore.NONE);
    }

    /** Begins with the key of a fragment. */
    void begin(Fragment fragment, long now) {
        is6 = fragment.is6;
        sourceHigh = fragment.sourceHigh;
        sourceLow = fragment.sourceLow;
        destinationHigh = fragment.destinationHigh;
        destinationLow = fragment.destinationLow;
        identification = fragment.identification;
        protocol = fragment.protocol;
        since = now;
        fragments = 0;
        received = 0;
        total = UNKNOWN;
        headerLength = UNKNOWN;
        ecnSeen = 0;
        largest = 0;
        largestHasDf = false;
        hopeless = false;
    }

    /** Whether a fragment belongs to this datagram; RFC 791 § 3.2, RFC 8200 § 4.5. */
    boolean owns(Fragment fragment) {
        return identification == fragment.identification
                && sourceLow == fragment.sourceLow
                && destinationLow == fragment.destinationLow
                && sourceHigh == fragment.sourceHigh
                && destinationHigh == fragment.destinationHigh
                && is6 == fragment.is6
                && (is6 || protocol == fragment.protocol);
    }

    boolean is6() {
        return is6;
    }

    /** Whether a fragment has the same source: IPv4 address, or /64 of IPv6, which is one node's or one network's. */
    boolean isFromSourceOf(Fragment fragment) {
        return is6 == fragment.is6 && sourceHigh == fragment.sourceHigh && (is6 || sourceLow == fragment.sourceLow);
    }

    /** Chunks that its pieces occupy. */
    int chunksHeld() {
        return held;
    }

    int identification() {
        return identification;
    }

    /** Octets of the largest fragment, IP header included. */
    int largest() {
        return largest;
    }

    /** Whether all further fragments are to be dropped. */
    boolean isHopeless() {
        return hopeless;
    }

    /** Gives up: the memory is free for others, and what is yet to come of this datagram will be dropped. */
    void giveUp() {
        hopeless = true;
        releaseChunks();
    }

    void releaseChunks() {
        for (int i = 0; i < CHUNKS; i++) {
            if (chunks[i] != ChunkStore.NONE) {
                store.release(chunks[i]);
                chunks[i] = ChunkStore.NONE;
            }
        }
        held = 0;
    }

    /** How a fragment goes with those that are here: null if it can be added. */
    FragmentFate conflict(Fragment fragment, ByteBuffer packet) {
        int start = fragment.offset;
        int end = start + fragment.dataLength;
        for (int i = 0; i < fragments; i++) {
            if (starts[i] == start && ends[i] == end && fragment.more == (end != total) && holds(fragment, packet)) {
                return FragmentFate.DUPLICATE;
            }
            if (starts[i] < end && start < ends[i]) {
                return FragmentFate.OVERLAPPING;
            }
            if (!fragment.more && ends[i] > end) {
                return FragmentFate.OVERLAPPING;
            }
        }
        if (total != UNKNOWN && (end > total || !fragment.more)) {
            return FragmentFate.OVERLAPPING;
        }
        boolean longHeaders = start == 0 && fragment.headerLength > HEADERS;
        return fragments == FRAGMENTS || longHeaders ? FragmentFate.TOO_MANY : null;
    }

    private boolean holds(Fragment fragment, ByteBuffer packet) {
        int at = fragment.offset;
        int end = at + fragment.dataLength;
        int from = fragment.dataStart;
        while (at < end) {
            int length = Math.min(end - at, ChunkStore.CHUNK - at % ChunkStore.CHUNK);
            if (!store.holds(chunks[at / ChunkStore.CHUNK], at % ChunkStore.CHUNK, packet, from, length)) {
                return false;
            }
            at += length;
            from += length;
        }
        return true;
    }

    /** How many chunks a fragment needs that are not here yet. */
    int chunksFor(Fragment fragment) {
        int needed = 0;
        int last = (fragment.offset + fragment.dataLength - 1) / ChunkStore.CHUNK;
        for (int i = fragment.offset / ChunkStore.CHUNK; i <= last; i++) {
            needed += chunks[i] == ChunkStore.NONE ? 1 : 0;
        }
        return needed;
    }

    /** Adds a fragment; {@link #conflict} must have found none, and the chunks must be available. */
    void add(Fragment fragment, ByteBuffer packet, int packetStart) {
        starts[fragments] = fragment.offset;
        ends[fragments] = fragment.offset + fragment.dataLength;
        fragments++;
        received += fragment.dataLength;
        ecnSeen |= 1 << fragment.ecn;
        if (fragment.packetLength > largest) {
            largest = fragment.packetLength;
            largestHasDf = fragment.df;
        }
        if (!fragment.more) {
            total = fragment.offset + fragment.dataLength;
        }
        if (fragment.offset == 0) {
            headerLength = fragment.headerLength;
            nextHeaderAt = fragment.nextHeaderAt;
            nextHeader = fragment.protocol;
            headers.put(0, packet, packetStart, headerLength);
        }
        int at = fragment.offset;
        int from = fragment.dataStart;
        int end = at + fragment.dataLength;
        while (at < end) {
            int index = at / ChunkStore.CHUNK;
            if (chunks[index] == ChunkStore.NONE) {
                chunks[index] = store.take();
                held++;
            }
            int length = Math.min(end - at, ChunkStore.CHUNK - at % ChunkStore.CHUNK);
            store.write(chunks[index], at % ChunkStore.CHUNK, packet, from, length);
            at += length;
            from += length;
        }
    }

    /** Whether all pieces are here. */
    boolean isComplete() {
        return received == total;
    }

    /** Whether the congestion marks of the pieces can belong to one datagram; RFC 3168 § 5.3. */
    boolean hasPlausibleMarks() {
        return (ecnSeen & 0b1000) == 0 || (ecnSeen & 0b0001) == 0;
    }

    /**
     * Writes the datagram as one packet; it must be complete.
     *
     * @return octets written, or -1 if the headers do not leave room for the data
     */
    int writeTo(ByteBuffer out) {
        int length = headerLength + total;
        if (length > 65_535 + (is6 ? 40 : 0)) {
            return -1;
        }
        out.put(0, headers, 0, headerLength);
        int at = 0;
        while (at < total) {
            int part = Math.min(total - at, ChunkStore.CHUNK);
            store.read(chunks[at / ChunkStore.CHUNK], 0, out, headerLength + at, part);
            at += part;
        }
        boolean congested = (ecnSeen & 0b1000) != 0;
        if (is6) {
            finish6(out, length, congested);
        } else {
            finish4(out, length, congested);
        }
        return length;
    }

    private void finish6(ByteBuffer out, int length, boolean congested) {
        out.putShort(4, (short) (length - 40));
        out.put(nextHeaderAt, (byte) nextHeader);
        if (congested) {
            out.putInt(0, out.getInt(0) | 3 << 20);
        }
    }

    private void finish4(ByteBuffer out, int length, boolean congested) {
        out.putShort(2, (short) length);
        out.putShort(6, (short) (largestHasDf ? 0x4000 : 0));
        if (congested) {
            out.put(1, (byte) (out.get(1) | 3));
        }
        out.putShort(10, (short) 0);
        int sum = 0;
        for (int i = 0; i < headerLength; i += 2) {
            sum += out.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        out.putShort(10, (short) ~sum);
    }
}
