// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.json;

/**
 * The JSON that Jool reads: strict, except that strings may hold control characters and any character may be escaped, and
 * that whatever stands behind the root value is ignored. All positions are indexes into the text.
 */
final class JsonSyntax {
    /** Deepest nesting; Jool's files need four levels. */
    private static final int MAXIMUM_DEPTH = 200;

    private final String text;

    JsonSyntax(String text) {
        this.text = text;
    }

    /** The first defect: where the text cannot be read any further. */
    static final class Defect extends Exception {
        private static final long serialVersionUID = 1;

        private final int index;

        Defect(int index) {
            super(null, null, false, false);
            this.index = index;
        }

        int index() {
            return index;
        }
    }

    /** The first index from {@code index} on that is no blank; may be the end. */
    int skipBlanks(int index) {
        int at = index;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    /** The character at an index, or 0 at the end. */
    char at(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    /**
     * Checks a value.
     *
     * @param index its first character
     * @return the index behind it
     */
    int check(int index, int depth) throws Defect {
        if (depth > MAXIMUM_DEPTH) {
            throw new Defect(index);
        }
        return switch (at(index)) {
            case '{' -> checkObject(index, depth);
            case '[' -> checkArray(index, depth);
            case '"' -> checkString(index);
            case 't' -> checkWord(index, "true");
            case 'f' -> checkWord(index, "false");
            case 'n' -> checkWord(index, "null");
            default -> checkNumber(index);
        };
    }

    private int checkObject(int index, int depth) throws Defect {
        int at = skipBlanks(index + 1);
        if (at(at) == '}') {
            return at + 1;
        }
        while (true) {
            at = skipBlanks(checkString(at));
            require(':', at);
            at = skipBlanks(check(skipBlanks(at + 1), depth + 1));
            if (at(at) != ',') {
                require('}', at);
                return at + 1;
            }
            at = skipBlanks(at + 1);
        }
    }

    private int checkArray(int index, int depth) throws Defect {
        int at = skipBlanks(index + 1);
        if (at(at) == ']') {
            return at + 1;
        }
        while (true) {
            at = skipBlanks(check(at, depth + 1));
            if (at(at) != ',') {
                require(']', at);
                return at + 1;
            }
            at = skipBlanks(at + 1);
        }
    }

    private void require(char wanted, int index) throws Defect {
        if (at(index) != wanted) {
            throw new Defect(index);
        }
    }

    private int checkString(int index) throws Defect {
        require('"', index);
        int end = skipString(index);
        if (end > text.length()) {
            throw new Defect(text.length());
        }
        return end;
    }

    private int checkWord(int index, String word) throws Defect {
        if (!text.startsWith(word, index)) {
            throw new Defect(index);
        }
        return index + word.length();
    }

    private int checkNumber(int index) throws Defect {
        int at = at(index) == '-' ? index + 1 : index;
        int digits = skipDigits(at);
        if (digits == at) {
            throw new Defect(index);
        }
        // No digit may follow a leading zero, but a fraction may.
        at = at(at) == '0' ? at + 1 : digits;
        if (at(at) == '.' && skipDigits(at + 1) > at + 1) {
            at = skipDigits(at + 1);
        }
        if (at(at) == 'e' || at(at) == 'E') {
            int exponent = at(at + 1) == '+' || at(at + 1) == '-' ? at + 2 : at + 1;
            at = skipDigits(exponent) > exponent ? skipDigits(exponent) : at;
        }
        return at;
    }

    private int skipDigits(int index) {
        int at = index;
        while (at(at) >= '0' && at(at) <= '9') {
            at++;
        }
        return at;
    }

    /** The index behind a string; beyond the end of the text if it is not closed. */
    int skipString(int index) {
        int at = index + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** The index behind a value that has been checked. */
    int skip(int index) {
        int at = index;
        int depth = 0;
        do {
            char c = at(at);
            if (c == '"') {
                at = skipString(at);
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                depth--;
                at++;
            } else if (depth > 0) {
                at++;
            } else {
                return skipScalar(at);
            }
        } while (depth > 0);
        return at;
    }

    private int skipScalar(int index) {
        int at = index;
        while (at < text.length() && text.charAt(at) > ' ' && ",]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /** The characters that a checked string stands for. */
    String decode(int index) {
        int end = skipString(index) - 1;
        int escape = index + 1;
        while (escape < end && text.charAt(escape) != '\\') {
            escape++;
        }
        if (escape == end) {
            return text.substring(index + 1, end);
        }
        StringBuilder decoded = new StringBuilder(end - index);
        int at = index + 1;
        while (at < end) {
            char c = text.charAt(at++);
            if (c == '\\') {
                c = text.charAt(at++);
                if (c == 'u') {
                    int digits = Math.min(at + 4, end);
                    c = codeUnit(text.substring(at, digits));
                    at = digits;
                } else {
                    c = unescape(c);
                }
            }
            decoded.append(c);
        }
        return decoded.toString();
    }

    private static char unescape(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    private static char codeUnit(String digits) {
        try {
            return digits.length() == 4 && digits.charAt(0) != '+' && digits.charAt(0) != '-'
                    ? (char) Integer.parseInt(digits, 16)
                    : '\ufffd';
        } catch (NumberFormatException e) {
            return '\ufffd';
        }
    }
}
