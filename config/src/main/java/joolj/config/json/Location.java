// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.json;

/**
 * A place in a text file.
 *
 * @param line from 1 on
 * @param column from 1 on, in characters
 * @param path the keys and indexes that lead there, such as {@code pool4[2].prefix}; empty for the whole
 */
public record Location(int line, int column, String path) {
    /** Such as {@code 12:3: pool4[2].prefix}. */
    @Override
    public String toString() {
        return line + ":" + column + (path.isEmpty() ? "" : ": " + path);
    }
}
