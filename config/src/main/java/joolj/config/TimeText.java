// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.List;

/**
 * Reads and writes spans of time, {@code [[HH:]MM:]SS[.mmm]}. Values are milliseconds of 32 bits; what does not fit
 * wraps around, as in Jool ({@code 1193:02:47.296} is 0).
 */
public final class TimeText {
    private static final int MINIMUM_MILLISECOND_DIGITS = 3;
    /** Longest field that cannot overflow the arithmetic. */
    private static final int MAXIMUM_DIGITS = 12;

    private static final List<String> UNITS = List.of("h", "m", "s", "ms");
    private static final long[] MILLISECONDS = {3_600_000, 60_000, 1000, 1};

    private TimeText() {}

    /**
     * Reads a span. No field has a limit of its own ({@code 90} is one minute and a half), an empty field is 0, blanks
     * before a field are ignored, and digits beyond the third of the fraction still count milliseconds.
     *
     * @return milliseconds, 0 to 2^32-1
     * @throws SyntaxException if the text has another form
     */
    public static long parse(String text) {
        int dot = text.indexOf('.');
        long milliseconds = dot < 0 ? 0 : fraction(text, text.substring(dot + 1));
        String[] fields = (dot < 0 ? text : text.substring(0, dot)).split(":", -1);
        if (fields.length > 3) {
            throw unreadable(text);
        }
        long seconds = 0;
        for (String field : fields) {
            seconds = 60 * seconds + number(text, field.stripLeading());
        }
        return (1000 * seconds + milliseconds) & UnsignedText.U32;
    }

    /**
     * Reads a span either as {@link #parse} does or with units, the larger one first, each at most once: {@code 2h},
     * {@code 90s}, {@code 1m30s}, {@code 500ms}. No number has a limit of its own; what does not fit is refused.
     *
     * @return milliseconds, 0 to 2^32-1
     * @throws SyntaxException if the text has another form or exceeds the range
     */
    public static long parseWithUnits(String text) {
        return text.isEmpty() || !Character.isLetter(text.charAt(text.length() - 1)) ? parse(text) : units(text);
    }

    private static long units(String text) {
        long milliseconds = 0;
        int unit = 0;
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && text.charAt(to) >= '0' && text.charAt(to) <= '9') {
                to++;
            }
            if (to == from || to - from > MAXIMUM_DIGITS) {
                throw noDuration(text);
            }
            int end = endOfWord(text, to);
            int found = UNITS.indexOf(text.substring(to, end));
            if (found < unit) {
                throw noDuration(text);
            }
            milliseconds += Long.parseLong(text.substring(from, to)) * MILLISECONDS[found];
            unit = found + 1;
            from = end;
        }
        if (milliseconds > UnsignedText.U32) {
            throw new SyntaxException("'" + text + "' is out of bounds (0-" + UnsignedText.U32 + "ms).");
        }
        return milliseconds;
    }

    private static int endOfWord(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static SyntaxException noDuration(String text) {
        return new SyntaxException(unreadable(text).getMessage()
                + "\n  Units are h, m, s and ms, in this order, such as 2h, 1m30s or 500ms.");
    }

    private static long fraction(String text, String digits) {
        if (digits.length() < MINIMUM_MILLISECOND_DIGITS) {
            throw new SyntaxException("The millisecond portion of '" + text + "' must length at least "
                    + MINIMUM_MILLISECOND_DIGITS + " digits.");
        }
        return number(text, digits);
    }

    private static long number(String text, String field) {
        if (field.isEmpty()) {
            return 0;
        }
        if (field.length() > MAXIMUM_DIGITS || !field.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw unreadable(text);
        }
        return Long.parseLong(field);
    }

    private static SyntaxException unreadable(String text) {
        return new SyntaxException("'" + text + "' does not seem to follow the '[HH:[MM:]]SS[.mmm]' format.");
    }

    /**
     * Writes a span as {@code H:MM:SS}, followed by {@code .mmm} unless that is zero.
     *
     * @param milliseconds 0 to 2^63-1
     */
    public static String format(long milliseconds) {
        StringBuilder text = new StringBuilder(16);
        long seconds = milliseconds / 1000;
        text.append(seconds / 3600);
        twoDigits(text.append(':'), seconds / 60 % 60);
        twoDigits(text.append(':'), seconds % 60);
        long rest = milliseconds % 1000;
        if (rest != 0) {
            text.append('.').append(rest / 100).append(rest / 10 % 10).append(rest % 10);
        }
        return text.toString();
    }

    private static void twoDigits(StringBuilder text, long value) {
        text.append(value / 10).append(value % 10);
    }
}
