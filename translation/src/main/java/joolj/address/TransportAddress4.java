// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

/**
 * An IPv4 transport address, RFC 6146 § 2.
 *
 * @param address big-endian
 * @param port port or ICMP identifier, 0 to 65535
 */
public record TransportAddress4(int address, int port) {
    private static final int MAX_TEXT = 21;

    /** Refuses ports outside 0 to 65535. */
    public TransportAddress4 {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port is " + port + ", must be 0 to 65535");
        }
    }

    /**
     * Reads {@code ADDRESS#PORT}, such as {@code 203.0.113.8#80}.
     *
     * @throws AddressFormatException if the text is anything else
     */
    public static TransportAddress4 parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw AddressFormatException.tooLong(text);
        }
        int hash = text.indexOf('#');
        if (hash < 0) {
            throw AddressFormatException.noPort(text, 4, "203.0.113.8#80");
        }
        int address = IpText.parse4(text.substring(0, hash));
        return new TransportAddress4(address, NumberText.parse(text.substring(hash + 1), 0xffff));
    }

    /** Such as {@code 203.0.113.8#80}. */
    @Override
    public String toString() {
        return IpText.append4(new StringBuilder(), address)
                .append('#')
                .append(port)
                .toString();
    }
}
