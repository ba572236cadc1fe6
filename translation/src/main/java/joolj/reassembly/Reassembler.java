// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.reassembly;

import java.nio.ByteBuffer;

/**
 * Puts fragmented IPv4 and IPv6 datagrams together; RFC 6146 § 3.4. Confined to its worker.
 *
 * <p>The caller gives it fragments whose destination is the translator's. Fragments may come in any order. When a new
 * datagram or piece finds no room, the oldest datagram is dropped: pieces of one datagram usually follow each other
 * closely, so a flood of lone fragments pushes out mostly itself. A source that has a quarter of the datagrams or of the
 * memory already drops its own oldest, so that a single one cannot push out everybody else's.
 *
 * <p>Deviation from RFC 8200 § 4.5: nothing is answered with ICMPv6 errors, neither time-outs nor malformed fragments;
 * a translator is not the destination. Deviation from RFC 791 § 3.2: overlapping IPv4 fragments are treated as IPv6's.
 */
public final class Reassembler {
    /** Octets of the largest reassembled packet. */
    public static final int PACKET_MAX = 40 + 65_535;

    /** A source may have one part in so many before it has to make room for itself. */
    private static final int FAIR_SHARE = 4;

    private final ReassemblyLimits limits;
    private final ReassemblyObserver observer;
    private final ChunkStore store;
    private final Datagram[] buckets;
    private final Fragment fragment = new Fragment();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(PACKET_MAX);

    /** Those in use, by age: of IPv4, of IPv6. */
    private final Datagram[] oldest = new Datagram[2];

    private final Datagram[] newest = new Datagram[2];

    private Datagram unused;
    private int inUse;
    private int length;
    private int largestFragment;
    private int identification;

    /**
     * @param limits how much memory is taken, for how long
     * @param observer learns which datagrams are dropped unfinished
     */
    public Reassembler(ReassemblyLimits limits, ReassemblyObserver observer) {
        this.limits = limits;
        this.observer = observer;
        this.store = new ChunkStore(limits.octets());
        this.buckets = new Datagram[Integer.highestOneBit(2 * limits.datagrams() - 1)];
        for (int i = 0; i < limits.datagrams(); i++) {
            Datagram datagram = new Datagram(store);
            datagram.nextInChain = unused;
            unused = datagram;
        }
    }

    /**
     * Whether a packet is a fragment of either IP version, that is, not a whole datagram. Atomic fragments are none.
     *
     * @param packet holds the packet; big-endian, read by absolute index only
     * @param start index of its IP header
     * @param length octets of the packet
     */
    public static boolean isFragment(ByteBuffer packet, int start, int length) {
        return Fragment.isFragment(packet, start, length);
    }

    /**
     * Takes a fragment.
     *
     * @param in holds the packet; big-endian, read by absolute index only; not needed any more afterwards
     * @param start index of its IP header
     * @param octets octets of the packet, 0 to 65575
     * @param now milliseconds of a clock that never goes back
     */
    public FragmentFate add(ByteBuffer in, int start, int octets, long now) {
        expire(now);
        FragmentFate defect = fragment.parse(in, start, octets);
        if (defect != null) {
            return defect;
        }
        Datagram datagram = find();
        if (datagram == null) {
            datagram = begin(now);
        }
        if (datagram.isHopeless()) {
            return FragmentFate.OVERLAPPING;
        }
        FragmentFate conflict = datagram.conflict(fragment, in);
        if (conflict == FragmentFate.DUPLICATE) {
            return conflict;
        }
        if (conflict != null) {
            datagram.giveUp();
            return conflict;
        }
        makeRoom(datagram);
        datagram.add(fragment, in, start);
        return datagram.isComplete() ? finish(datagram) : FragmentFate.KEPT;
    }

    private int bucket() {
        return fragment.hash() & (buckets.length - 1);
    }

    private Datagram find() {
        Datagram datagram = buckets[bucket()];
        while (datagram != null && !datagram.owns(fragment)) {
            datagram = datagram.nextInChain;
        }
        return datagram;
    }

    private Datagram begin(long now) {
        if (unused == null) {
            giveUp(victim(null), ReassemblyObserver.Cause.DATAGRAMS);
        }
        Datagram datagram = unused;
        unused = datagram.nextInChain;
        datagram.begin(fragment, now);
        int bucket = bucket();
        datagram.hashBucket = bucket;
        datagram.nextInChain = buckets[bucket];
        buckets[bucket] = datagram;
        int family = datagram.is6() ? 1 : 0;
        datagram.older = newest[family];
        datagram.newer = null;
        if (newest[family] == null) {
            oldest[family] = datagram;
        } else {
            newest[family].newer = datagram;
        }
        newest[family] = datagram;
        inUse++;
        return datagram;
    }

