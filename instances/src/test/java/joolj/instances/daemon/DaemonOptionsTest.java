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

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--sokcet, unknown argument '--sokcet'; known is: --socket PATH",
        "--socket, option '--socket' requires a path",
        "--socket=, option '--socket' requires a path",
        "start, unknown argument 'start'; known is: --socket PATH",
    })
    void saysWhatIsWrong(String argument, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> DaemonOptions.parse(new String[] {argument}, null));

        assertEquals(message, e.getMessage());
    }
}
