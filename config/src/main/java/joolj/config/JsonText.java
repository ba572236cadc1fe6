// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.List;
import java.util.Map;

/** Complaints about JSON values of the wrong type. */
final class JsonText {
    private JsonText() {}

    /**
     * Says that an element is not what it should be.
     *
     * @param expected such as {@code boolean} or {@code unsigned integer}
     */
    static SyntaxException not(String expected, String key, Object json) {
        if (json instanceof Map || json instanceof List) {
            String kind = json instanceof Map ? "object" : "array";
            return new SyntaxException(
                    "The '" + key + "' element appears to be an " + kind + ", not a '" + expected + "'.");
        }
        return new SyntaxException("The '" + key + "' element '" + json + "' is not a valid " + expected + ".");
    }

    /** Insists on a string. */
    static String string(String key, Object json) {
        if (json instanceof String text) {
            return text;
        }
        throw not("string", key, json);
    }

    /**
     * Insists on a number; a fraction is cut off.
     *
     * @return 0 to {@code maximum}
     */
    static long unsigned(String key, Object json, long maximum) {
        if (!(json instanceof Number number)) {
            throw not("unsigned integer", key, json);
        }
        double value = Math.floor(number.doubleValue());
        if (!(value >= 0 && value <= maximum)) {
            throw new SyntaxException(key + " " + json + " is out of range (0-" + maximum + ").");
        }
        return (long) value;
    }
}
