// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;

/** Turns a line into a JSON object, without trusting the line. */
final class JsonLine {
    /** Deepest nesting; the deepest message, a page of rows, has three levels. */
    private static final int MAXIMUM_DEPTH = 16;
    /** Longest number; the longest value, 2^64, has twenty digits. */
    private static final int MAXIMUM_NUMBER = 32;

    private JsonLine() {}

    /** Parses a line; only an object will do. */
    static JsonObject parse(String line) throws MalformedMessageException {
        requireModest(line);
        try {
            return JsonParser.object().from(line);
        } catch (JsonParserException e) {
            throw MalformedMessageException.malformed("The message is not a JSON object: " + e.getMessage());
        }
    }

    /** Keeps away what would exhaust the recursive parser's stack or its arithmetic. */
    private static void requireModest(String line) throws MalformedMessageException {
        boolean quoted = false;
        int depth = 0;
        int digits = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
                continue;
            }
            quoted = c == '"';
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            digits = c >= '0' && c <= '9' ? digits + 1 : 0;
            if (depth > MAXIMUM_DEPTH || digits > MAXIMUM_NUMBER) {
                throw MalformedMessageException.malformed(
                        depth > MAXIMUM_DEPTH
                                ? "The message is nested too deeply."
                                : "The message holds a number of more than " + MAXIMUM_NUMBER + " digits.");
            }
        }
    }
}
