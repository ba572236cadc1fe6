// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7757;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A hash table of the entries whose prefix, of one family, has one length: open addressing with linear probing, at most
 * half full. Holds indexes of entries, so that an entry's octets are stored once for both families.
 *
 * <p>One thread writes, any number read at the same time: an entry is complete before its index is stored, and an index
 * once taken away is never used again for another entry.
 */
final class Slots {
    /** Returned when nothing is found. */
    static final int NONE = -1;

    private static final int EMPTY = 0;
    private static final int REMOVED = -1;
    private static final int SMALLEST = 8;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);

    private final int[] slots;
    private final int mask;

    /** Slots that are not empty, those of removed entries included. */
    private int used;

    /** Entries. */
    private int live;

    private Slots(int capacity) {
        slots = new int[capacity];
        mask = capacity - 1;
    }

    /** A table with room for some entries. */
    static Slots forEntries(int entries) {
        int capacity = SMALLEST;
        while (capacity < 2L * (entries + 1L)) {
            capacity = Math.multiplyExact(capacity, 2);
        }
        return new Slots(capacity);
    }

    int live() {
        return live;
    }

    /** Whether another entry would fill more than half of the slots. */
    boolean isFull() {
        return 2 * (used + 1L) > slots.length;
    }

    /** A larger table, or one without the traces of removed entries, with the same entries. */
    Slots rebuilt(long[] words, boolean version6) {
        Slots fresh = forEntries(live + live / 2);
        for (int slot : slots) {
            if (slot > 0) {
                fresh.add(words, slot - 1, version6);
            }
        }
        return fresh;
    }

    /** Stores an entry that is not there yet; the table must not be full. */
    void add(long[] words, int entry, boolean version6) {
        int at = (version6
                        ? hash(EamWords.high(words, entry), EamWords.low(words, entry))
                        : hash(EamWords.address4(words, entry)))
                & mask;
        while (slots[at] != EMPTY) {
            at = (at + 1) & mask;
        }
        used++;
        live++;
        SLOT.setRelease(slots, at, entry + 1);
    }

    /** Takes an entry away that is there. */
    void remove(long[] words, int entry, boolean version6) {
        int at = (version6
                        ? hash(EamWords.high(words, entry), EamWords.low(words, entry))
                        : hash(EamWords.address4(words, entry)))
                & mask;
        while (slots[at] != entry + 1) {
            at = (at + 1) & mask;
        }
        live--;
        SLOT.setRelease(slots, at, REMOVED);
    }

    /**
     * The entry of an IPv6 prefix.
     *
     * @param words the entries; those stored here later are not found in an older array
     */
    int find6(long[] words, long high, long low) {
        int at = hash(high, low) & mask;
        while (true) {
            int slot = (int) SLOT.getAcquire(slots, at);
            if (slot == EMPTY) {
                return NONE;
            }
            int entry = slot - 1;
            if (isIn(words, entry) && EamWords.high(words, entry) == high && EamWords.low(words, entry) == low) {
                return entry;
            }
            at = (at + 1) & mask;
        }
    }

    /** The entry of an IPv4 prefix; see {@link #find6}. */
    int find4(long[] words, int address) {
        int at = hash(address) & mask;
        while (true) {
            int slot = (int) SLOT.getAcquire(slots, at);
            if (slot == EMPTY) {
                return NONE;
            }
            int entry = slot - 1;
            if (isIn(words, entry) && EamWords.address4(words, entry) == address) {
                return entry;
            }
            at = (at + 1) & mask;
        }
    }

    private static boolean isIn(long[] words, int entry) {
        return entry >= 0 && entry < EamWords.capacity(words) && EamWords.isLive(words, entry);
    }

    private static int hash(int address) {
        int mixed = address * 0x9E3779B1;
        mixed = (mixed ^ mixed >>> 15) * 0x85EBCA77;
        return mixed ^ mixed >>> 13;
    }

    private static int hash(long high, long low) {
        long mixed = (high * 0x9E3779B97F4A7C15L ^ low) * 0xC2B2AE3D27D4EB4FL;
        mixed = (mixed ^ mixed >>> 32) * 0x9FB21C651E98DF25L;
        return (int) (mixed >>> 32);
    }
}
