// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

/**
 * An IPv6 address that a method hands out without an object of its own: the caller brings one of these and reads it
 * afterwards. Plain fields, because nothing here has an invariant. Confined to one thread.
 */
public final class Address6 {
    /** The first eight octets, big-endian. */
    public long high;

    /** The last eight octets, big-endian. */
    public long low;

    /** Sets both halves. */
    public void set(long newHigh, long newLow) {
        high = newHigh;
        low = newLow;
    }
}
