// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.nio.ByteBuffer;

/** One's complement sums, RFC 1071, independent of those of the engine. */
final class Sum {
    private Sum() {}

    /** The sum of the 16-bit words of some octets, not folded; an odd last octet is padded with zero. */
    static long of(ByteBuffer octets, int from, int length) {
        long sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += octets.getShort(from + i) & 0xffff;
        }
        return (length & 1) == 0 ? sum : sum + ((octets.get(from + length - 1) & 0xff) << 8);
    }

    /** The sum of the four 16-bit words of a number. */
    static long of(long words) {
        return (words >>> 48) + (words >>> 32 & 0xffff) + (words >>> 16 & 0xffff) + (words & 0xffff);
    }

    /** A sum in 16 bits, 0 to 65535. */
    static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }

    /** The checksum field that belongs to the sum of everything else. */
    static int complement(long sum) {
        return ~fold(sum) & 0xffff;
    }
}
