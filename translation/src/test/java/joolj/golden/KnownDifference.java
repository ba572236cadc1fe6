// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that the engine does otherwise than the recordings, on purpose.
 *
 * @param ids the cases that show it
 * @param lines what all lines of {@link Comparison} about these cases look like, and no others
 * @param reason why, in a sentence
 * @param section what governs it
 */
record KnownDifference(List<String> ids, Pattern lines, String reason, String section) {
    /** The row of the table in {@code docs/differences.md}. */
    String row() {
        String names = ids.stream().map(id -> "`" + id + "`").collect(Collectors.joining(", "));
        return "| " + names + " | " + reason + " | " + section + " |";
    }
}
