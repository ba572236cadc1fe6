// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import joolj.translation.Routes;

/**
 * The path MTUs that ICMP errors passing through an instance have told, for a while. Shared by the instance's workers,
 * since an error may come by another queue than the flow it is about.
 *
 * <p>A fixed number of destinations is remembered; a newer one may take an older one's place.
 */
public final class PathMtus {
    /** How long a path MTU is believed, milliseconds; RFC 1191 § 6.3 and RFC 8201 § 5.3 suggest ten minutes. */
    static final long LIFETIME_MILLIS = 600_000;

    /** Destinations of each family; a power of two. */
    private static final int SIZE = 1024;

    private final int[] destinations4 = new int[SIZE];
    private final int[] mtus4 = new int[SIZE];
    private final long[] expiries4 = new long[SIZE];

    private final long[] highs6 = new long[SIZE];
    private final long[] lows6 = new long[SIZE];
    private final int[] mtus6 = new int[SIZE];
    private final long[] expiries6 = new long[SIZE];

    /** Whether anything was ever learned; spares the lock in the usual case. */
    private volatile boolean used;

    /**
     * Takes note of an IPv4 path.
     *
     * @param destination big-endian
     * @param mtu octets
     * @param now milliseconds of {@link WorkerClock}
     */
    synchronized void learn4(int destination, int mtu, long now) {
        int slot = slot4(destination);
        destinations4[slot] = destination;
        mtus4[slot] = mtu;
        expiries4[slot] = now + LIFETIME_MILLIS;
        used = true;
    }

    /** The same for an IPv6 path. */
    synchronized void learn6(long high, long low, int mtu, long now) {
        int slot = slot6(high, low);
        highs6[slot] = high;
        lows6[slot] = low;
        mtus6[slot] = mtu;
        expiries6[slot] = now + LIFETIME_MILLIS;
        used = true;
    }

    /** What was learned of an IPv4 path, octets, or {@link Routes#UNKNOWN_MTU}. */
    int learned4(int destination, long now) {
        return used ? lookUp4(destination, now) : Routes.UNKNOWN_MTU;
    }

    /** What was learned of an IPv6 path, octets, or {@link Routes#UNKNOWN_MTU}. */
    int learned6(long high, long low, long now) {
        return used ? lookUp6(high, low, now) : Routes.UNKNOWN_MTU;
    }

    private synchronized int lookUp4(int destination, long now) {
        int slot = slot4(destination);
        boolean known = destinations4[slot] == destination && now < expiries4[slot] && mtus4[slot] != 0;
        return known ? mtus4[slot] : Routes.UNKNOWN_MTU;
    }

    private synchronized int lookUp6(long high, long low, long now) {
        int slot = slot6(high, low);
        boolean known = highs6[slot] == high && lows6[slot] == low && now < expiries6[slot] && mtus6[slot] != 0;
        return known ? mtus6[slot] : Routes.UNKNOWN_MTU;
    }

    private static int slot4(int destination) {
        return (destination * 0x9E3779B9) >>> 22 & (SIZE - 1);
    }

    private static int slot6(long high, long low) {
        return (int) ((high * 0x9E3779B97F4A7C15L ^ low * 0xC2B2AE3D27D4EB4FL) >>> 54) & (SIZE - 1);
    }
}