    /** Drops others, the oldest first, until a datagram's new piece fits; a single datagram always does. */
    private void makeRoom(Datagram datagram) {
        while (store.available() < datagram.chunksFor(fragment)) {
            giveUp(victim(datagram), ReassemblyObserver.Cause.OCTETS);
        }
    }

    /** Ends an unfinished datagram; what became of a hopeless one was told before. */
    private void giveUp(Datagram datagram, ReassemblyObserver.Cause cause) {
        boolean told = datagram.isHopeless();
        boolean ipv6 = datagram.is6();
        end(datagram);
        if (!told) {
            observer.gaveUp(ipv6, cause);
        }
    }

    /** The datagram that has to go to make room for the fragment at hand; there must be one besides {@code except}. */
    private Datagram victim(Datagram except) {
        Datagram own = null;
        int datagrams = 0;
        int chunks = 0;
        Datagram candidate = oldest[fragment.is6 ? 1 : 0];
        while (candidate != null) {
            if (candidate.isFromSourceOf(fragment)) {
                datagrams++;
                chunks += candidate.chunksHeld();
                own = own == null && candidate != except ? candidate : own;
            }
            candidate = candidate.newer;
        }
        boolean large = datagrams >= limits.datagrams() / FAIR_SHARE
                || chunks >= limits.octets() / ChunkStore.CHUNK / FAIR_SHARE;
        return own != null && large ? own : eldest(except);
    }

    /** The datagram that began first, of those that are not {@code except}; there must be one. */
    private Datagram eldest(Datagram except) {
        Datagram eldest = null;
        for (Datagram head : oldest) {
            Datagram candidate = head == except && head != null ? head.newer : head;
            if (candidate != null && (eldest == null || candidate.since < eldest.since)) {
                eldest = candidate;
            }
        }
        return eldest;
    }

    private FragmentFate finish(Datagram datagram) {
        length = datagram.hasPlausibleMarks() ? datagram.writeTo(packet) : -1;
        largestFragment = datagram.largest();
        identification = datagram.identification();
        if (length < 0) {
            datagram.giveUp();
            return FragmentFate.MALFORMED;
        }
        end(datagram);
        return FragmentFate.COMPLETE;
    }

    private void end(Datagram datagram) {
        datagram.releaseChunks();
        int bucket = datagram.hashBucket;
        if (buckets[bucket] == datagram) {
            buckets[bucket] = datagram.nextInChain;
        } else {
            Datagram at = buckets[bucket];
            while (at.nextInChain != datagram) {
                at = at.nextInChain;
            }
            at.nextInChain = datagram.nextInChain;
        }
        int family = datagram.is6() ? 1 : 0;
        if (datagram.older == null) {
            oldest[family] = datagram.newer;
        } else {
            datagram.older.newer = datagram.newer;
        }
        if (datagram.newer == null) {
            newest[family] = datagram.older;
        } else {
            datagram.newer.older = datagram.older;
        }
        datagram.older = null;
        datagram.newer = null;
        datagram.nextInChain = unused;
        unused = datagram;
        inUse--;
    }

    /**
     * Drops the datagrams whose time is over. {@link #add} does so too; a worker without traffic calls it now and then.
     *
     * @param now milliseconds of a clock that never goes back
     * @return how many
     */
    public int expire(long now) {
        return expire(0, now - limits.timeout4()) + expire(1, now - limits.timeout6());
    }

    private int expire(int family, long before) {
        int ended = 0;
        while (oldest[family] != null && oldest[family].since <= before) {
            giveUp(oldest[family], ReassemblyObserver.Cause.TIME);
            ended++;
        }
        return ended;
    }

    /**
     * The datagram that the last {@link #add} completed, from index 0, as a packet that never was fragmented: without
     * fragment header (IPv6), with length, flags and header checksum set (IPv4: DF if the largest fragment had it). Direct,
     * big-endian, owned by this object: valid until the next {@link #add}.
     */
    public ByteBuffer packet() {
        return packet;
    }

    /** Octets of {@link #packet}. */
    public int length() {
        return length;
    }

    /** Octets of the largest fragment of {@link #packet}, IP header included. */
    public int largestFragment() {
        return largestFragment;
    }

    /** The identification of the fragments of {@link #packet}: 16 bits for IPv4, 32 for IPv6. */
    public int identification() {
        return identification;
    }

    /** How many datagrams are in pieces now. */
    public int incomplete() {
        return inUse;
    }
}
