// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7757;

import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;

/**
 * The layout of a table's entries in one array of {@code long}, three for each, so that an entry is read at
 * once: both halves of the IPv6 prefix; the IPv4 prefix with both lengths and whether the entry is in force.
 *
 * <p>An entry is written once and then only ceases to be in force.
 */
final class EamWords {
    /** How many {@code long}s an entry takes. */
    static final int STRIDE = 3;

    private static final int HIGH = 0;
    private static final int LOW = 1;
    private static final int REST = 2;

    private static final int ADDRESS4_SHIFT = 32;
    private static final int LENGTH6_SHIFT = 8;
    private static final int LENGTH_MASK = 0xff;
    private static final long LIVE = 1 << 16;

    private EamWords() {}

    static long[] allocate(int entries) {
        return new long[Math.multiplyExact(entries, STRIDE)];
    }

    static int capacity(long[] words) {
        return words.length / STRIDE;
    }

    static void write(long[] words, int entry, Eam eam) {
        int at = entry * STRIDE;
        words[at + HIGH] = eam.prefix6().high();
        words[at + LOW] = eam.prefix6().low();
        words[at + REST] = (long) eam.prefix4().address() << ADDRESS4_SHIFT
                | LIVE
                | (long) eam.prefix6().length() << LENGTH6_SHIFT
                | eam.prefix4().length();
    }

    static void copy(long[] from, int entry, long[] to, int toEntry) {
        System.arraycopy(from, entry * STRIDE, to, toEntry * STRIDE, STRIDE);
    }

    static void retire(long[] words, int entry) {
        words[entry * STRIDE + REST] &= ~LIVE;
    }

    static boolean isLive(long[] words, int entry) {
        return (words[entry * STRIDE + REST] & LIVE) != 0;
    }

    static long high(long[] words, int entry) {
        return words[entry * STRIDE + HIGH];
    }

    static long low(long[] words, int entry) {
        return words[entry * STRIDE + LOW];
    }

    static int address4(long[] words, int entry) {
        return (int) (words[entry * STRIDE + REST] >>> ADDRESS4_SHIFT);
    }

    static int length6(long[] words, int entry) {
        return (int) (words[entry * STRIDE + REST] >>> LENGTH6_SHIFT) & LENGTH_MASK;
    }

    static int length4(long[] words, int entry) {
        return (int) words[entry * STRIDE + REST] & LENGTH_MASK;
    }

    static Eam read(long[] words, int entry) {
        return new Eam(
                new Ipv6Prefix(high(words, entry), low(words, entry), length6(words, entry)),
                new Ipv4Prefix(address4(words, entry), length4(words, entry)));
    }
}
