// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7757;

import joolj.translation.Address6;

/**
 * RFC 7757 § 3.3: the suffix of an address, which follows the prefix of one family and is put right behind the prefix of
 * the other. IPv6 bits behind it are lost on the way to IPv4 and zero on the way back.
 */
final class Suffix {
    private static final int HALF = 64;
    private static final int FULL = 128;

    private Suffix() {}

    /**
     * Reads a suffix out of an IPv6 address.
     *
     * @param start bits in front of it, 0 to 128
     * @param length bits, 0 to 32, and at most 128 - {@code start}
     * @return the suffix in the low bits
     */
    static int take(long high, long low, int start, int length) {
        if (length == 0) {
            return 0;
        }
        long fromStart;
        if (start >= HALF) {
            fromStart = low << (start - HALF);
        } else {
            fromStart = start == 0 ? high : high << start | low >>> (HALF - start);
        }
        return (int) (fromStart >>> (HALF - length));
    }

    /**
     * Puts the low bits of an IPv4 address into an IPv6 address where it has zeros.
     *
     * @param length bits, 0 to 32, and at most 128 - {@code start}
     * @param start bits in front of them, 0 to 128
     */
    static void put(int address, int length, int start, Address6 result) {
        if (length == 0) {
            return;
        }
        long bits = (address & 0xffff_ffffL) & ((1L << length) - 1);
        int behind = FULL - start - length;
        if (behind >= HALF) {
            result.high |= bits << (behind - HALF);
        } else {
            result.low |= bits << behind;
            result.high |= behind == 0 ? 0 : bits >>> (HALF - behind);
        }
    }
}
