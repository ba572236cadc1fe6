// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.util.Arrays;

/**
 * The IPv4 addresses that packets are not to be translated to or from, because they are those of the translator's own
 * interfaces or the directed broadcast addresses of their subnets. An address that was configured with a prefix of 32
 * bits does not count, and a prefix of 31 bits has no broadcast address; RFC 3021. Immutable.
 */
public final class OwnAddresses4 {
    /** None at all. */
    public static final OwnAddresses4 NONE = new OwnAddresses4(new int[0]);

    private static final int HOST_LENGTH = 32;
    private static final int LONGEST_WITH_BROADCAST = 30;

    private final int[] sorted;

    private OwnAddresses4(int[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Computes them from what the interfaces have, in any order.
     *
     * @param addresses of every scope, big-endian
     * @param prefixLengths of the same, 0 to 32
     */
    public static OwnAddresses4 of(int[] addresses, int[] prefixLengths) {
        if (addresses.length != prefixLengths.length) {
            throw new IllegalArgumentException(
                    addresses.length + " addresses, but " + prefixLengths.length + " prefix lengths");
        }
        int[] found = new int[2 * addresses.length];
        int count = 0;
        for (int i = 0; i < addresses.length; i++) {
            if (prefixLengths[i] < HOST_LENGTH) {
                found[count++] = addresses[i];
            }
            if (prefixLengths[i] <= LONGEST_WITH_BROADCAST) {
                found[count++] = addresses[i] | -1 >>> prefixLengths[i];
            }
        }
        int[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        return new OwnAddresses4(sorted);
    }

    /** Whether an address, big-endian, is one of them. Allocates nothing. */
    public boolean contains(int address) {
        return Arrays.binarySearch(sorted, address) >= 0;
    }
}
