// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo and the example scripts, as a newcomer runs them. They check every step themselves. */
@NetnsTest
final class ScriptsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "jool-j demo, demo",
        "examples/nat64-tutorial/run.sh iptables, nat64-tutorial",
        "examples/nat64-tutorial/run.sh netfilter, nat64-tutorial",
        "examples/two-nat64s/run.sh, two-nat64s",
        "examples/siit-tutorial/run.sh iptables, siit-tutorial",
        "examples/siit-tutorial/run.sh netfilter, siit-tutorial",
        "examples/eam-tutorial/run.sh iptables, eam-tutorial",
        "examples/eam-tutorial/run.sh netfilter, eam-tutorial",
        "examples/mapt-tutorial/run.sh namespaces, mapt-tutorial",
        "examples/mapt-tutorial/run.sh napt, mapt-tutorial",
    })
    void showWhatTheyPromiseAndLeaveNothingBehind(String command, String name) {
        Command.Result result = script(command.split(" ")).run(PATIENCE).succeeded();
        String last = result.out().strip().lines().reduce((a, b) -> b).orElse("");
        assertTrue(last.startsWith(name + ": ") && last.endsWith(" commands, all as expected)"), last);
        assertEquals("", leftovers(result.pid()));
    }

    @Test
    void sayWhatIsMissingWithoutRoot() {
        Command readable = script("examples/demo.sh");
        if (new Command(List.of("test", "-r", readable.words().get(0)), Map.of())
                        .asUser("nobody")
                        .run()
                        .status()
                != 0) {
            return; // nobody may read the directory of the project, so nobody can run its scripts
        }
        Command.Result refused = readable.asUser("nobody").run().exited(1);
        assertEquals("", refused.out());
        assertEquals(1, refused.err().lines().count(), refused.err());
        assertTrue(refused.err().contains("root"), refused.err());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"nat64-tutorial", "siit-tutorial", "eam-tutorial"})
    void sayHowTheyAreUsed(String name) {
        Command.Result refused =
                script("examples/" + name + "/run.sh", "sideways").run().exited(1);
        assertTrue(refused.err().contains("usage: ") && refused.err().contains("[iptables|netfilter]"), refused.err());
    }

    private static Command script(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.set(0, Laboratory.HOME.resolve(words[0]).toString());
        return new Command(List.copyOf(all), Map.of());
    }

    /** Network namespaces of a script that ran under the given process id. */
    private static String leftovers(long pid) {
        String list = "ip netns list | grep ^jjx-" + pid + "-";
        return new Command(List.of("sh", "-c", list), Map.of()).run().out();
    }
}
