// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;

/** Pairs of numbers that are not negative, sorted by the first, then the second; 16 octets each and no objects. */
final class SortKeys {
    private long[] first;
    private long[] second;
    private int size;

    SortKeys(int expected) {
        first = new long[expected];
        second = new long[expected];
    }

    /** Makes room for so many more. */
    void reserve(int more) {
        if (size + more > first.length) {
            int capacity = Math.max(size + more, first.length + first.length / 2);
            first = Arrays.copyOf(first, capacity);
            second = Arrays.copyOf(second, capacity);
        }
    }

    /** Adds a pair; {@link #reserve} must have made room. */
    void add(long firstKey, long secondKey) {
        first[size] = firstKey;
        second[size] = secondKey;
        size++;
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

    /** Sorts by heapsort: in place, and no order of the input makes it slow. */
    void sort() {
        for (int root = size / 2 - 1; root >= 0; root--) {
            sift(root, size);
        }
        for (int end = size - 1; end > 0; end--) {
            swap(0, end);
            sift(0, end);
        }
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
