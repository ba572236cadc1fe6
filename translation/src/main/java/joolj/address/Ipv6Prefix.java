// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

/**
 * An IPv6 prefix. Host bits may be set, because commands must be able to name them; see {@link #hasSuffix}.
 *
 * @param high the first eight octets, big-endian
 * @param low the last eight octets, big-endian
 * @param length bits, 0 to 128
 */
public record Ipv6Prefix(long high, long low, int length) {
    /** The longest length, bits. */
    public static final int MAX_LENGTH = 128;

    private static final int MAX_TEXT = 49;

    /** Refuses lengths outside 0 to 128. */
    public Ipv6Prefix {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("length is " + length + ", must be 0 to " + MAX_LENGTH);
        }
    }

    /**
     * Reads {@code ADDRESS[/LENGTH]}; a missing or empty length means 128.
     *
     * @throws AddressFormatException if the text is anything else
     */
    public static Ipv6Prefix parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw AddressFormatException.tooLong(text);
        }
        int slash = text.indexOf('/');
        long[] address = IpText.parse6(slash < 0 ? text : text.substring(0, slash));
        boolean whole = slash < 0 || slash == text.length() - 1;
        int length = whole ? MAX_LENGTH : NumberText.parse(text.substring(slash + 1), MAX_LENGTH);
        return new Ipv6Prefix(address[0], address[1], length);
    }

    /** The first eight octets of the network mask. */
    public long maskHigh() {
        return length == 0 ? 0 : -1L << Math.max(0, 64 - length);
    }

    /** The last eight octets of the network mask. */
    public long maskLow() {
        return length <= 64 ? 0 : -1L << (MAX_LENGTH - length);
    }

    /** Whether an address lies in this prefix; host bits of the prefix are ignored. */
    public boolean contains(long otherHigh, long otherLow) {
        return ((high ^ otherHigh) & maskHigh()) == 0 && ((low ^ otherLow) & maskLow()) == 0;
    }

    /** Whether every address of another prefix lies in this one. */
    public boolean contains(Ipv6Prefix other) {
        return length <= other.length && contains(other.high, other.low);
    }

    /** Whether bits behind the length are set. */
    public boolean hasSuffix() {
        return (high & ~maskHigh()) != 0 || (low & ~maskLow()) != 0;
    }

    /** The same prefix with its host bits cleared. */
    public Ipv6Prefix network() {
        return new Ipv6Prefix(high & maskHigh(), low & maskLow(), length);
    }

    /** Such as {@code 64:ff9b::/96}. */
    @Override
    public String toString() {
        return IpText.append6(new StringBuilder(), high, low)
                .append('/')
                .append(length)
                .toString();
    }
}
