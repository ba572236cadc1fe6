// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help that stands behind Jool's messages, on lines that begin with two blanks. */
@Timeout(60)
class HintsTest {
    @TempDir
    Path directory;

    private Run run(String commandLine) {
        return Run.of(directory.resolve("s"), commandLine);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool instnace display|Did you mean 'instance'?",
                "jool instance dispaly|Did you mean 'display'?",
                "jool instance list|",
                "jool pool display2|Did you mean 'display'?",
                "jool pool8 display|Did you mean 'pool4'?",
                "jool global update udp-timout 5|Did you mean 'udp-timeout'?",
                "jool global update xyz 5|",
                "jool pool4 add --makr 5|Did you mean '--mark'?",
                "jool pool4 add --makr=5|Did you mean '--mark'?",
                "jool session display --numerical|Did you mean '--numeric'?",
                "jool bib display --sctp|",
                "jool --instances=x bib display|Did you mean '--instance'?",
                "jool eamt display|'eamt' is a mode of jool_siit.",
                "jool-j eamt display|'eamt' is a mode of jool-j siit.",
                "jool_siit session display|'session' is a mode of jool.",
                "jool_siit global update f-args 3|'f-args' is a global of jool.",
                "jool global update eam-hairpin-mode off|'eam-hairpin-mode' is a global of jool_siit."
            })
    void aWordThatIsUnknownIsGuessedAt(String commandLine, String hint) {
        Run run = run(commandLine);

        assertEquals(
                hint == null ? "" : "  " + hint + "\n",
                run.err().substring(run.withoutHints().length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jool", "jool_siit", "jool_mapt"})
    void aMissingDaemonComesWithTheWayToStartIt(String program) {
        assertEquals(
                "  No jool-j daemon answers at " + directory.resolve("s") + ": start it with 'jool-j daemon --detach'.",
                run(program + " instance display").err().lines().reduce("", (first, last) -> last));
    }

    @Test
    void ambiguousWordsAndMissingOnesNeedNoHint() {
        assertFalse(run("jool s").err().contains("\n  "));
        assertFalse(run("jool instance").err().contains("\n  "));
    }
}
