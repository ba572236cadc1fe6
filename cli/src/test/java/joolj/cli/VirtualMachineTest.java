// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import joolj.address.Ipv4Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.control.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of a whole virtual machine that runs the client. */
@Timeout(120)
class VirtualMachineTest {
    private static final Pattern HEAVY =
            Pattern.compile("\\b(org\\.yaml|org\\.slf4j|jnr\\.|com\\.kenai|java\\.util\\.logging|java\\.util\\.regex)");

    @TempDir
    Path directory;

    private Process start(List<String> options, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Djoolj.program=jool"));
        command.addAll(options);
        command.add(Main.class.getName());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JOOLJ_SOCKET", directory.resolve("s").toString());
        return builder.start();
    }

    static Stream<Arguments> displays() {
        TransportAddress6 six = new TransportAddress6(1, 1, 1);
        TransportAddress4 four = new TransportAddress4(1, 2);
        return Stream.of(
                arguments("jool", "stats display", new Row.Stat("JSTAT_SUCCESS", 1)),
                arguments("jool", "stats display --all --explain", new Row.Stat("JSTAT_SUCCESS", 1)),
                arguments("jool", "global display", new Row.Global("udp-timeout", "0:05:00")),
                arguments("jool", "pool4 display", new Row.Pool4(0, L4Protocol.TCP, 1, 1, 2, 3, true)),
                arguments("jool", "bib display --numeric", new Row.Bib(L4Protocol.TCP, six, four, true)),
                arguments(
                        "jool",
                        "session display --numeric",
                        new Row.Session(L4Protocol.TCP, six, six, four, four, 1, Optional.of("TRANS"))),
                arguments("jool-j", "bib display --json", new Row.Bib(L4Protocol.TCP, six, four, true)),
                arguments("jool_siit", "denylist4 display", new Row.Denied4(new Ipv4Prefix(0, 24))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("displays")
    void displayLoadsNothingHeavy(String program, String words, Row row) throws Exception {
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("s"))) {
            daemon.willSend(row);

            Process process = start(List.of("-Xlog:class+load", "-Djoolj.program=" + program), words.split(" ", 0));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(0, process.waitFor(), output);
            assertTrue(output.contains("joolj.cli.Main"), output);
            assertEquals(1, daemon.requests().size());
            assertFalse(
                    HEAVY.matcher(output.replaceAll("(?m)^.*\\bshared objects file.*$", ""))
                            .find(),
                    () -> output.lines()
                            .filter(line -> HEAVY.matcher(line).find())
                            .toList()
                            .toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--csv", "--numeric", "--json"})
    void aTableOfAnyLengthFitsIntoASmallHeap(String form) throws Exception {
        int rows = form.equals("--csv") ? 1_000_000 : 150_000;
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("s"))) {
            daemon.will(reply -> {
                for (int i = 0; i < rows; i++) {
                    reply.row(new Row.Bib(
                            L4Protocol.TCP, new TransportAddress6(i, i, 1), new TransportAddress4(i, 2), false));
                }
                reply.succeed();
            });

            Process process = start(List.of("-Xmx20m", "-Djoolj.program=jool-j"), "bib", "display", "--numeric", form);

            assertEquals(rows + (form.equals("--csv") ? 1 : form.equals("--json") ? 2 : 0), countLines(process));
            assertEquals(0, process.waitFor());
        }
    }

    private static int countLines(Process process) throws IOException {
        int lines = 0;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            while (reader.readLine() != null) {
                lines++;
            }
        }
        return lines;
    }

    @Test
    void aReaderWhoGoesAwayEndsTheClientQuietly() throws Exception {
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("s"))) {
            daemon.will(reply -> {
                try {
                    while (true) {
                        reply.row(new Row.Stat("JSTAT_SUCCESS", 1));
                    }
                } catch (IOException e) {
                    assertFalse(reply.isEnded()); // The client has gone, as it should.
                }
            });

            Process process = start(List.of(), "stats", "display");
            assertEquals('J', process.getInputStream().read());
            process.getInputStream().close();

            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(141, process.exitValue());
        }
    }

    @Test
    void aRehearsalSucceedsSilently() throws Exception {
        Process process = start(List.of("-Djoolj.rehearse=true"));

        assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    @Test
    void sessionSynchronisationIsNotThere() throws Exception {
        Process process = start(List.of("-Djoolj.program=joold"));

        assertEquals(
                "Error: session synchronisation (joold) is not part of this release.\n",
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(1, process.waitFor());
    }
}
