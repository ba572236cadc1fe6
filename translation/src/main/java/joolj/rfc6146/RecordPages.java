// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;

/**
 * Fixed-size records of 64-bit words, numbered from 0, in pages: growth adds a page and moves nothing. Freed records
 * are used again, the latest first. A freed record's words are zero but for the first, which links the free ones.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class RecordPages {
    /** No record. */
    static final int NONE = -1;

    private static final int PAGE_BITS = 12;
    private static final int PAGE_RECORDS = 1 << PAGE_BITS;
    private static final int IN_PAGE = PAGE_RECORDS - 1;
    private static final long UPPER = 0xffff_ffff_0000_0000L;
    private static final long LOWER = 0xffff_ffffL;

    private final int words;
    private long[][] pages = new long[0][];
    private int limit;
    private int free = NONE;
    private int count;

    /** @param words 64-bit words of a record, at least 1 */
    RecordPages(int words) {
        this.words = words;
    }

    /** Takes a record, all zero; allocates memory only if none was freed before. */
    int take() {
        int record = free;
        if (record == NONE) {
            record = limit;
            if ((record >>> PAGE_BITS) == pages.length) {
                long[][] more = Arrays.copyOf(pages, pages.length + 1);
                more[pages.length] = new long[PAGE_RECORDS * words];
                pages = more;
            }
            limit++;
        } else {
            free = (int) word(record, 0);
        }
        word(record, 0, 0);
        count++;
        return record;
    }

    /** Gives a record back. */
    void release(int record) {
        int at = (record & IN_PAGE) * words;
        Arrays.fill(pages[record >>> PAGE_BITS], at, at + words, 0);
        word(record, 0, free);
        free = record;
        count--;
    }

    /** How many records are taken. */
    int count() {
        return count;
    }

    /** One more than the greatest record that was ever taken. */
    int limit() {
        return limit;
    }

    long word(int record, int word) {
        return pages[record >>> PAGE_BITS][(record & IN_PAGE) * words + word];
    }

    void word(int record, int word, long value) {
        pages[record >>> PAGE_BITS][(record & IN_PAGE) * words + word] = value;
    }

    /** The upper 32 bits of a word. */
    int upper(int record, int word) {
        return (int) (word(record, word) >>> 32);
    }

    void upper(int record, int word, int value) {
        word(record, word, (long) value << 32 | (word(record, word) & LOWER));
    }

    /** The lower 32 bits of a word. */
    int lower(int record, int word) {
        return (int) word(record, word);
    }

    void lower(int record, int word, int value) {
        word(record, word, (word(record, word) & UPPER) | (value & LOWER));
    }
}
