// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1|instance stats global pool4 bib session file joold --help --usage --version --instance --file",
                "1 s|stats session",
                "2 pool4|display add remove flush",
                "2 p r|remove",
                "2 global u|update",
                "3 global update tcp|tcp-est-timeout tcp-trans-timeout",
                "4 global update manually-enabled|true false --force --help --usage --version",
                "4 global update man t|true",
                "3 instance add --q|--queue-num --queue-balance",
                "5 -i x instance add --ip|--iptables",
                "3 instance display --|--csv --no-headers --help --usage --version",
                "2 nonsense|''",
                "x|''",
                "-5 instance|''",
                "99 instance|display add remove flush status"
            })
    void candidatesContinueTheWord(String words, String candidates) {
        assertCompletes("jool", words, candidates);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1|instance stats address global eamt blacklist4 denylist4 file --help --usage --version --instance --file",
                "1 d|denylist4",
                "2 eamt|display add remove flush",
                "2 black r|remove",
                "2 address|query",
                "3 address query --v|--verbose --version",
                "3 a q --verb|--verbose",
                "3 eamt add --f|--force",
                "3 denylist4 add --f|--force",
                "3 denylist4 remove --f|''",
                "3 eamt display --|--csv --no-headers --help --usage --version",
                "2 pool4|''"
            })
    void statelessTranslationHasItsOwnModes(String words, String candidates) {
        assertCompletes("jool_siit", words, candidates);
    }

    private static void assertCompletes(String program, String words, String candidates) {
        List<String> commandLine = new ArrayList<>(List.of(program, "autocomplete"));
        commandLine.addAll(List.of(words.split(" ", 0)));

        Run.ofWords(Path.of("nowhere"), commandLine).assertIs(0, candidates + "\n", "");
    }
}
