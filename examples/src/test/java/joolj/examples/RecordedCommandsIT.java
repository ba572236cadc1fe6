// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gives every recorded command of Jool 4.1.9 to jool-j, in order, and compares exit status, standard output and standard
 * error. What differs on purpose is marked in the recordings, with the words of docs/differences.md.
 */
@NetnsTest
final class RecordedCommandsIT {
    private static final int MOST_DIFFERENCES = 12;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    @AfterEach
    void removeNetwork() {
        LABORATORY.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"02-instance", "03-global-nat64", "05-pool4", "07-eamt"})
    void withoutTrafficEverythingIsTheSame(String recording) {
        replay(recording, RecordedNetwork.lonely(LABORATORY), false);
    }

    @ParameterizedTest
    @ValueSource(strings = "09-live")
    void withTrafficEverythingButTimesAndPortsIsTheSame(String recording) {
        replay(recording, RecordedNetwork.threeNodes(LABORATORY), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12-tutorial-nat64-netfilter", "13-tutorial-nat64-iptables"})
    void theTutorialOfStatefulTranslationGoesTheSame(String recording) {
        replay(recording, RecordedNetwork.fiveNodes(LABORATORY), true);
    }

    @ParameterizedTest
    @ValueSource(strings = "14-tutorial-instances")
    void theTutorialsOfInstancesGoTheSame(String recording) {
        replay(recording, RecordedNetwork.bare(LABORATORY), true);
    }

    private static void replay(String recording, RecordedNetwork network, boolean live) {
        List<Transcript.Step> steps = Transcript.read(recording);
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (RecordedShell shell = new RecordedShell(LABORATORY, network)) {
            boolean settles = false;
            for (Transcript.Step step : steps) {
                String found = replay(shell, step, live, settles);
                settles = !RecordedShell.isClient(step.command());
                compared++;
                if (step.difference().isEmpty() && !found.isEmpty()) {
                    differences.add(recording + ".txt:" + step.line() + ": $ " + step.command() + found);
                } else if (!step.difference().isEmpty() && found.isEmpty()) {
                    differences.add(recording + ".txt:" + step.line() + ": no longer differs");
                }
                if (differences.size() == MOST_DIFFERENCES) {
                    break;
                }
            }
        }
        assertEquals("", String.join("\n", differences));
        assertEquals(steps.size(), compared);
    }

    /**
     * Gives one command; returns how its result differs, or nothing.
     *
     * @param live whether packets were on the way
     * @param unsettled whether what was done before may take a moment to have its effect
     */
    private static String replay(RecordedShell shell, Transcript.Step step, boolean live, boolean unsettled) {
        if (step.action()) {
            shell.act(step);
            return "";
        }
        if (!RecordedShell.isClient(step.command())) {
            Command.Result result = shell.runOther(step);
            return result.status() == step.status() ? "" : "\n" + result;
        }
        if (!(live || unsettled) || !step.command().contains("display")) {
            return difference(step, shell.runClient(step), live);
        }
        String[] last = {""};
        Waiting.within(RecordedShell.PATIENCE, () -> {
            last[0] = difference(step, shell.runClient(step), live);
            return last[0].isEmpty();
        });
        return last[0];
    }

    private static String difference(Transcript.Step step, Command.Result result, boolean live) {
        StringBuilder found = new StringBuilder();
        if (result.status() != step.status()) {
            found.append("\n  exit status ")
                    .append(result.status())
                    .append(" instead of ")
                    .append(step.status());
        }
        compare(
                found,
                "out",
                output(step, step.out(), live),
                output(step, result.out().lines().toList(), live));
        compare(
                found,
                "err",
                RecordedOutput.error(step.err()),
                RecordedOutput.error(result.err().lines().toList()));
        return found.toString();
    }

    private static List<String> output(Transcript.Step step, List<String> lines, boolean live) {
        return RecordedOutput.output(step.command(), lines, live);
    }

    private static void compare(StringBuilder found, String stream, List<String> expected, List<String> actual) {
        if (!expected.equals(actual)) {
            found.append("\n  ").append(stream).append(" recorded: ").append(String.join("\n    | ", expected));
            found.append("\n  ").append(stream).append(" printed:  ").append(String.join("\n    | ", actual));
        }
    }

    static Stream<Transcript.Step> marked() {
        return Stream.of("02-instance", "03-global-nat64", "05-pool4", "07-eamt", "09-live")
                .flatMap(recording -> Transcript.read(recording).stream())
                .filter(step -> !step.difference().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("marked")
    void everyDifferenceIsDocumented(Transcript.Step step) throws IOException {
        String documented = Files.readString(Laboratory.HOME.resolve(Path.of("docs", "differences.md")));
        assertTrue(documented.contains(step.difference()), step.toString());
    }
}
