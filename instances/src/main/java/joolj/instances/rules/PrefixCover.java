// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;

/** The fewest prefixes that hold the same addresses as many others; ascending, none within another. */
public final class PrefixCover {
    /** Bits before an IPv4 address that is treated as the end of an IPv6 address. */
    private static final int BEFORE_IPV4 = 96;

    private static final Comparator<Ipv6Prefix> ORDER = Comparator.comparing(Ipv6Prefix::high, Long::compareUnsigned)
            .thenComparing(Ipv6Prefix::low, Long::compareUnsigned)
            .thenComparing(Ipv6Prefix::length);

    private PrefixCover() {}

    /** Covers IPv6 prefixes without host bits. */
    public static List<Ipv6Prefix> of6(Collection<Ipv6Prefix> prefixes) {
        Deque<Ipv6Prefix> cover = new ArrayDeque<>();
        prefixes.stream().sorted(ORDER).forEach(prefix -> {
            if (cover.isEmpty() || !cover.peekLast().contains(prefix)) {
                append(cover, prefix);
            }
        });
        return List.copyOf(cover);
    }

    /** Puts a prefix behind smaller ones, joined with them if they are halves of a larger one. */
    private static void append(Deque<Ipv6Prefix> cover, Ipv6Prefix prefix) {
        Ipv6Prefix next = prefix;
        while (!cover.isEmpty() && cover.peekLast().length() == next.length()) {
            Ipv6Prefix whole = half(next);
            if (whole == null || !whole.contains(cover.peekLast())) {
                break;
            }
            cover.removeLast();
            next = whole;
        }
        cover.addLast(next);
    }

    private static Ipv6Prefix half(Ipv6Prefix prefix) {
        return prefix.length() == 0 ? null : new Ipv6Prefix(prefix.high(), prefix.low(), prefix.length() - 1).network();
    }

    /** Covers IPv4 prefixes without host bits. */
    public static List<Ipv4Prefix> of4(Collection<Ipv4Prefix> prefixes) {
        List<Ipv6Prefix> longer = prefixes.stream()
                .map(prefix -> new Ipv6Prefix(0, prefix.address() & 0xffff_ffffL, BEFORE_IPV4 + prefix.length()))
                .toList();
        return of6(longer).stream()
                .map(prefix -> new Ipv4Prefix((int) prefix.low(), prefix.length() - BEFORE_IPV4))
                .toList();
    }

    /**
     * Covers the addresses from one to another.
     *
     * @param first big-endian as an unsigned number, 0 to 2^32-1
     * @param last {@code first} to 2^32-1
     */
    public static List<Ipv4Prefix> ofRange(long first, long last) {
        List<Ipv4Prefix> cover = new ArrayList<>();
        long next = first;
        while (next <= last) {
            int suffix = Math.min(Ipv4Prefix.MAX_LENGTH, Long.numberOfTrailingZeros(next));
            while ((1L << suffix) > last - next + 1) {
                suffix--;
            }
            cover.add(new Ipv4Prefix((int) next, Ipv4Prefix.MAX_LENGTH - suffix));
            next += 1L << suffix;
        }
        return cover;
    }
}
