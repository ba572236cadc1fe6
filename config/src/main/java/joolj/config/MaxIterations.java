// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

/**
 * How many ports of pool4 are tried before a mask gives up, as an operator asks for it.
 *
 * @param kind whether there is a number
 * @param count tries, 0 to 2^32-1, if the kind is {@link Kind#FIXED}; else 0
 */
public record MaxIterations(Kind kind, long count) {
    /** The three things one can ask for. */
    public enum Kind {
        /** The translator chooses by the size of the pool. */
        AUTO,
        /** Every port is tried. */
        INFINITY,
        /** Exactly {@link MaxIterations#count}. */
        FIXED
    }

    /** The translator chooses. */
    public static final MaxIterations AUTO = new MaxIterations(Kind.AUTO, 0);
    /** No bound. */
    public static final MaxIterations INFINITY = new MaxIterations(Kind.INFINITY, 0);

    /**
     * Reads {@code auto}, {@code infinity} or an unsigned integer.
     *
     * @throws SyntaxException if the text is none of them
     */
    public static MaxIterations parse(String text) {
        return switch (text) {
            case "auto" -> AUTO;
            case "infinity" -> INFINITY;
            default -> new MaxIterations(Kind.FIXED, UnsignedText.parse(text, UnsignedText.U32));
        };
    }

    /** Its form in control messages and configuration files: a word or a number. */
    public Object json() {
        return switch (kind) {
            case AUTO -> "auto";
            case INFINITY -> "infinity";
            case FIXED -> count;
        };
    }

    /**
     * Reads the form of control messages.
     *
     * @throws RefusedException if it is none
     */
    public static MaxIterations ofJson(Object json) {
        if ("auto".equals(json)) {
            return AUTO;
        }
        if ("infinity".equals(json)) {
            return INFINITY;
        }
        if (json instanceof Integer || json instanceof Long) {
            long count = ((Number) json).longValue();
            if (count >= 0 && count <= UnsignedText.U32) {
                return new MaxIterations(Kind.FIXED, count);
            }
        }
        throw RefusedException.invalid("'" + json + "' is not a number of iterations.");
    }
}
