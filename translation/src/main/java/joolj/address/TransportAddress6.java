// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

/**
 * An IPv6 transport address, RFC 6146 § 2.
 *
 * @param high the first eight octets of the address, big-endian
 * @param low the last eight octets of the address, big-endian
 * @param port port or ICMP identifier, 0 to 65535
 */
public record TransportAddress6(long high, long low, int port) {
    private static final int MAX_TEXT = 51;

    /** Refuses ports outside 0 to 65535. */
    public TransportAddress6 {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port is " + port + ", must be 0 to 65535");
        }
    }

    /**
     * Reads {@code ADDRESS#PORT}, such as {@code 2001:db8::1#96}.
     *
     * @throws AddressFormatException if the text is anything else
     */
    public static TransportAddress6 parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw AddressFormatException.tooLong(text);
        }
        int hash = text.indexOf('#');
        if (hash < 0) {
            throw AddressFormatException.noPort(text, 6, "2001:db8::1#96");
        }
        long[] address = IpText.parse6(text.substring(0, hash));
        return new TransportAddress6(address[0], address[1], NumberText.parse(text.substring(hash + 1), 0xffff));
    }

    /** Such as {@code 2001:db8::1#96}. */
    @Override
    public String toString() {
        return IpText.append6(new StringBuilder(), high, low)
                .append('#')
                .append(port)
                .toString();
    }
}
