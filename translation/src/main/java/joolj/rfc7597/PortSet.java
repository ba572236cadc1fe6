// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7597;

/**
 * The ports of one customer edge, RFC 7597 § 5.1. A port consists of {@code a} offset bits A, {@code k} bits that are the
 * PSID, and {@code m} bits that number the ports of a range:
 *
 * <pre>
 *  0                   1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-----------+-----------+-------+
 * |     A     |    PSID   |   j   |
 * +-----------+-----------+-------+
 * |  a bits   |  k bits   |m bits |
 * </pre>
 *
 * <p>If there are offset bits, A = 0 belongs to nobody, so that the system ports stay out. Without PSID bits the address
 * is not shared, and all ports belong to the set. The identifiers of ICMP echo count as ports; RFC 7599 § 9.
 *
 * @param offsetBits a, 0 to 16
 * @param psidLength k, 0 to 16 - a
 * @param psid the port set identifier, 0 to 2^k - 1
 */
public record PortSet(int offsetBits, int psidLength, int psid) {
    /** Bits of a port. */
    public static final int PORT_BITS = 16;

    /** Refuses numbers that are out of range. */
    public PortSet {
        if (offsetBits < 0 || psidLength < 0 || offsetBits + psidLength > PORT_BITS) {
            throw new IllegalArgumentException(
                    "a is " + offsetBits + " and k " + psidLength + ", must be at least 0 and at most 16 together");
        }
        if (psid < 0 || psid >= 1 << psidLength) {
            throw new IllegalArgumentException("PSID is " + psid + ", must be 0 to " + ((1 << psidLength) - 1));
        }
    }

    /**
     * The PSID of a port.
     *
     * @param port 0 to 65535
     * @param offsetBits a
     * @param psidLength k; {@code a} and {@code k} make at most 16
     */
    static int psidOf(int port, int offsetBits, int psidLength) {
        return (port >>> (PORT_BITS - offsetBits - psidLength)) & ((1 << psidLength) - 1);
    }

    /** Whether a port, 0 to 65535, belongs to the set of a PSID; arguments as in {@link #psidOf}. */
    static boolean contains(int port, int offsetBits, int psidLength, int psid) {
        if (psidLength == 0) {
            return true;
        }
        boolean excluded = offsetBits > 0 && port >>> (PORT_BITS - offsetBits) == 0;
        return !excluded && psidOf(port, offsetBits, psidLength) == psid;
    }

    /** Whether a port, 0 to 65535, belongs to the set. */
    public boolean contains(int port) {
        return contains(port, offsetBits, psidLength, psid);
    }

    /** m: how many bits number the ports of a range. */
    public int rangeBits() {
        return PORT_BITS - offsetBits - psidLength;
    }

    /** How many ranges of consecutive ports there are, 1 to 65535; ranges that touch count as several. */
    public int ranges() {
        return psidLength == 0 || offsetBits == 0 ? 1 : (1 << offsetBits) - 1;
    }

    /** The first port of a range, 0 to {@link #ranges} - 1, in ascending order. */
    public int first(int range) {
        if (psidLength == 0) {
            return 0;
        }
        int a = offsetBits == 0 ? 0 : range + 1;
        return (a << psidLength | psid) << rangeBits();
    }

    /** The last port of a range, 0 to {@link #ranges} - 1. */
    public int last(int range) {
        return psidLength == 0 ? (1 << PORT_BITS) - 1 : first(range) + (1 << rangeBits()) - 1;
    }

    /** How many ports belong to the set, 1 to 65536. */
    public int size() {
        return psidLength == 0 ? 1 << PORT_BITS : ranges() << rangeBits();
    }

    /** A port of the set by its number in ascending order, 0 to {@link #size} - 1. */
    public int port(int number) {
        return psidLength == 0 ? number : first(number >>> rangeBits()) + (number & ((1 << rangeBits()) - 1));
    }

    /** How many customer edges share an address: 2^k. */
    public int sharingRatio() {
        return 1 << psidLength;
    }
}
