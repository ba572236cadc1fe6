// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import joolj.cli.console.Console;

/** A table drawn with lines, its cells right-aligned in columns of fixed width. */
final class Grid {
    private final Console console;
    private final int[] widths;
    private final String border;

    /**
     * Prepares to draw.
     *
     * @param widths of the columns, characters, without the blanks beside the lines
     */
    Grid(Console console, int... widths) {
        this.console = console;
        this.widths = widths.clone();
        StringBuilder line = new StringBuilder("+");
        for (int width : widths) {
            line.append("-".repeat(width + 2)).append('+');
        }
        this.border = line.toString();
    }

    /** Draws a horizontal line. */
    void border() {
        console.line(border);
    }

    /** Writes one cell for each column. */
    void row(String... cells) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            right(line.append(' '), cells[i], widths[i]).append(" |");
        }
        console.line(line.toString());
    }

    /** Appends a text, preceded by blanks so that it takes {@code width} characters. */
    static StringBuilder right(StringBuilder line, String text, int width) {
        return line.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }
}
