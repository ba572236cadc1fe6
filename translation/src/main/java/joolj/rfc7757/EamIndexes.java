// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7757;

import java.util.Arrays;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;

/**
 * What a search needs: the entries, and for each prefix length in use a hash table of them. A search tries the lengths
 * from the longest on. The arrays of this object never change; the tables in them take up entries as they come.
 */
final class EamIndexes {
    private static final int HALF = 64;

    final long[] words;

    /** By prefix length; null where no entry has it. */
    private final Slots[] slots6;

    private final Slots[] slots4;

    /** The lengths in use, descending. */
    private final int[] lengths6;

    private final int[] lengths4;

    private EamIndexes(long[] words, Slots[] slots6, Slots[] slots4) {
        this.words = words;
        this.slots6 = slots6;
        this.slots4 = slots4;
        this.lengths6 = lengths(slots6);
        this.lengths4 = lengths(slots4);
    }

    /** Indexes of nothing yet. */
    static EamIndexes of(long[] words) {
        return new EamIndexes(words, new Slots[Ipv6Prefix.MAX_LENGTH + 1], new Slots[Ipv4Prefix.MAX_LENGTH + 1]);
    }

    private static int[] lengths(Slots[] slots) {
        int[] found = new int[slots.length];
        int count = 0;
        for (int length = slots.length - 1; length >= 0; length--) {
            if (slots[length] != null && slots[length].live() > 0) {
                found[count++] = length;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** The entry with the longest IPv6 prefix that contains an address, or {@link Slots#NONE}. */
    int longest6(long high, long low) {
        for (int length : lengths6) {
            int entry = exact6(high & highMask(length), low & lowMask(length), length);
            if (entry != Slots.NONE) {
                return entry;
            }
        }
        return Slots.NONE;
    }

    /** The entry with the longest IPv4 prefix that contains an address, or {@link Slots#NONE}. */
    int longest4(int address) {
        for (int length : lengths4) {
            int entry = exact4(length == 0 ? 0 : address & -1 << (Ipv4Prefix.MAX_LENGTH - length), length);
            if (entry != Slots.NONE) {
                return entry;
            }
        }
        return Slots.NONE;
    }

    int exact6(long high, long low, int length) {
        Slots slots = slots6[length];
        return slots == null ? Slots.NONE : slots.find6(words, high, low);
    }

    int exact4(int address, int length) {
        Slots slots = slots4[length];
        return slots == null ? Slots.NONE : slots.find4(words, address);
    }

    private static long highMask(int length) {
        return length >= HALF ? -1L : ~(-1L >>> length);
    }

    private static long lowMask(int length) {
        return length <= HALF ? 0 : -1L << (2 * HALF - length);
    }

    /** The same with another, longer array of the same entries. */
    EamIndexes withWords(long[] longer) {
        return new EamIndexes(longer, slots6, slots4);
    }

    /**
     * Stores an entry that was written and is not in the indexes yet.
     *
     * @return these indexes, or those that take their place
     */
    EamIndexes add(int entry) {
        int length6 = EamWords.length6(words, entry);
        int length4 = EamWords.length4(words, entry);
        Slots into6 = roomy(slots6[length6], true);
        Slots into4 = roomy(slots4[length4], false);
        boolean known6 = into6 == slots6[length6] && into6.live() > 0;
        boolean known4 = into4 == slots4[length4] && into4.live() > 0;
        into6.add(words, entry, true);
        into4.add(words, entry, false);
        if (known6 && known4) {
            return this;
        }
        Slots[] new6 = slots6.clone();
        Slots[] new4 = slots4.clone();
        new6[length6] = into6;
        new4[length4] = into4;
        return new EamIndexes(words, new6, new4);
    }

    private Slots roomy(Slots slots, boolean version6) {
        if (slots == null) {
            return Slots.forEntries(1);
        }
        return slots.isFull() ? slots.rebuilt(words, version6) : slots;
    }

    /**
     * Takes an entry away that is in the indexes.
     *
     * @return these indexes, or those that take their place
     */
    EamIndexes remove(int entry) {
        Slots from6 = slots6[EamWords.length6(words, entry)];
        Slots from4 = slots4[EamWords.length4(words, entry)];
        from6.remove(words, entry, true);
        from4.remove(words, entry, false);
        EamWords.retire(words, entry);
        return from6.live() > 0 && from4.live() > 0 ? this : new EamIndexes(words, slots6, slots4);
    }
}
