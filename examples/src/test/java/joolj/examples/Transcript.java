// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A session at the shell that was recorded with Jool 4.1.9, one item a line. The first character of a line tells what
 * follows the blank behind it:
 *
 * <ul>
 *   <li>{@code #}: a heading
 *   <li>{@code @}: the node on which the commands that follow are given
 *   <li>{@code $}: a command line
 *   <li>{@code >}: a line that it wrote to standard output
 *   <li>{@code !}: a line that it wrote to standard error
 *   <li>{@code =}: its exit status, unless that is 0
 *   <li>{@code ~}: jool-j differs here on purpose, as docs/differences.md says in these words
 *   <li>{@code %}: something that the test does by itself between two commands, see {@link RecordedTraffic}
 * </ul>
 */
final class Transcript {
    /**
     * One command or action.
     *
     * @param line where it stands in the file
     * @param node where it is given
     * @param action whether it is something that the test does by itself
     * @param command the command line, or the words of the action
     * @param out lines of standard output
     * @param err lines of standard error
     * @param status exit status
     * @param difference why jool-j does something else; empty if it does not
     */
    record Step(
            int line,
            String node,
            boolean action,
            String command,
            List<String> out,
            List<String> err,
            int status,
            String difference) {
        private Step ended(int exitStatus) {
            return new Step(line, node, action, command, out, err, exitStatus, difference);
        }

        private Step different(String reason) {
            return new Step(line, node, action, command, out, err, status, reason);
        }
    }

    private final List<Step> steps = new ArrayList<>();
    private String node = "host";

    private Transcript() {}

    /** Reads the recording of that name. */
    static List<Step> read(String name) {
        Transcript transcript = new Transcript();
        try (InputStream in = Transcript.class.getResourceAsStream("/joolj/recorded/" + name + ".txt")) {
            if (in == null) {
                throw new AssertionError("no recording " + name);
            }
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                transcript.take(i + 1, lines.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(transcript.steps);
    }

    private void take(int number, String line) {
        String text = line.length() > 2 ? line.substring(2) : "";
        switch (line.isEmpty() ? '#' : line.charAt(0)) {
            case '#' -> {}
            case '@' -> node = text;
            case '$', '%' ->
                steps.add(new Step(
                        number, node, line.charAt(0) == '%', text, new ArrayList<>(), new ArrayList<>(), 0, ""));
            case '>' -> last().out().add(text);
            case '!' -> last().err().add(text);
            case '=' -> steps.set(steps.size() - 1, last().ended(Integer.parseInt(text)));
            case '~' -> steps.set(steps.size() - 1, last().different(text));
            default -> throw new AssertionError("line " + number + ": " + line);
        }
    }

    private Step last() {
        return steps.get(steps.size() - 1);
    }
}
