// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    @ParameterizedTest
    @CsvSource({
        "display, display, 0",
        "dispaly, display, 1",
        "display, dsplay, 1",
        "display, displays, 1",
        "display, disblay, 1",
        "'', abc, 3",
        "abc, '', 3",
        "ab, ba, 1",
        "ca, abc, 3",
        "remove, flush, 6"
    })
    void mistakesAreCounted(String one, String other, int mistakes) {
        assertEquals(mistakes, Suggestion.mistakes(one, other));
        assertEquals(mistakes, Suggestion.mistakes(other, one));
    }

    @Test
    void theNearestWordWinsAndShortWordsMustBeExact() {
        List<String> words = List.of("add", "display", "flush");

        assertEquals(Optional.of("display"), Suggestion.closest("displai", words));
        assertEquals(Optional.of("add"), Suggestion.closest("ads", words));
        assertEquals(Optional.empty(), Suggestion.closest("ad", List.of("ed")));
        assertEquals(Optional.empty(), Suggestion.closest("", words));
    }
}
