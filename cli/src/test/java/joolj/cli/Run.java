// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import joolj.cli.console.Console;
import joolj.cli.grammar.Program;

/** What a run of the client left behind. */
record Run(int status, String out, String err) {
    /** Runs a command line, its words separated by single blanks, the first one the program's name. */
    static Run of(Path socket, String commandLine) {
        return ofWords(socket, words(commandLine));
    }

    /** Splits at blanks; {@code ''} stands for an empty word and {@code _} inside a quoted word for a blank. */
    private static List<String> words(String commandLine) {
        List<String> words = new ArrayList<>();
        for (String word : commandLine.split(" ", 0)) {
            boolean quoted = word.length() >= 2 && word.startsWith("'") && word.endsWith("'");
            words.add(quoted ? word.substring(1, word.length() - 1).replace('_', ' ') : word);
        }
        return words;
    }

    static Run ofWords(Path socket, List<String> words) {
        return of(Map.of("JOOLJ_SOCKET", socket.toString()), words);
    }

    static Run of(Map<String, String> environment, List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(out, new PrintStream(err, true, StandardCharsets.UTF_8));
        int status = new Client(Program.named(words.get(0)), environment, console).run(words.subList(1, words.size()));
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Standard error without our additions, which stand on lines that begin with two blanks. */
    String withoutHints() {
        return err.replaceAll("(?m)^  .*\\n", "");
    }

    /** Checks everything at once; additions to standard error are left out unless some are expected. */
    void assertIs(int expectedStatus, String expectedOut, String expectedErr) {
        String compared = ("\n" + expectedErr).contains("\n  ") ? err : withoutHints();
        assertAll(
                () -> assertEquals(expectedErr, compared, "standard error"),
                () -> assertEquals(expectedOut, out, "standard output"),
                () -> assertEquals(expectedStatus, status, "exit status"));
    }
}
