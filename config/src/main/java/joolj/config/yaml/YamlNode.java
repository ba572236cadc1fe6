// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import java.util.List;

/** A value of a YAML document and where it begins. */
sealed interface YamlNode {
    /** Where it begins. */
    Mark mark();

    /** What it is, for complaints. */
    String describe();

    /**
     * A place in the file.
     *
     * @param line from 1 on
     * @param column from 1 on
     */
    record Mark(int line, int column) {}

    /**
     * A single value.
     *
     * @param plain whether it is written without quotes, so that it may be a number, a boolean or null
     */
    record Scalar(Mark mark, String text, boolean plain) implements YamlNode {
        private static final int LONGEST_INTEGER = 18;

        /** A string, a {@code Long}, a boolean or null; the only words that mean something are true, false, null and ~. */
        Object value() {
            if (!plain) {
                return text;
            }
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                case "null", "~", "" -> null;
                default -> isInteger() ? (Object) Long.valueOf(text) : text;
            };
        }

        /** Decimal digits without superfluous zeros: {@code 0640} and {@code 60:30} are no numbers here. */
        private boolean isInteger() {
            int start = text.startsWith("-") ? 1 : 0;
            boolean leadingZero = text.startsWith("0", start) && text.length() > start + 1;
            return text.length() > start
                    && text.length() <= LONGEST_INTEGER
                    && !leadingZero
                    && text.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
        }

        @Override
        public String describe() {
            return "'" + text + "'";
        }
    }

    /** A list. */
    record Sequence(Mark mark, List<YamlNode> items) implements YamlNode {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** Keys and values in the order of the file; keys may be there twice. */
    record Mapping(Mark mark, List<Entry> entries) implements YamlNode {
        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** A key and its value. */
    record Entry(Scalar key, YamlNode value) {}
}
