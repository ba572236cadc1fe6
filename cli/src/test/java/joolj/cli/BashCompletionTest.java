// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bash completes with the script, as far as bash and the library bash-completion are there. */
class BashCompletionTest {
    private static final Path SCRIPT =
            Path.of("src/main/completion/jool-j.bash").toAbsolutePath();
    private static final Path LIBRARY = Path.of("/usr/share/bash-completion/bash_completion");

    /** A program that tells what it was asked, and answers like jool-j. */
    private static void write(Path program, Path asked) throws IOException {
        Files.writeString(program, """
                #!/bin/bash
                printf '%%s|' "$@" >%s
                echo 'alpha 64:ff9b::/96 --$(touch${IFS}%s)'
                """.formatted(asked, asked.resolveSibling("executed")));
        assertTrue(program.toFile().setExecutable(true));
    }

    /** Has bash complete a line, which it has taken apart to words, as the key for it would; returns the candidates. */
    private static String complete(String library, Path program, String line, String words, int index)
            throws Exception {
        String commands = library + """
                . "$SCRIPT"
                COMP_WORDS=(%s) COMP_CWORD=%d COMP_LINE="%s" COMP_POINT=${#COMP_LINE}
                _jool_j "${COMP_WORDS[0]}"
                printf '%%s\\n' "${COMPREPLY[@]}"
                complete -p jool-j jool jool_siit jool_mapt >/dev/null
                """.formatted(program + " " + words, index, program + " " + line);
        ProcessBuilder builder =
                new ProcessBuilder(List.of("bash", "--norc", "-c", commands)).redirectErrorStream(true);
        builder.environment().put("SCRIPT", SCRIPT.toString());
        Process bash = builder.start();
        bash.getOutputStream().close();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(bash.waitFor(60, TimeUnit.SECONDS), "bash did not end");
        assertEquals(0, bash.exitValue(), output);
        return output.strip();
    }

    @Test
    void programIsAskedForTheWordAtTheCursorAndItsAnswerIsNotExecuted(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash");
        Path program = directory.resolve("jool-j");
        Path asked = directory.resolve("asked");
        write(program, asked);

        String candidates = complete("", program, "-i al", "-i al", 2);

        assertEquals("autocomplete|2|-i|al|", Files.readString(asked));
        assertEquals(
                List.of("alpha", "64:ff9b::/96"), candidates.lines().limit(2).toList());
        assertTrue(Files.notExists(directory.resolve("executed")));
    }

    @Test
    void addressesAreOneWordAlthoughBashTakesThemApart(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash");
        assumeTrue(Files.isReadable(LIBRARY), "needs " + LIBRARY);
        Path program = directory.resolve("jool-j");
        Path asked = directory.resolve("asked");
        write(program, asked);

        String candidates = complete(
                ". " + LIBRARY + "\n", program, "instance add --pool6 64:ff", "instance add --pool6 64 : ff", 6);

        assertEquals("autocomplete|4|instance|add|--pool6|64:ff|", Files.readString(asked));
        assertTrue(candidates.lines().anyMatch("ff9b::/96"::equals), candidates);
    }
}
