// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

/** Bit fields of IPv6 addresses that may begin and end anywhere. */
public final class AddressBits {
    private static final int HALF = 64;
    private static final int FULL = 128;

    private AddressBits() {}

    /**
     * Reads a field.
     *
     * @param start bits in front of it, 0 to 128
     * @param length bits, 0 to 48, and at most 128 - {@code start}
     * @return the field in the low bits
     */
    public static long get(long high, long low, int start, int length) {
        if (length == 0) {
            return 0;
        }
        long fromStart;
        if (start >= HALF) {
            fromStart = low << (start - HALF);
        } else {
            fromStart = start == 0 ? high : high << start | low >>> (HALF - start);
        }
        return fromStart >>> (HALF - length);
    }

    /**
     * Overwrites a field.
     *
     * @param start bits in front of it, 0 to 128
     * @param length bits, 0 to 48, and at most 128 - {@code start}
     * @param bits what is written; only the low {@code length} bits count
     */
    public static void put(Address6 address, int start, int length, long bits) {
        if (length == 0) {
            return;
        }
        long mask = (1L << length) - 1;
        long field = bits & mask;
        int behind = FULL - start - length;
        if (behind >= HALF) {
            int shift = behind - HALF;
            address.high = (address.high & ~(mask << shift)) | field << shift;
            return;
        }
        address.low = (address.low & ~(mask << behind)) | field << behind;
        if (start < HALF) {
            int shift = HALF - behind;
            address.high = (address.high & ~(mask >>> shift)) | field >>> shift;
        }
    }
}
