// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

/**
 * Reads unsigned decimal integers as Jool's client does: the text must start with a digit, and whatever follows the
 * digits is ignored ({@code 0x10} is 0, {@code 80x} is 80).
 */
public final class UnsignedText {
    /** Largest value of an 8-bit field. */
    public static final long U8 = 255;
    /** Largest value of a 16-bit field. */
    public static final long U16 = 65535;
    /** Largest value of a 32-bit field. */
    public static final long U32 = 4294967295L;

    private UnsignedText() {}

    /**
     * Reads an integer.
     *
     * @param text what was typed
     * @param maximum largest value allowed, 0 to 2^32-1
     * @return 0 to {@code maximum}
     * @throws SyntaxException if the text does not start with a digit or exceeds the maximum
     */
    public static long parse(String text, long maximum) {
        int digits = 0;
        long value = 0;
        boolean tooBig = false;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            value = 10 * value + (text.charAt(digits) - '0');
            tooBig |= value > maximum;
            value = tooBig ? maximum : value;
            digits++;
        }
        if (digits == 0) {
            throw new SyntaxException(
                    "'" + text + "' is not an unsigned integer. (error code 1)", SyntaxException.NOT_A_NUMBER);
        }
        if (tooBig) {
            throw new SyntaxException("'" + text + "' is out of bounds (0-" + maximum + ").");
        }
        return value;
    }
}
