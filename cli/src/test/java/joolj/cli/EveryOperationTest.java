// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import joolj.cli.grammar.Program;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all operations of all programs have in common. Nothing of it needs a daemon. */
@Timeout(60)
class EveryOperationTest {
    private static final Path NOWHERE = Path.of("nowhere");
    private static final List<String> PROGRAMS =
            List.of("jool", "jool_siit", "jool_mapt", "jool-j", "jool-j siit", "jool-j mapt");

    /** The modes of a program with their operations, as its help lists them. */
    private static Map<String, List<String>> modes(String program) {
        Map<String, List<String>> modes = new LinkedHashMap<>();
        Run.of(NOWHERE, program + " --help")
                .out()
                .lines()
                .filter(line -> line.startsWith("- ") && line.contains(" -> "))
                .forEach(line -> {
                    String[] sides = line.substring(2).split(" -> ", -1);
                    modes.put(sides[0], List.of(sides[1].split(" ", 0)));
                });
        assertFalse(modes.isEmpty(), program);
        return modes;
    }

    static Stream<Arguments> operations() {
        List<Arguments> operations = new ArrayList<>();
        for (String program : PROGRAMS) {
            modes(program).forEach((mode, keywords) -> {
                for (String keyword : keywords) {
                    boolean readsNothing = mode.equals("joold") && !program.startsWith("jool-j");
                    if (mode.equals("global") && keyword.equals("update")) {
                        operations.add(arguments(program, "global update", "tos"));
                    } else if (!readsNothing) {
                        operations.add(arguments(program, mode, keyword));
                    }
                }
            });
        }
        return operations.stream();
    }

