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
    /** The line to show, behind the name of the file: {@code LINE:COLUMN: PATH: MESSAGE}. */
    @Override
    public String toString() {
        return line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
