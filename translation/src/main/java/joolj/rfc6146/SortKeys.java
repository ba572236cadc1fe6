// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;

/**
 * The least of many pairs of numbers that are not negative, sorted by the first, then the second; 16 octets each and no
 * objects. Of any number of pairs that are {@linkplain #offer offered} it keeps as many as there is room for.
 */
final class SortKeys {
    private final int room;
    private long[] first;
    private long[] second;
    private int size;
    private boolean isHeap;

    /**
     * @param room how many pairs are kept, at least 1
     * @param expected how many there will be, perhaps
     */
    SortKeys(int room, int expected) {
        this.room = room;
        int capacity = Math.min(room, Math.max(1, expected));
        first = new long[capacity];
        second = new long[capacity];
    }

    /** Keeps a pair if it is among the least so far. */
    void offer(long firstKey, long secondKey) {
        if (size < room) {
            if (size == first.length) {
                int capacity = (int) Math.min(room, 16 + size * 3L / 2);
                first = Arrays.copyOf(first, capacity);
                second = Arrays.copyOf(second, capacity);
            }
            first[size] = firstKey;
            second[size] = secondKey;
            size++;
            return;
        }
        if (!isHeap) {
            makeHeap();
        }
        if (firstKey < first[0] || (firstKey == first[0] && secondKey < second[0])) {
            first[0] = firstKey;
            second[0] = secondKey;
            sift(0, size);
        }
    }

    /** Forgets all pairs. */
    void clear() {
        size = 0;
        isHeap = false;
    }

    /** Whether no more pairs are kept than those that are less. */
    boolean isFull() {
        return size == room;
    }

    int size() {
        return size;
    }

    long first(int index) {
        return first[index];
    }

    long second(int index) {
        return second[index];
    }

    /** Whether a pair equals the one before it. */
    boolean repeats(int index) {
        return index > 0 && compare(index - 1, index) == 0;
    }

    /** Sorts by heapsort: in place, and no order of the input makes it slow. Nothing may be offered from here on. */
    void sort() {
        if (!isHeap) {
            makeHeap();
        }
        for (int end = size - 1; end > 0; end--) {
            swap(0, end);
            sift(0, end);
        }
    }

    /** Puts the greatest pair first, and every pair behind a greater one that is at half its index. */
    private void makeHeap() {
        for (int root = size / 2 - 1; root >= 0; root--) {
            sift(root, size);
        }
        isHeap = true;
    }

    private void sift(int from, int end) {
        int root = from;
        while (2 * root + 1 < end) {
            int child = 2 * root + 1;
            if (child + 1 < end && compare(child, child + 1) < 0) {
                child++;
            }
            if (compare(root, child) >= 0) {
                return;
            }
            swap(root, child);
            root = child;
        }
    }

    private int compare(int a, int b) {
        int order = Long.compare(first[a], first[b]);
        return order != 0 ? order : Long.compare(second[a], second[b]);
    }

    private void swap(int a, int b) {
        long firstOfA = first[a];
        long secondOfA = second[a];
        first[a] = first[b];
        second[a] = second[b];
        first[b] = firstOfA;
        second[b] = secondOfA;
    }
}
