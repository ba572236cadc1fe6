// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

/** Breaks text into lines. */
final class Wrap {
    private Wrap() {}

    /**
     * Replaces blanks by line feeds so that no line exceeds {@code width} characters, unless a single word does.
     *
     * @param indent what every line but the first starts with
     */
    static String at(String text, int width, String indent) {
        StringBuilder wrapped = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ", 0)) {
            if (column == 0) {
                wrapped.append(word);
                column = word.length();
            } else if (column + 1 + word.length() <= width) {
                wrapped.append(' ').append(word);
                column += 1 + word.length();
            } else {
                wrapped.append('\n').append(indent).append(word);
                column = indent.length() + word.length();
            }
        }
        return wrapped.toString();
    }
}
