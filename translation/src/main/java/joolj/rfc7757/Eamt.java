// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7757;

import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Address6;
import joolj.translation.AddressBits;
import joolj.translation.RefusedException;
import joolj.translation.RefusedException.Cause;

/**
 * The Explicit Address Mapping Table, RFC 7757 § 3.1.
 *
 * <p>A search costs one look into a hash table for each prefix length in use until one matches, whatever the number of
 * entries, and allocates nothing. Searches take no lock; changes exclude each other. A search that runs while an entry is
 * added or removed finds the table before or after the change. An entry takes 40 to 80 octets.
 */
public final class Eamt {
    private static final int INITIAL_CAPACITY = 16;

    /** Removed entries that are tolerated before the table is built anew, if they are more than half of it. */
    private static final int TOLERATED_GAPS = 1024;

    private volatile EamIndexes indexes = EamIndexes.of(EamWords.allocate(INITIAL_CAPACITY));

    /** Entries written, those no longer in force included; the newest are the last. Guarded by this. */
    private int written;

    /** Entries in force. Guarded by this. */
    private int live;

    /**
     * Adds an entry.
     *
     * @param force whether one of its prefixes may lie in the prefix of another entry; RFC 7757 § 5. Only entries that
     *     contain the first address of the new one are looked for
     * @throws RefusedException with {@link Cause#EXISTS} if one of its prefixes is in the table, or lies in another one
     *     without {@code force}
     */
    public synchronized void add(Eam eam, boolean force) {
        EamIndexes current = indexes;
        refuseDuplicate(current, eam);
        if (!force) {
            refuseOverlap(current, eam);
        }
        if (written == EamWords.capacity(current.words)) {
            long[] longer = EamWords.allocate(Math.multiplyExact(written, 2));
            System.arraycopy(current.words, 0, longer, 0, current.words.length);
            current = current.withWords(longer);
        }
        EamWords.write(current.words, written, eam);
        indexes = current.add(written);
        written++;
        live++;
    }

    private static void refuseDuplicate(EamIndexes current, Eam eam) {
        int same6 = exact6(current, eam.prefix6());
        int same4 = exact4(current, eam.prefix4());
        if (same6 != Slots.NONE && same6 == same4) {
            throw new RefusedException(Cause.EXISTS, "The requested entry already exists.");
        }
        if (same6 != Slots.NONE) {
            throw contains(EamWords.read(current.words, same6), eam.prefix6());
        }
        if (same4 != Slots.NONE) {
            throw contains(EamWords.read(current.words, same4), eam.prefix4());
        }
    }

    private static RefusedException contains(Eam other, Object prefix) {
        return new RefusedException(
                Cause.EXISTS, "Existing EAM [" + other + "] already contains prefix " + prefix + ".");
    }

    private static void refuseOverlap(EamIndexes current, Eam eam) {
        int around6 = current.longest6(eam.prefix6().high(), eam.prefix6().low());
        if (around6 != Slots.NONE) {
            throw overlap(EamWords.read(current.words, around6), eam.prefix6());
        }
        int around4 = current.longest4(eam.prefix4().address());
        if (around4 != Slots.NONE) {
            throw overlap(EamWords.read(current.words, around4), eam.prefix4());
        }
    }

    private static RefusedException overlap(Eam other, Object prefix) {
        return new RefusedException(
                Cause.EXISTS,
                "Prefix " + prefix + " overlaps with EAM [" + other + "].\n(Use --force to override this validation.)");
    }

    private static int exact6(EamIndexes current, Ipv6Prefix prefix) {
        return current.exact6(prefix.high(), prefix.low(), prefix.length());
    }

    private static int exact4(EamIndexes current, Ipv4Prefix prefix) {
        return current.exact4(prefix.address(), prefix.length());
    }

    /**
     * Removes the entry that has both prefixes.
     *
     * @throws RefusedException with {@link Cause#NOT_FOUND} and no message if there is none
     */
    public synchronized void remove(Ipv6Prefix prefix6, Ipv4Prefix prefix4) {
        int entry = exact6(indexes, prefix6);
        remove(entry == exact4(indexes, prefix4) ? entry : Slots.NONE);
    }

