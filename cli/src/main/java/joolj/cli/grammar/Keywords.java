// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import joolj.cli.console.ExitException;

/** Recognises keywords: a token is one of them exactly, or the beginning of just one. Case matters. */
public final class Keywords {
    private Keywords() {}

    /**
     * Finds the keyword meant.
     *
     * @param token as typed
     * @param keywords what there is, in the order of error messages
     * @return one of {@code keywords}
     * @throws ExitException if none or more than one is meant
     */
    public static String match(String token, List<String> keywords) {
        return match(token, keywords, unknown -> "");
    }

    /**
     * Finds the keyword meant.
     *
     * @param token as typed
     * @param keywords what there is, in the order of error messages
     * @param hint what else can be said about an unknown token: empty, or a line feed and a line
     * @return one of {@code keywords}
     * @throws ExitException if none or more than one is meant
     */
    public static String match(String token, List<String> keywords, UnaryOperator<String> hint) {
        if (keywords.contains(token)) {
            return token;
        }
        List<String> meant = new ArrayList<>();
        for (String keyword : keywords) {
            if (keyword.startsWith(token)) {
                meant.add(keyword);
            }
        }
        if (meant.size() == 1) {
            return meant.get(0);
        }
        if (!meant.isEmpty()) {
            throw new ExitException(
                    ExitException.INVALID, "Ambiguous token: '" + token + "'\nAvailable options: " + list(meant));
        }
        String special = hint.apply(token);
        throw new ExitException(
                ExitException.INVALID,
                "Unexpected token: '" + token + "'\nAvailable options: " + list(keywords)
                        + (special.isEmpty() ? Suggestion.hint(token, "", keywords) : special));
    }

    /** Reports that the command ends too early. */
    public static ExitException missing(List<String> keywords) {
        return new ExitException(
                ExitException.INVALID, "More arguments expected.\nPossible follow-ups: " + list(keywords));
    }

    /** The keywords, each followed by a blank. */
    public static String list(List<String> keywords) {
        return String.join(" ", keywords) + " ";
    }
}
