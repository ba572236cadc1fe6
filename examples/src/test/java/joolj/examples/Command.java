// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run: its words and what its environment differs in from this one's.
 *
 * @param words program and arguments
 * @param environment variables set for it
 */
record Command(List<String> words, Map<String, String> environment) {
    /** How long a command may take that should be done in a moment, on a loaded machine. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * What became of a command.
     *
     * @param command its words
     * @param pid process id it had
     * @param status exit status
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     */
    record Result(String command, long pid, int status, String out, String err) {
        /** Returns this if the exit status is 0; fails the test otherwise. */
        Result succeeded() {
            return exited(0);
        }

        /** Returns this if the exit status is the expected one; fails the test otherwise. */
        Result exited(int expected) {
            if (status != expected) {
                throw new AssertionError("exit status " + status + " instead of " + expected + " from " + this);
            }
            return this;
        }

        @Override
        public String toString() {
            return command + "\nexit status " + status + "\nstdout: " + out + "\nstderr: " + err;
        }
    }

    /** The same command in the hands of another user, by setpriv(1). */
    Command asUser(String user) {
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid", user, "--clear-groups"));
        // The namespace is entered as root; only what runs inside it is the user's.
        int inside = words.get(0).equals("ip") ? 4 : 0;
        List<String> result = new ArrayList<>(words.subList(0, inside));
        all.addAll(words.subList(inside, words.size()));
        result.addAll(all);
        return new Command(List.copyOf(result), environment);
    }

    /** Runs the command to its end, at most {@link #PATIENCE}. */
    Result run() {
        return run(PATIENCE);
    }

    /**
     * Runs the command to its end.
     *
     * @param patience how long it may take; the test fails after that, and the command is ended
     */
    Result run(Duration patience) {
        Path out = null;
        Path err = null;
        try {
            out = Files.createTempFile("joolj-out", ".txt");
            err = Files.createTempFile("joolj-err", ".txt");
            Process process = start(out, err);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new AssertionError("not done after " + patience.toSeconds() + " s: " + words + "\nstdout: "
                        + read(out) + "\nstderr: " + read(err));
            }
            return new Result(String.join(" ", words), process.pid(), process.exitValue(), read(out), read(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted in " + words, e);
        } finally {
            delete(out);
            delete(err);
        }
    }

    /**
     * Starts the command and returns at once.
     *
     * @param out file for its standard output
     * @param err file for its standard error; may be the same
     */
    Process start(Path out, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
