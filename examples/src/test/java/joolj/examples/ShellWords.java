// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.util.ArrayList;
import java.util.List;

/** Splits a command line as a shell does, as far as recorded commands need it: quotes, pipes and lists. */
final class ShellWords {
    private ShellWords() {}

    /**
     * Splits into words; knows {@code '…'}, {@code "…"} without escapes, and {@code $'…'} with {@code \t}.
     *
     * @param text without pipes and lists
     */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ansi = c == '$' && i + 1 < text.length() && text.charAt(i + 1) == '\'';
            if (c == ' ') {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (c == '\'' || c == '"' || ansi) {
                int start = ansi ? i + 2 : i + 1;
                i = text.indexOf(ansi ? '\'' : c, start);
                String quoted = text.substring(start, i);
                word.append(ansi ? quoted.replace("\\t", "\t") : quoted);
            } else {
                word.append(c);
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }

    /** Splits at a character that stands outside quotes; strips each part. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        char quote = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == separator) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }
}
