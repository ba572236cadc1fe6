// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import java.util.Arrays;

/**
 * The MTUs to be guessed when an ICMPv4 "Fragmentation Needed" does not say one; RFC 1191 § 7, RFC 7915 § 4.2.
 * Immutable.
 */
public final class MtuPlateaus {
    /** The plateaus an instance starts with, octets; RFC 1191 § 7, Table 7-1. */
    public static final MtuPlateaus DEFAULT =
            new MtuPlateaus(65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68);

    private final int[] descending;

    /**
     * @param octets in any order; zeros and duplicates are left out
     * @throws IllegalArgumentException if one lies outside 0 to 65535, or nothing but zeros is left
     */
    public MtuPlateaus(int... octets) {
        int[] ascending =
                Arrays.stream(octets).filter(o -> o != 0).sorted().distinct().toArray();
        if (ascending.length == 0) {
            throw new IllegalArgumentException("The plateaus list contains nothing but zeroes.");
        }
        if (ascending[0] < 0 || ascending[ascending.length - 1] > 0xffff) {
            throw new IllegalArgumentException("a plateau lies outside 0 to 65535: " + Arrays.toString(octets));
        }
        this.descending = new int[ascending.length];
        for (int i = 0; i < ascending.length; i++) {
            descending[i] = ascending[ascending.length - 1 - i];
        }
    }

    /** The largest plateau below a packet's length, octets, or 0 if there is none. */
    public int below(int length) {
        for (int plateau : descending) {
            if (plateau < length) {
                return plateau;
            }
        }
        return 0;
    }

    /** The plateaus, largest first. */
    public int[] toArray() {
        return descending.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MtuPlateaus plateaus && Arrays.equals(plateaus.descending, descending);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(descending);
    }

    /** Such as {@code [1492, 508]}. */
    @Override
    public String toString() {
        return Arrays.toString(descending);
    }
}
