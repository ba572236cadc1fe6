// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import joolj.control.ReplyWriter;
import joolj.control.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client says when the daemon is absent, refuses, or breaks off. */
@Timeout(60)
class NoAnswerTest {
    private static final String JOOL_ABSENT = """
            Error: Jool's socket family doesn't seem to exist.
            (This probably means Jool hasn't been modprobed.)
            Netlink error message: Object not found
            """;

    @TempDir
    Path directory;

    private Path socket() {
        return directory.resolve("s");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "jool instance display",
                "jool instance add --pool6 64:ff9b::/96",
                "jool session display",
                "jool pool4 display",
                "jool global update tos nonsense",
                "jool_siit instance flush",
                "jool_siit eamt display",
                "jool_siit denylist4 add 192.0.2.0/24",
                "jool_siit address query 192.0.2.1",
                "jool_mapt global display"
            })
    void theDropInsSayThatNothingIsThereBeforeAnythingElse(String commandLine) {
        Run.of(socket(), commandLine).assertIs(253, "", JOOL_ABSENT);
    }

    @Test
    void theOwnNameSaysHowToStartADaemon() {
        Run.of(socket(), "jool-j instance display")
                .assertIs(
                        253,
                        "",
                        "Error: no jool-j daemon answers at " + socket()
                                + ": start it with 'jool-j daemon --detach'.\n");
    }

    @Test
    void theStatusOfAnInstanceIsOneWord() throws Exception {
        Run.of(socket(), "jool instance status").assertIs(253, "Dead\n", JOOL_ABSENT);
        try (FakeDaemon daemon = new FakeDaemon(socket())) {
            Run.of(socket(), "jool -i foo instance status").assertIs(0, "Running\n", "");
            daemon.willFail(3, "This namespace lacks an instance named 'foo'.");
            Run.of(socket(), "jool -i foo instance status").assertIs(0, "Dead\n(Instance 'foo' does not exist.)\n", "");
            daemon.willFail(5, "The disk is on fire.");
            Run.of(socket(), "jool instance status")
                    .assertIs(5, "Status unknown\n", "Error: The daemon returned error 5: The disk is on fire.\n");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1|CAP_NET_ADMIN capability required. (Maybe try su or sudo?)",
                "3|The requested instance does not exist.",
                "17|This namespace already has a Jool instance named 'default'.",
                "17|This namespace already has a Netfilter Jool instance.",
                "22|pool6 is mandatory in NAT64 instances.",
                "22|128 is not a valid prefix length (32, 40, 48, 56, 64, 96).",
                "22|'64:ff9b::1/96' seems to have a suffix; please fix."
            })
    void refusalsAreRelayed(int errno, String message) throws Exception {
        try (FakeDaemon daemon = new FakeDaemon(socket())) {
            daemon.willFail(errno, message);

            for (String program : new String[] {"jool", "jool-j"}) {
                Run.of(socket(), program + " instance add x --pool6 64:ff9b::/96")
                        .assertIs(errno, "", "Error: The daemon returned error " + errno + ": " + message + "\n");
            }
        }
    }

    @Test
    void warningsOfTheDaemonGoToStandardError() throws Exception {
        try (FakeDaemon daemon = new FakeDaemon(socket())) {
            daemon.will(reply -> {
                reply.warning("stale rules were removed.");
                reply.succeed();
            });

            Run.of(socket(), "jool instance flush").assertIs(0, "", "Warning: stale rules were removed.\n");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsAnError() throws Exception {
        try (FakeDaemon daemon = new FakeDaemon(socket())) {
            daemon.will(reply -> reply.warning("soon"));

            Run.of(socket(), "jool instance flush")
                    .assertIs(
                            5,
                            "",
                            "Warning: soon\nError: The daemon closed the connection in the middle of its answer.\n");
        }
    }

    @Test
    void rowsThatCannotBeReadAreAnError() throws Exception {
        try (FakeDaemon daemon = new FakeDaemon(socket())) {
            daemon.willSend(new Row.Stat("JSTAT_SUCCESS", 1));

            Run run = Run.of(socket(), "jool bib display --numeric");

            run.assertIs(5, "", "Error: The daemon sent an incomplete row: [JSTAT_SUCCESS, 1]\n");
        }
    }

    @Test
    void theDaemonDescribesItself() throws Exception {
        Run.of(socket(), "jool-j daemon --status").assertIs(3, "not running\n", "");
        Run.of(socket(), "jool-j daemon --stop").assertIs(0, "not running\n", "");
        try (FakeDaemon daemon = new FakeDaemon(socket())) {
            daemon.willSend(new Row.Daemon("0.1.0", 4321, 3723, 1));
            String line = "running: pid 4321, version 0.1.0, up 1:02:03, 1 instance\n";

            Run.of(socket(), "jool-j daemon --status").assertIs(0, line, "");
            Run.of(directory.resolve("elsewhere"), "jool-j daemon --status --socket " + socket())
                    .assertIs(0, line, "");
        }
    }

    @Test
    void stoppingWaitsForTheProcessToBeGone() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try (FakeDaemon daemon = new FakeDaemon(socket())) {
            daemon.will(reply -> {
                if (daemon.requests().size() == 1) {
                    reply.row(new Row.Daemon("0.1.0", process.pid(), 1, 1));
                } else {
                    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)
                            .execute(process::destroy);
                }
                reply.succeed();
            });
            long start = System.nanoTime();

            Run.of(socket(), "jool-j daemon --stop").assertIs(0, "", "");

            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(300));
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void awaitingEndsWhenTheDaemonAnswersOrItsProcessDies() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        String await = "jool-j daemon --await " + process.pid();
        try (FakeDaemon daemon = new FakeDaemon(socket())) {
            daemon.willSend(new Row.Daemon("0.1.0", process.pid(), 1, 1));
            Run.of(socket(), await).assertIs(0, "", "");

            daemon.will(reply -> answerAsAnotherAndDie(reply, process));
            Run.of(socket(), await).assertIs(1, "", "");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void answerAsAnotherAndDie(ReplyWriter reply, Process process) throws IOException {
        process.destroyForcibly();
        reply.row(new Row.Daemon("0.1.0", process.pid() + 1, 1, 1));
        reply.succeed();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool-j daemon --stop --status|234|Error: Only one of --detach, --stop and --status is allowed.",
                "jool-j daemon|234|Error: The daemon is started by the launcher script jool-j.",
                "jool-j demon|234|Unexpected token: 'demon'",
                "jool-j daemon --foo|64|daemon: unrecognized option '--foo'",
                "jool daemon --stop|234|Unexpected token: 'daemon'"
            })
    void otherWordsAfterDaemonAreRefused(String commandLine, int status, String firstLine) {
        Run run = Run.of(socket(), commandLine);

        run.assertIs(status, "", run.err());
        assertEquals(firstLine, run.err().lines().findFirst().orElse(""));
    }
}
