// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

/** Unsigned decimal numbers inside addresses: prefix lengths and ports. */
final class NumberText {
    private NumberText() {}

    /**
     * Reads the digits that the text starts with; what follows them is ignored.
     *
     * @throws AddressFormatException if the text does not start with a digit or the number exceeds {@code maximum}
     */
    static int parse(String text, int maximum) {
        long value = 0;
        int at = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = Math.min(value * 10 + text.charAt(at) - '0', Integer.MAX_VALUE);
            at++;
        }
        if (at == 0) {
            throw AddressFormatException.notANumber(text);
        }
        if (value > maximum) {
            throw AddressFormatException.outOfBounds(text, maximum);
        }
        return (int) value;
    }
}
