// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Replays what was recorded through Jool 4.1.9: the engine does the same, but for {@link KnownDifferences}. */
class GoldenTest {
    /** The documentation that lists the known differences, seen from the module's directory. */
    private static final Path DOCUMENT = Path.of("..", "docs", "differences.md");

    /** How many cases there are; a file that is not read to its end must not look like success. */
    private static final int CASES = 1521;

    private static List<GoldenCase> cases;

    @BeforeAll
    static void readRecordings() {
        cases = GoldenFile.read();
    }

    @TestFactory
    Stream<DynamicTest> packetsBecomeWhatWasRecorded() {
        Map<String, List<GoldenCase>> categories =
                cases.stream().collect(Collectors.groupingBy(GoldenCase::category, TreeMap::new, Collectors.toList()));
        return categories.entrySet().stream()
                .map(category -> dynamicTest(
                        category.getKey() + " (" + category.getValue().size() + " cases)",
                        () -> assertNoDifferences(category.getValue())));
    }

    private static void assertNoDifferences(List<GoldenCase> category) {
        List<String> failures = new ArrayList<>();
        for (GoldenCase golden : category) {
            List<String> differences = differences(golden);
            if (!differences.isEmpty() && KnownDifferences.of(golden.id()) == null) {
                failures.add(golden.id() + "\n    " + String.join("\n    ", differences));
            }
        }
        assertTrue(failures.isEmpty(), () -> failures.size() + " differ:\n" + String.join("\n", failures));
    }

    private static List<String> differences(GoldenCase golden) {
        try {
            return Comparison.differences(golden);
        } catch (RuntimeException | AssertionError e) {
            return List.of("failed: " + e);
        }
    }

    @Test
    void allRecordingsAreReplayed() {
        long ids = cases.stream().map(GoldenCase::id).distinct().count();

        assertEquals(CASES, cases.size());
        assertEquals(CASES, ids);
    }

    @TestFactory
    Stream<DynamicTest> knownDifferencesStillDifferInThatWayOnly() {
        return KnownDifferences.ALL.stream()
                .flatMap(known -> known.ids().stream().map(id -> dynamicTest(id, () -> assertStillDiffers(known, id))));
    }

    private static void assertStillDiffers(KnownDifference known, String id) {
        GoldenCase golden =
                cases.stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();

        List<String> differences = differences(golden);

        assertTrue(!differences.isEmpty(), "is the same as recorded now");
        List<String> others = differences.stream()
                .filter(line -> !known.lines().matcher(line).matches())
                .toList();
        assertTrue(others.isEmpty(), () -> "differs in another way:\n" + String.join("\n", others));
    }

    @Test
    void knownDifferencesAreDocumented() throws IOException {
        List<String> document = Files.readAllLines(DOCUMENT);

        List<String> missing = KnownDifferences.ALL.stream()
                .map(KnownDifference::row)
                .filter(row -> !document.contains(row))
                .toList();

        assertTrue(missing.isEmpty(), () -> DOCUMENT + " lacks:\n" + String.join("\n", missing));
    }
}
