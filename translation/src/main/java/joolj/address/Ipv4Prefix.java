// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

/**
 * An IPv4 prefix. Host bits may be set, because commands must be able to name them; see {@link #hasSuffix}.
 *
 * @param address big-endian
 * @param length bits, 0 to 32
 */
public record Ipv4Prefix(int address, int length) {
    /** The longest length, bits. */
    public static final int MAX_LENGTH = 32;

    private static final int MAX_TEXT = 18;

    /** Refuses lengths outside 0 to 32. */
    public Ipv4Prefix {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("length is " + length + ", must be 0 to " + MAX_LENGTH);
        }
    }

    /**
     * Reads {@code ADDRESS[/LENGTH]}; a missing or empty length means 32.
     *
     * @throws AddressFormatException if the text is anything else
     */
    public static Ipv4Prefix parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw AddressFormatException.tooLong(text);
        }
        int slash = text.indexOf('/');
        int address = IpText.parse4(slash < 0 ? text : text.substring(0, slash));
        boolean whole = slash < 0 || slash == text.length() - 1;
        return new Ipv4Prefix(address, whole ? MAX_LENGTH : NumberText.parse(text.substring(slash + 1), MAX_LENGTH));
    }

    /** The network mask, big-endian. */
    public int mask() {
        return length == 0 ? 0 : -1 << (MAX_LENGTH - length);
    }

    /** Whether an address lies in this prefix; host bits of the prefix are ignored. */
    public boolean contains(int other) {
        return ((address ^ other) & mask()) == 0;
    }

    /** Whether every address of another prefix lies in this one. */
    public boolean contains(Ipv4Prefix other) {
        return length <= other.length && contains(other.address);
    }

    /** Whether bits behind the length are set. */
    public boolean hasSuffix() {
        return (address & ~mask()) != 0;
    }

    /** The same prefix with its host bits cleared. */
    public Ipv4Prefix network() {
        return new Ipv4Prefix(address & mask(), length);
    }

    /** How many addresses lie in this prefix, 1 to 2^32. */
    public long size() {
        return 1L << (MAX_LENGTH - length);
    }

    /** Such as {@code 192.0.2.0/24}. */
    @Override
    public String toString() {
        return IpText.append4(new StringBuilder(), address)
                .append('/')
                .append(length)
                .toString();
    }
}
