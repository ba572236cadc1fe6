// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is typed, the client ends with a status that it knows and says in words what is wrong. */
@Timeout(120)
class RandomCommandLinesTest {
    private static final long SEED = 20091;
    private static final int COMMAND_LINES = 20_000;
    private static final Set<Integer> STATUSES = Set.of(0, 1, 2, 5, 13, 21, 22, 64, 234, 249);

    private static final List<List<String>> VOCABULARY = List.of(
            List.of("jool", "jool_siit", "jool_mapt", "jool-j"),
            List.of("instance", "stats", "global", "pool4", "bib", "session", "eamt", "denylist4", "address", "joold"),
            List.of("display", "add", "remove", "flush", "status", "update", "query", "advertise", "d", "a", "r"),
            List.of("--csv", "--json", "--no-headers", "--numeric", "--tcp", "-u", "-i", "--force", "-q", "-tui", "-6"),
            List.of("--mark", "--mark=1", "--max-iterations=auto", "--pool6", "--pool6=64:ff9b::/96", "--instance=x"),
            List.of("--help", "--usage", "-V", "-?", "--", "-", "", "--=", "--x=y", "-\u00e9", "siit", "nat64"),
            List.of("192.0.2.1", "192.0.2.0/24", "2001:db8::/120", "2001:db8::1#80", "192.0.2.1#80", "1-2", "7", "#"),
            List.of(
                    "tos",
                    "udp-timeout",
                    "f-args",
                    "pool6",
                    "mtu-plateaus",
                    "eam-hairpin-mode",
                    "true",
                    "null",
                    "1:2:3"),
            List.of(
                    "99999999999999999999",
                    "1/2/3",
                    "::::",
                    "1.2.3.4.5",
                    "\u0000",
                    "\ud83d",
                    "%s%n",
                    "x".repeat(3000)));

    @TempDir
    Path directory;

    @Test
    void neverEndInAnInternalError() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("s"))) {
            daemon.will(reply -> reply.fail(22, "No."));
            for (int i = 0; i < COMMAND_LINES; i++) {
                List<String> words = words(random);
                try {
                    Run run = Run.ofWords(directory.resolve("s"), words);

                    String what = "seed " + SEED + ", round " + i + ": " + words + " ended in " + run;
                    assertTrue(STATUSES.contains(run.status()), what);
                    assertTrue(run.status() == 0 || !run.err().isEmpty(), what);
                    assertTrue(!run.err().contains("Exception"), what);
                } catch (RuntimeException e) {
                    fail("seed " + SEED + ", round " + i + ": " + words, e);
                }
            }
        }
    }

    /** Mostly sensible beginnings, so that what follows is reached. */
    private static List<String> words(SplittableRandom random) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<String> expected =
                    VOCABULARY.get(random.nextInt(8) == 0 && i > 0 ? random.nextInt(VOCABULARY.size()) : i);
            words.add(expected.get(random.nextInt(expected.size())));
        }
        for (int more = random.nextInt(5); more > 0; more--) {
            List<String> any = VOCABULARY.get(random.nextInt(VOCABULARY.size()));
            words.add(any.get(random.nextInt(any.size())));
        }
        return words;
    }
}
