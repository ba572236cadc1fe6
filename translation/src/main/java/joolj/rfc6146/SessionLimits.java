// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * Bounds on the sessions of an instance, which neither RFC 6146 nor Jool has. Immutable. A session belongs to the IPv6
 * node of its BIB entry, and to the prefix that the node's address lies in, whoever opened it.
 *
 * @param total sessions of all protocols together, 0 to 2^32-1; 0 is no bound
 * @param perSource sessions of one IPv6 prefix, all protocols together, 0 to 2^32-1; 0 is no bound
 * @param ratePerSource new sessions that the nodes of one IPv6 prefix may open in a second on average, and at once, 0 to
 *     {@value #RATE_MAX}; 0 is no bound. Sessions that are opened from IPv4 do not count here, or else an IPv4 node
 *     could keep the IPv6 nodes from opening theirs
 * @param prefixLength bits of those prefixes, 1 to 128
 */
public record SessionLimits(long total, long perSource, int ratePerSource, int prefixLength) {
    /** The greatest {@link #ratePerSource}. */
    public static final int RATE_MAX = 1_000_000;

    /** No bounds at all. */
    public static final SessionLimits NONE = new SessionLimits(0, 0, 0, 64);

    /** Checks the ranges; {@link IllegalArgumentException} names the value that is outside. */
    public SessionLimits {
        check("total", total, 0, 0xffff_ffffL);
        check("perSource", perSource, 0, 0xffff_ffffL);
        check("ratePerSource", ratePerSource, 0, RATE_MAX);
        check("prefixLength", prefixLength, 1, 128);
    }

    private static void check(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    name + " (" + value + ") is out of range. (" + least + "-" + greatest + ")");
        }
    }

    /** Whether anything depends on where sessions come from. */
    boolean watchSources() {
        return perSource > 0 || ratePerSource > 0;
    }
}
