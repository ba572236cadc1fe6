// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6052;

import joolj.address.IpText;
import joolj.address.Ipv6Prefix;

/**
 * RFC 6052 § 2.2: the prefix of a translator, and the IPv6 addresses that hold IPv4 addresses under it.
 *
 * <pre>
 * length  0              32    40    48    56    64    72    80    88    96   104   112   120
 *   32    | prefix        | v4(32)                | u   | suffix                              |
 *   40    | prefix              | v4(24)          | u   |(8)  | suffix                        |
 *   48    | prefix                    | v4(16)    | u   | (16)      | suffix                  |
 *   56    | prefix                          |(8)  | u   |  v4(24)         | suffix            |
 *   64    | prefix                                | u   |   v4(32)              | suffix      |
 *   96    | prefix                                                    |    v4(32)             |
 * </pre>
 *
 * <p>The octet <em>u</em> and the suffix are written as zero and ignored when read. Immutable.
 */
public final class Pool6 {
    private final Ipv6Prefix prefix;
    private final long high;
    private final long low;
    private final long maskHigh;
    private final long maskLow;
    private final int length;

    /**
     * @param prefix its length must be 32, 40, 48, 56, 64 or 96, and its host bits must be zero
     * @throws IllegalArgumentException if they are not; the message is fit for people
     */
    public Pool6(Ipv6Prefix prefix) {
        if (!isValidLength(prefix.length())) {
            throw new IllegalArgumentException(
                    prefix.length() + " is not a valid prefix length (32, 40, 48, 56, 64, 96).");
        }
        if (prefix.hasSuffix()) {
            throw new IllegalArgumentException("'" + prefix + "' seems to have a suffix; please fix.");
        }
        this.prefix = prefix;
        this.high = prefix.high();
        this.low = prefix.low();
        this.maskHigh = prefix.maskHigh();
        this.maskLow = prefix.maskLow();
        this.length = prefix.length();
    }

    /** Reads a prefix such as {@code 64:ff9b::/96}; throws as the constructor and {@link Ipv6Prefix#parse} do. */
    public static Pool6 parse(String text) {
        return new Pool6(Ipv6Prefix.parse(text));
    }

    /** Whether § 2.2 knows a prefix length. */
    public static boolean isValidLength(int length) {
        return length == 96 || (length >= 32 && length <= 64 && length % 8 == 0);
    }

    /** The prefix itself. */
    public Ipv6Prefix prefix() {
        return prefix;
    }

    /** Whether an address starts with the prefix, so that {@link #extract} makes sense. */
    public boolean contains(long addressHigh, long addressLow) {
        return ((addressHigh ^ high) & maskHigh) == 0 && ((addressLow ^ low) & maskLow) == 0;
    }

    /** The IPv4 address, big-endian, that an IPv6 address of this prefix holds; § 2.3. */
    public int extract(long addressHigh, long addressLow) {
        return switch (length) {
            case 32 -> (int) addressHigh;
            case 40 -> (int) (addressHigh << 8) | ((int) (addressLow >>> 48) & 0xff);
            case 48 -> (int) (addressHigh << 16) | ((int) (addressLow >>> 40) & 0xffff);
            case 56 -> (int) (addressHigh << 24) | ((int) (addressLow >>> 32) & 0xff_ffff);
            case 64 -> (int) (addressLow >>> 24);
            default -> (int) addressLow;
        };
    }

    /** The first eight octets of the IPv6 address that holds an IPv4 address; § 2.3. */
    public long embedHigh(int address) {
        long bits = address & 0xffff_ffffL;
        return length < 64 ? high | bits >>> (length - 32) : high;
    }

    /** The last eight octets of the IPv6 address that holds an IPv4 address; § 2.3. */
    public long embedLow(int address) {
        long bits = address & 0xffff_ffffL;
        return switch (length) {
            case 32 -> 0;
            case 40 -> (bits & 0xff) << 48;
            case 48 -> (bits & 0xffff) << 40;
            case 56 -> (bits & 0xff_ffff) << 32;
            case 64 -> bits << 24;
            default -> low | bits;
        };
    }

    /** The IPv6 address that holds an IPv4 address, as text. */
    public String embedText(int address) {
        return IpText.format6(embedHigh(address), embedLow(address));
    }

    /** Such as {@code 64:ff9b::/96}. */
    @Override
    public String toString() {
        return prefix.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pool6 pool && pool.prefix.equals(prefix);
    }

    @Override
    public int hashCode() {
        return prefix.hashCode();
    }
}
