// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

/**
 * Something wrong in a file.
 *
 * @param line from 1 on
 * @param column from 1 on
 * @param path the keys and indexes that lead there, such as {@code pool4[2].prefix}; may be empty
 * @param message the offending value and what is allowed
 */
public record YamlProblem(int line, int column, String path, String message) {
    /** Offending keys and values may hold line ends and control characters, which would disturb a terminal or a log. */
    public YamlProblem {
        path = visible(path);
        message = visible(message);
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                visible.append("\\n");
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                visible.append(String.format("\\u%04x", (int) c));
            } else {
                visible.append(c);
            }
        }
        return visible.toString();
    }

    /** The line to show, behind the name of the file: {@code LINE:COLUMN: PATH: MESSAGE}. */
    @Override
    public String toString() {
        return line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
