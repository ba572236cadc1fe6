// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;

/**
 * The heads of a hash table's chains, growing by linear hashing: one bucket at a time, so that no insertion ever waits
 * for the whole table to be rearranged. The chains themselves are links in the table's records.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class Buckets {
    private static final int PAGE_BITS = 10;
    private static final int PAGE_BUCKETS = 1 << PAGE_BITS;
    private static final int IN_PAGE = PAGE_BUCKETS - 1;

    private int[][] pages = {emptyPage()};
    private int mask = PAGE_BUCKETS - 1;
    private int split;

    private static int[] emptyPage() {
        int[] page = new int[PAGE_BUCKETS];
        Arrays.fill(page, RecordPages.NONE);
        return page;
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
        return pages[bucket >>> PAGE_BITS][bucket & IN_PAGE];
    }

    void head(int bucket, int record) {
        pages[bucket >>> PAGE_BITS][bucket & IN_PAGE] = record;
    }

    /**
     * Adds a bucket. The table must then put every record of the returned bucket where {@link #bucketOf} says.
     *
     * @return the bucket whose records may belong elsewhere now; its head is as before
     */
    int grow() {
        int added = count();
        if ((added >>> PAGE_BITS) == pages.length) {
            int[][] more = Arrays.copyOf(pages, pages.length + 1);
            more[pages.length] = emptyPage();
            pages = more;
        }
        int shared = split;
        split++;
        if (split > mask) {
            mask = mask << 1 | 1;
            split = 0;
        }
        return shared;
    }
}