    private static Run run(String program, String... words) {
        return Run.of(NOWHERE, program + " " + String.join(" ", words));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("operations")
    void helpUsageAndVersionNeedNothingElse(String program, String mode, String keyword) {
        Run help = run(program, mode, keyword, "--help");

        assertEquals(0, help.status());
        assertTrue(help.out().startsWith("Usage: " + keyword + " [OPTION...]"), help.out());
        for (String option : List.of("-?", "--he", "-?V", "--help --bogus", "extra --help")) {
            assertEquals(help.out(), run(program, mode, keyword, option).out(), option);
        }
        Run usage = run(program, mode, keyword, "--usage");
        assertTrue(usage.out().startsWith("Usage: " + keyword + " [-"), usage.out());
        String version = Program.named(program.split(" ", 0)[0]).version() + "\n";
        for (String option : List.of("-V", "--version", "--vers", "-V --bogus", "extra -V")) {
            assertEquals(version, run(program, mode, keyword, option).out(), option);
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("operations")
    void unknownOptionsAreRefusedBeforeAnythingIsAsked(String program, String mode, String keyword) {
        String hint = "Try `" + keyword + " --help' or `" + keyword + " --usage' for more information.\n";

        String complaint =
                mode.startsWith("blacklist4") ? "Warning: blacklist4 is deprecated. Use 'denylist4' instead.\n" : "";
        run(program, mode, keyword, "--bogus")
                .assertIs(64, "", complaint + keyword + ": unrecognized option '--bogus'\n" + hint);
        run(program, mode, keyword, "--bogus=1")
                .assertIs(64, "", complaint + keyword + ": unrecognized option '--bogus=1'\n" + hint);
        run(program, mode, keyword, "-x").assertIs(64, "", complaint + keyword + ": invalid option -- 'x'\n" + hint);
        run(program, mode, keyword, "--help=1")
                .assertIs(64, "", complaint + keyword + ": option '--help' doesn't allow an argument\n" + hint);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("operations")
    void uniqueBeginningsStandForTheWholeWord(String program, String mode, String keyword) {
        if (mode.equals("global update")) {
            return;
        }
        Map<String, List<String>> modes = modes(program);
        for (int length = 1; length < keyword.length(); length++) {
            String beginning = keyword.substring(0, length);
            List<String> meant = modes.get(mode).stream()
                    .filter(each -> each.startsWith(beginning))
                    .toList();
            Run run = run(program, mode, beginning, "--help");
            if (meant.size() == 1) {
                assertTrue(run.out().startsWith("Usage: " + beginning + " [OPTION...]"), beginning + ": " + run);
            } else {
                run.assertIs(
                        234,
                        "",
                        "Ambiguous token: '" + beginning + "'\nAvailable options: " + String.join(" ", meant) + " \n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jool", "jool_siit", "jool_mapt"})
    void everyModeAsksForItsOperationsAndRefusesOthers(String program) {
        modes(program).forEach((mode, keywords) -> {
            String list = String.join(" ", keywords) + " \n";
            run(program, mode).assertIs(234, "", "More arguments expected.\nPossible follow-ups: " + list);
            for (String other : List.of("xyz", "--help", "-V", "DISPLAY", "-")) {
                run(program, mode, other)
                        .assertIs(234, "", "Unexpected token: '" + other + "'\nAvailable options: " + list);
            }
            run(program, mode.toUpperCase(Locale.ROOT))
                    .assertIs(
                            234,
                            "",
                            "Unexpected token: '" + mode.toUpperCase(Locale.ROOT) + "'\nAvailable options: "
                                    + String.join(" ", modes(program).keySet()) + " \n");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"jool", "jool_siit", "jool_mapt"})
    void everyDisplayKnowsTheFlagsOfTables(String program) {
        modes(program).forEach((mode, keywords) -> {
            if (keywords.contains("display")) {
                String help = run(program, mode, "display", "--help").out();
                assertTrue(help.contains(" --csv ") && help.contains(" --no-headers "), help);
                assertFalse(help.contains("--json"), help);
                assertEquals(253, run(program, mode, "d", "--cs", "--no").status(), mode);
                String complaint = mode.equals("blacklist4")
                        ? "Warning: blacklist4 is deprecated. Use 'denylist4' instead.\n"
                        : "";
                run(program, mode, "display", "1.2.3.4")
                        .assertIs(
                                64,
                                "",
                                complaint + "display: Too many arguments\n"
                                        + "Try `display --help' or `display --usage' for more information.\n");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"jool", "jool_siit", "jool_mapt"})
    void everyGlobalWantsAValueAndHasHelp(String program) {
        String complaint = run(program, "global", "update").err();
        String[] keys = complaint
                .lines()
                .toList()
                .get(1)
                .replace("Possible follow-ups: ", "")
                .split(" ", 0);
        assertTrue(keys.length >= 8, complaint);
        for (String key : keys) {
            run(program, "global", "update", key).assertIs(234, "", "Error: Missing value of key " + key + ".\n");
            run(program, "global", "update", key, "--force")
                    .assertIs(234, "", "Error: Missing value of key " + key + ".\n");
            assertTrue(run(program, "g", "u", key, "--help").out().startsWith("Usage: " + key + " [OPTION...]"), key);
            // Whether the translator is there is found out before the value is looked at.
            assertEquals(253, run(program, "global", "update", key, "nonsense").status(), key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jool", "jool_siit", "jool_mapt"})
    void optionsBeforeTheModeAreReadInTheirPlaceOnly(String program) {
        String complaint = "More arguments expected.\nPossible follow-ups: "
                + String.join(" ", modes(program).keySet()) + " \n";

        for (String words : List.of("-i x", "-ix", "--instance=x", "--inst x", "-i x --", "--")) {
            run(program, words).assertIs(234, "", complaint);
        }
        assertEquals("4.1.9.0\n", run(program, "-i x -V").out());
        assertEquals("4.1.9.0\n", run(program, "-V --bogus").out());
        run(program, "stats -V display").assertIs(234, "", "Unexpected token: '-V'\nAvailable options: display \n");
        run(program, "stats display -i x").assertIs(64, "", """
                display: invalid option -- 'i'
                Try `display --help' or `display --usage' for more information.
                """);
        run(program, "-i 1234567890123456 stats display")
                .assertIs(
                        234,
                        "",
                        "Error: The instance name must be a null-terminated ascii string, 15 characters max.\n");
    }
}
