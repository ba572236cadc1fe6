// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Memory for elements of one size, numbered from 0, outside the Java heap, where no garbage collection has to mark or
 * move it. It is taken in pages as elements are needed, never all at once: the longest that anybody waits for it is the
 * time to clear one page. New memory is zero. Elements start at multiples of their size, the first one at a multiple of
 * {@value #LINE} octets, so that elements of that size are one line of the processor's cache each.
 *
 * <p>The first page starts small and is copied into a larger one a few times, so that small tables take little.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class OffHeapPages {
    /** Octets of a line of the processor's cache, as nearly everywhere. */
    static final int LINE = 64;

    /** Octets of a page at most. */
    private static final int PAGE_OCTETS = 1 << 20;

    /** Octets of the first page to begin with, at least, and by what it grows. */
    private static final int FIRST_OCTETS = 1 << 12;

    private static final int FIRST_GROWTH_BITS = 3;

    private final int octets;
    private final int ahead;
    private final int pageBits;
    private final int inPage;
    private ByteBuffer[] pages = {};
    private int capacity;

    /**
     * @param octets of an element: 4, or a multiple of 8 up to {@value #LINE}
     * @param ahead for how many elements more than needed memory is taken; other numbers for memories that grow together
     *     have them take their pages one after another, not all while one packet waits
     */
    OffHeapPages(int octets, int ahead) {
        this.octets = octets;
        this.ahead = ahead;
        this.pageBits = 31 - Integer.numberOfLeadingZeros(PAGE_OCTETS / octets);
        this.inPage = (1 << pageBits) - 1;
    }

    /**
     * Makes room for elements.
     *
     * @param elements how many there must be room for, 0 to 2^30
     * @param mayTakeMemory whether memory may be taken for it
     * @return whether there is room; if not, there is no more memory for tables
     */
    boolean reserve(int elements, boolean mayTakeMemory) {
        while (mayTakeMemory && capacity < elements + ahead) {
            try {
                enlarge();
            } catch (OutOfMemoryError e) {
                // The virtual machine's limit for memory outside the heap, or the system's: the table is full.
                break;
            }
        }
        return capacity >= elements;
    }

    private void enlarge() {
        int pageElements = inPage + 1;
        if (capacity >= pageElements) {
            ByteBuffer page = allocate(pageElements);
            ByteBuffer[] more = Arrays.copyOf(pages, pages.length + 1);
            more[pages.length] = page;
            pages = more;
            capacity += pageElements;
            return;
        }
        int first = Integer.highestOneBit(FIRST_OCTETS / octets);
        int elements = Math.min(pageElements, capacity == 0 ? first : capacity << FIRST_GROWTH_BITS);
        ByteBuffer page = allocate(elements);
        if (capacity > 0) {
            page.put(0, pages[0], 0, pages[0].capacity());
        }
        pages = new ByteBuffer[] {page};
        capacity = elements;
    }

    private ByteBuffer allocate(int elements) {
        int size = elements * octets;
        return ByteBuffer.allocateDirect(size + LINE)
                .alignedSlice(LINE)
                .slice(0, size)
                .order(ByteOrder.nativeOrder());
    }

    /** How many elements there is room for. */
    int capacity() {
        return capacity;
    }

    long longAt(int element, int offset) {
        return pages[element >>> pageBits].getLong((element & inPage) * octets + offset);
    }

    void longAt(int element, int offset, long value) {
        pages[element >>> pageBits].putLong((element & inPage) * octets + offset, value);
    }

    int intAt(int element, int offset) {
        return pages[element >>> pageBits].getInt((element & inPage) * octets + offset);
    }

    void intAt(int element, int offset, int value) {
        pages[element >>> pageBits].putInt((element & inPage) * octets + offset, value);
    }
}
