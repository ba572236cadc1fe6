// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * The heads of a hash table's chains, growing by linear hashing: one bucket at a time, so that no insertion ever waits
 * for the whole table to be rearranged. The chains themselves are links in the table's records.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class Buckets {
    private static final int FIRST_BUCKETS = 1024;

    /** Each bucket's head with its bits inverted, so that zeroed memory says that there is none. */
    private final OffHeapPages heads;

    private int mask = FIRST_BUCKETS - 1;
    private int split;

    /**
     * @param ahead for how many buckets more than needed memory is taken
     * @throws OutOfMemoryError if there is no memory for an empty table
     */
    Buckets(int ahead) {
        heads = new OffHeapPages(Integer.BYTES, ahead);
        if (!heads.reserve(FIRST_BUCKETS, true)) {
            throw new OutOfMemoryError("no memory for an empty table");
        }
    }

    /** How many buckets there are. */
    int count() {
        return mask + 1 + split;
    }

    /** The bucket that a hash belongs to at present. */
    int bucketOf(int hash) {
        int bucket = hash & mask;
        return bucket < split ? hash & (mask << 1 | 1) : bucket;
    }

    int head(int bucket) {
        return ~heads.intAt(bucket, 0);
    }

    void head(int bucket, int record) {
        heads.intAt(bucket, 0, ~record);
    }

    /** Whether there is room for so many more buckets; takes memory for them if need be and allowed. */
    boolean hasRoom(int more, boolean mayTakeMemory) {
        return heads.reserve(count() + more, mayTakeMemory);
    }

    /**
     * Adds a bucket; {@link #hasRoom} must have been asked before. The table must then put every record of the returned
     * bucket where {@link #bucketOf} says.
     *
     * @return the bucket whose records may belong elsewhere now; its head is as before
     */
    int grow() {
        int shared = split;
        split++;
        if (split > mask) {
            mask = mask << 1 | 1;
            split = 0;
        }
        return shared;
    }
}
