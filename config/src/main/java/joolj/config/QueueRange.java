// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

/**
 * The NFQUEUE numbers of an instance, both ends included.
 *
 * @param first 0 to 65535
 * @param last {@code first} to 65535
 */
public record QueueRange(int first, int last) {
    /** Checks both ends. */
    public QueueRange {
        if (first < 0 || last > 65535 || first > last) {
            throw new IllegalArgumentException(first + ":" + last + " is no range within 0:65535");
        }
    }

    /**
     * Reads one queue number.
     *
     * @throws SyntaxException unless the text is a decimal number of at most 65535
     */
    public static QueueRange parseNumber(String text) {
        int number = number(text, text, "a queue number (0 to 65535)");
        return new QueueRange(number, number);
    }

    /**
     * Reads a range, {@code N:M}.
     *
     * @throws SyntaxException unless the text is two decimal numbers of at most 65535, the smaller one first
     */
    public static QueueRange parseRange(String text) {
        String expected = "a range of queue numbers (N:M, 0 to 65535, N not above M)";
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new SyntaxException("'" + text + "' is not " + expected + ".");
        }
        int first = number(text, text.substring(0, colon), expected);
        int last = number(text, text.substring(colon + 1), expected);
        if (first > last) {
            throw new SyntaxException("'" + text + "' is not " + expected + ".");
        }
        return new QueueRange(first, last);
    }

    private static int number(String whole, String text, String expected) {
        boolean decimal = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = decimal ? Integer.parseInt(text) : -1;
        if (value < 0 || value > 65535) {
            throw new SyntaxException("'" + whole + "' is not " + expected + ".");
        }
        return value;
    }

    /** How many queues there are, 1 to 65536. */
    public int size() {
        return last - first + 1;
    }

    /** {@code N} for one queue, else {@code N:M}. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + ":" + last;
    }
}
