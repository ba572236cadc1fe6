// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.nio.ByteBuffer;

/**
 * The IPv4 SYNs that are kept in case an IPv6 SYN meets them (simultaneous open; RFC 6146 § 3.5.2.2). Type 1 came
 * without a BIB entry: the packet is all there is, and its time runs here. Type 2 came with one, under
 * address-dependent filtering: a session in V4_INIT goes with it, and its time runs there.
 *
 * <p>Few and rare, therefore objects, made only when a SYN is kept. Not thread-safe: TCP's lock guards it.
 */
final class StoredSyns {
    /** Octets of a SYN that are kept: what an ICMPv4 error of 576 octets can quote; RFC 1812 § 4.3.2.3. */
    static final int QUOTED_OCTETS = 576 - 20 - 8;

    /** A kept SYN. */
    static final class Syn {
        final int remote4;
        final int remote4Port;
        final int local4;
        final int local4Port;
        final long local6High;
        final long local6Low;
        final int mark;
        final boolean hasSession;
        final long storedAt;
        final byte[] octets;

        private Syn next;
        private Syn older;
        private Syn newer;

        private Syn(Flow flow, boolean hasSession, long storedAt) {
            this.remote4 = flow.remote4;
            this.remote4Port = flow.remote4Port;
            this.local4 = flow.local4;
            this.local4Port = flow.local4Port;
            this.local6High = flow.local6High;
            this.local6Low = flow.local6Low;
            this.mark = flow.mark;
            this.hasSession = hasSession;
            this.storedAt = storedAt;
            this.octets = octetsOf(flow);
        }

        private static byte[] octetsOf(Flow flow) {
            ByteBuffer packet = flow.packet;
            byte[] octets = new byte[packet == null ? 0 : Math.min(flow.packetLength, QUOTED_OCTETS)];
            if (packet != null) {
                packet.get(flow.packetStart, octets);
            }
            return octets;
        }
    }

    private final KeyedHash hash;
    private Syn[] buckets = new Syn[16];
    private int count;
    /** The ends of the list of type 1, in the order of arrival. */
    private Syn oldest;

    private Syn newest;

    StoredSyns(KeyedHash hash) {
        this.hash = hash;
    }

    /** How many are kept, of both types. */
    int count() {
        return count;
    }

    /** Those with one IPv4 sender share a bucket, since an IPv6 SYN knows only that. */
    private int bucketOf(int remote4, int remote4Port) {
        return hash.hash32(remote4, remote4Port, 0) & (buckets.length - 1);
    }

    /** The SYN with these transport addresses, or null. */
    Syn find(int remote4, int remote4Port, int local4, int local4Port) {
        Syn syn = first(remote4, remote4Port);
        while (syn != null && (syn.local4 != local4 || syn.local4Port != local4Port)) {
            syn = next(syn);
        }
        return syn;
    }

    /** A SYN from an IPv4 transport address, or null; {@link #next} finds the others. */
    Syn first(int remote4, int remote4Port) {
        if (count == 0) {
            return null;
        }
        return from(buckets[bucketOf(remote4, remote4Port)], remote4, remote4Port);
    }

    /** Another SYN from the same IPv4 transport address, or null. */
    Syn next(Syn syn) {
        return from(syn.next, syn.remote4, syn.remote4Port);
    }

    private static Syn from(Syn start, int remote4, int remote4Port) {
        Syn syn = start;
        while (syn != null && (syn.remote4 != remote4 || syn.remote4Port != remote4Port)) {
            syn = syn.next;
        }
        return syn;
    }

    /** Keeps a SYN; {@link #find} must not know it. */
    void add(Flow flow, boolean hasSession, long now) {
        if (count == buckets.length) {
            enlarge();
        }
        Syn syn = new Syn(flow, hasSession, now);
        push(syn);
        count++;
        if (hasSession) {
            return;
        }
        syn.older = newest;
        if (newest == null) {
            oldest = syn;
        } else {
            newest.newer = syn;
        }
        newest = syn;
    }

    private void push(Syn syn) {
        int bucket = bucketOf(syn.remote4, syn.remote4Port);
        syn.next = buckets[bucket];
        buckets[bucket] = syn;
    }

    private void enlarge() {
        Syn[] before = buckets;
        buckets = new Syn[before.length * 2];
        for (Syn head : before) {
            Syn syn = head;
            while (syn != null) {
                Syn next = syn.next;
                push(syn);
                syn = next;
            }
        }
    }

    /** Lets go of a SYN. */
    void remove(Syn syn) {
        int bucket = bucketOf(syn.remote4, syn.remote4Port);
        if (buckets[bucket] == syn) {
            buckets[bucket] = syn.next;
        } else {
            Syn at = buckets[bucket];
            while (at.next != syn) {
                at = at.next;
            }
            at.next = syn.next;
        }
        count--;
        if (!syn.hasSession) {
            unlink(syn);
        }
    }

    private void unlink(Syn syn) {
        if (syn.older == null) {
            oldest = syn.newer;
        } else {
            syn.older.newer = syn.newer;
        }
        if (syn.newer == null) {
            newest = syn.older;
        } else {
            syn.newer.older = syn.older;
        }
    }

    /** The SYN of type 1 that was kept first, or null; {@link #newerThan} finds the others. */
    Syn oldest() {
        return oldest;
    }

    /** The SYN of type 1 that was kept next, or null. */
    static Syn newerThan(Syn syn) {
        return syn.newer;
    }
}
