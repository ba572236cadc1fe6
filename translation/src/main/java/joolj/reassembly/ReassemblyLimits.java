// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.reassembly;

/**
 * The resources that a {@link Reassembler} may use; RFC 6146 § 3.4 asks for such limits. All memory is taken at
 * construction: about {@code octets} plus 2 KiB for each datagram.
 *
 * @param datagrams how many datagrams may be in pieces at a time, 1 to 65536
 * @param octets how many octets of fragments may be held, 65536 to 2^30; counted in units of
 *     {@value ChunkStore#CHUNK} octets for each part of a datagram
 * @param timeout4 milliseconds that an IPv4 datagram's fragments may take to arrive, at least 2000 (RFC 6146 § 4,
 *     FRAGMENT_MIN)
 * @param timeout6 milliseconds that an IPv6 datagram's fragments may take to arrive, at least 2000
 */
public record ReassemblyLimits(int datagrams, int octets, long timeout4, long timeout6) {
    /** RFC 6146 § 4, FRAGMENT_MIN, milliseconds. */
    public static final long TIMEOUT_LEAST = 2_000;

    /**
     * 256 datagrams, 4 MiB, 30 seconds for IPv4, whose short identifications soon come again (RFC 4963), and 60 seconds
     * for IPv6 (RFC 8200 § 4.5).
     */
    public static final ReassemblyLimits DEFAULT = new ReassemblyLimits(256, 4 << 20, 30_000, 60_000);

    /** Checks the ranges; {@link IllegalArgumentException} names the value that is outside. */
    public ReassemblyLimits {
        check("datagrams", datagrams, 1, 65_536);
        check("octets", octets, 65_536, 1 << 30);
        check("timeout4", timeout4, TIMEOUT_LEAST, Long.MAX_VALUE / 2);
        check("timeout6", timeout6, TIMEOUT_LEAST, Long.MAX_VALUE / 2);
    }

    private static void check(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    name + " (" + value + ") is out of range. (" + least + "-" + greatest + ")");
        }
    }
}
