// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import java.util.Collection;
import java.util.Optional;

/**
 * Guesses what a mistyped word was meant to be. Hints stand on lines of their own that begin with two blanks, behind what
 * Jool prints.
 */
public final class Suggestion {
    /** A word of this many characters may have one mistake, one of twice as many two, and so on. */
    private static final int CHARACTERS_PER_MISTAKE = 3;

    private static final int MOST_MISTAKES = 2;

    private Suggestion() {}

    /**
     * The hint for a word that is unknown.
     *
     * @param typed the word
     * @param prefix what is put before the suggestion, such as {@code --}
     * @param words what it could have been
     * @return a line feed and the hint; empty if nothing is similar
     */
    static String hint(String typed, String prefix, Collection<String> words) {
        return closest(typed, words)
                .map(word -> "\n  Did you mean '" + prefix + word + "'?")
                .orElse("");
    }

    /** The word that has the fewest differences from the one typed, if they are few. */
    static Optional<String> closest(String typed, Collection<String> words) {
        int fewest = Math.min(MOST_MISTAKES, typed.length() / CHARACTERS_PER_MISTAKE) + 1;
        String best = null;
        for (String word : words) {
            int mistakes = mistakes(typed, word);
            if (mistakes < fewest) {
                fewest = mistakes;
                best = word;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Characters to insert, to remove, to replace, or neighbours to exchange, to make one word of the other. */
    static int mistakes(String one, String other) {
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(last[j], current[j - 1]));
                if (i > 1 && j > 1 && areExchanged(one, i, other, j)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = current;
        }
        return last[other.length()];
    }

    private static boolean areExchanged(String one, int i, String other, int j) {
        return one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
