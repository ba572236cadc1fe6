// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import joolj.address.Ipv4Prefix;
import joolj.translation.RefusedException;
import joolj.translation.RefusedException.Cause;
import joolj.translation.SubnetScoped;

/**
 * The IPv4 prefixes that are not translated by the pool6. Keeps the order of additions, and duplicates. Immutable; a
 * change is a new list given to {@link SiitTranslator#denylist4}.
 */
public final class Denylist4 {
    /** The list of nothing. */
    public static final Denylist4 EMPTY = new Denylist4(List.of());

    private final List<Ipv4Prefix> prefixes;

    /** The first and the last addresses of the merged ranges, ascending as unsigned numbers. */
    private final long[] firsts;

    private final long[] lasts;

    private Denylist4(List<Ipv4Prefix> prefixes) {
        this.prefixes = prefixes;
        Ipv4Prefix[] sorted = prefixes.toArray(Ipv4Prefix[]::new);
        Arrays.sort(sorted, (a, b) -> Integer.compareUnsigned(a.address(), b.address()));
        long[] starts = new long[sorted.length];
        long[] ends = new long[sorted.length];
        int count = 0;
        for (Ipv4Prefix prefix : sorted) {
            long first = prefix.address() & 0xffff_ffffL;
            long last = first + prefix.size() - 1;
            if (count > 0 && first <= ends[count - 1]) {
                ends[count - 1] = Math.max(ends[count - 1], last);
            } else {
                starts[count] = first;
                ends[count++] = last;
            }
        }
        this.firsts = Arrays.copyOf(starts, count);
        this.lasts = Arrays.copyOf(ends, count);
    }

    /**
     * The list with another prefix at its end, even if it is there already.
     *
     * @param force whether the prefix may have addresses that are never translated anyway
     * @throws RefusedException with {@link Cause#INVALID} if the prefix has host bits, or such addresses without
     *     {@code force}
     */
    public Denylist4 with(Ipv4Prefix prefix, boolean force) {
        return withAll(List.of(prefix), force);
    }

    /** The list with more prefixes at its end, in their order; throws as {@link #with}. */
    public Denylist4 withAll(List<Ipv4Prefix> added, boolean force) {
        for (Ipv4Prefix prefix : added) {
            if (prefix.hasSuffix()) {
                throw new RefusedException(Cause.INVALID, "'" + prefix + "' seems to have a suffix; please fix.");
            }
            if (!force) {
                SubnetScoped.refuse(prefix);
            }
        }
        List<Ipv4Prefix> longer = new ArrayList<>(prefixes);
        longer.addAll(added);
        return new Denylist4(List.copyOf(longer));
    }

    /**
     * The list without the first occurrence of a prefix.
     *
     * @throws RefusedException with {@link Cause#NOT_FOUND} if it is not in the list
     */
    public Denylist4 without(Ipv4Prefix prefix) {
        List<Ipv4Prefix> shorter = new ArrayList<>(prefixes);
        if (!shorter.remove(prefix)) {
            throw new RefusedException(Cause.NOT_FOUND, "Could not find the requested entry in the IPv4 pool.");
        }
        return new Denylist4(List.copyOf(shorter));
    }

    /** The prefixes in the order of their addition; cannot be changed. */
    public List<Ipv4Prefix> prefixes() {
        return prefixes;
    }

    /** Whether an address, big-endian, lies in one of the prefixes. Allocates nothing. */
    public boolean contains(int address) {
        if (firsts.length == 0) {
            return false;
        }
        long number = address & 0xffff_ffffL;
        int found = Arrays.binarySearch(firsts, number);
        int candidate = found >= 0 ? found : -found - 2;
        return candidate >= 0 && number <= lasts[candidate];
    }
}
