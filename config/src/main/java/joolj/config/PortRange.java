// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

/**
 * A range of ports or ICMP identifiers, as typed: the translator swaps the ends if they are the wrong way round.
 *
 * @param first 0 to 65535
 * @param last 0 to 65535
 */
public record PortRange(int first, int last) {
    /** Every port. */
    public static final PortRange ALL = new PortRange(0, 65535);

    /** Checks both ends. */
    public PortRange {
        if (first < 0 || first > 65535 || last < 0 || last > 65535) {
            throw new IllegalArgumentException(first + "-" + last + " exceeds 0-65535");
        }
    }

    /**
     * Reads {@code N} or {@code A-B}.
     *
     * @throws SyntaxException if an end is no number or exceeds 65535
     */
    public static PortRange parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            int port = (int) UnsignedText.parse(text, UnsignedText.U16);
            return new PortRange(port, port);
        }
        int first = (int) UnsignedText.parse(text.substring(0, dash), UnsignedText.U16);
        return new PortRange(first, (int) UnsignedText.parse(text.substring(dash + 1), UnsignedText.U16));
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
