// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonOptionsTest {
    @Test
    void listensOnTheUsualSocketUnlessTold() {
        assertEquals(
                Path.of("/run/jool-j/control.sock"),
                DaemonOptions.parse(new String[0], null).socket());
        assertEquals(
                Path.of("/run/jool-j/control.sock"),
                DaemonOptions.parse(new String[0], "").socket());
    }

    @Test
    void commandLineWinsOverTheEnvironment() {
        assertEquals(Path.of("/a"), DaemonOptions.parse(new String[0], "/a").socket());
        assertEquals(
                Path.of("/b"),
                DaemonOptions.parse(new String[] {"--socket", "/b"}, "/a").socket());
        assertEquals(
                Path.of("/c"),
                DaemonOptions.parse(new String[] {"--socket=/c"}, "/a").socket());
    }

    @Test
    void readsDefinitionsWhereItIsTold() {
        assertEquals(
                Path.of("/etc/jool-j"), DaemonOptions.parse(new String[0], null).config());
        assertEquals(
                new DaemonOptions(Path.of("/b"), Path.of("/c")),
                DaemonOptions.parse(new String[] {"--config", "/c", "--socket=/b"}, null));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "--sokcet, \"unknown argument '--sokcet'; known are: --socket PATH, --config DIRECTORY\"",
                "--socket, option '--socket' requires a path",
                "--socket=, option '--socket' requires a path",
                "--config, option '--config' requires a path",
                "start, \"unknown argument 'start'; known are: --socket PATH, --config DIRECTORY\"",
            })
    void saysWhatIsWrong(String argument, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> DaemonOptions.parse(new String[] {argument}, null));

        assertEquals(message, e.getMessage());
    }
}