    /** Removes the entry that has an IPv6 prefix; throws as {@link #remove(Ipv6Prefix, Ipv4Prefix)}. */
    public synchronized void remove(Ipv6Prefix prefix6) {
        remove(exact6(indexes, prefix6));
    }

    /** Removes the entry that has an IPv4 prefix; throws as {@link #remove(Ipv6Prefix, Ipv4Prefix)}. */
    public synchronized void remove(Ipv4Prefix prefix4) {
        remove(exact4(indexes, prefix4));
    }

    private void remove(int entry) {
        if (entry == Slots.NONE) {
            throw new RefusedException(Cause.NOT_FOUND, "");
        }
        indexes = indexes.remove(entry);
        live--;
        if (written - live > TOLERATED_GAPS && live < written / 2) {
            rebuild();
        }
    }

    /** Moves the entries in force together. Their order stays. */
    private void rebuild() {
        long[] old = indexes.words;
        long[] fresh = EamWords.allocate(Math.max(INITIAL_CAPACITY, Math.multiplyExact(live, 2)));
        EamIndexes next = EamIndexes.of(fresh);
        int count = 0;
        for (int entry = 0; entry < written; entry++) {
            if (EamWords.isLive(old, entry)) {
                EamWords.copy(old, entry, fresh, count);
                next = next.add(count++);
            }
        }
        indexes = next;
        written = count;
    }

    /** Removes all entries. */
    public synchronized void flush() {
        indexes = EamIndexes.of(EamWords.allocate(INITIAL_CAPACITY));
        written = 0;
        live = 0;
    }

    /** How many entries there are. */
    public synchronized int size() {
        return live;
    }

    /** How many entries the arrays have room for; for tests. */
    synchronized int capacity() {
        return EamWords.capacity(indexes.words);
    }

    /** Begins to read the entries, the newest first. */
    public synchronized EamtReader read() {
        return new EamtReader(indexes.words, written);
    }

    /**
     * Translates an IPv6 address; RFC 7757 § 3.3.2.
     *
     * @return the IPv4 address, big-endian, 0 to 2^32-1; or -1 if no entry contains the address
     */
    public long translate64(long high, long low) {
        EamIndexes current = indexes;
        int entry = current.longest6(high, low);
        if (entry == Slots.NONE) {
            return -1;
        }
        int suffixLength = Ipv4Prefix.MAX_LENGTH - EamWords.length4(current.words, entry);
        long suffix = AddressBits.get(high, low, EamWords.length6(current.words, entry), suffixLength);
        return (EamWords.address4(current.words, entry) | suffix) & 0xffff_ffffL;
    }

    /**
     * Translates an IPv4 address; RFC 7757 § 3.3.1.
     *
     * @param address big-endian
     * @param result where the IPv6 address is put
     * @return whether an entry contains the address; otherwise {@code result} is left as it was
     */
    public boolean translate46(int address, Address6 result) {
        EamIndexes current = indexes;
        int entry = current.longest4(address);
        if (entry == Slots.NONE) {
            return false;
        }
        int suffixLength = Ipv4Prefix.MAX_LENGTH - EamWords.length4(current.words, entry);
        result.set(EamWords.high(current.words, entry), EamWords.low(current.words, entry));
        // What is behind the suffix is lost on the way to IPv4 and zero on the way back.
        AddressBits.put(result, EamWords.length6(current.words, entry), suffixLength, address);
        return true;
    }

    /** Whether an entry contains an IPv4 address, big-endian. */
    public boolean contains4(int address) {
        return indexes.longest4(address) != Slots.NONE;
    }

    /** The entry that translates an IPv6 address, or null if there is none. */
    public Eam find6(long high, long low) {
        EamIndexes current = indexes;
        int entry = current.longest6(high, low);
        return entry == Slots.NONE ? null : EamWords.read(current.words, entry);
    }

    /** The entry that translates an IPv4 address, big-endian, or null if there is none. */
    public Eam find4(int address) {
        EamIndexes current = indexes;
        int entry = current.longest4(address);
        return entry == Slots.NONE ? null : EamWords.read(current.words, entry);
    }
}
