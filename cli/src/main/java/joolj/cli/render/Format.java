// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

/**
 * How a table is wanted.
 *
 * @param style the language
 * @param headers whether column headings are wanted
 */
public record Format(Style style, boolean headers) {
    /** The languages. */
    public enum Style {
        /** For people; Jool's tables. */
        PLAIN,
        /** Comma-separated values; Jool's CSV. */
        CSV,
        /** One array of objects. */
        JSON
    }

    /** Whether the table is CSV. */
    public boolean isCsv() {
        return style == Style.CSV;
    }
}
