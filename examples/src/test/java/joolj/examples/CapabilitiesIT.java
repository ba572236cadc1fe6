// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The daemon does with the capabilities that its systemd unit leaves it. */
@NetnsTest
final class CapabilitiesIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final Path UNIT = Laboratory.HOME.resolve("instances/src/main/systemd/jool-j.service");
    private static final Path SEVERAL = Laboratory.HOME.resolve("instances/src/main/systemd/several-namespaces.conf");

    private static TutorialNetwork network;

    @BeforeAll
    static void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
    }

    /** The capabilities of a unit, as setpriv(1) writes them. */
    private static String capabilities(Path unit) throws IOException {
        return Files.readAllLines(unit).stream()
                .filter(line -> line.startsWith("CapabilityBoundingSet="))
                .map(line -> line.substring("CapabilityBoundingSet=".length())
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replace("cap_", "+")
                        .replace(' ', ','))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no CapabilityBoundingSet in " + unit));
    }

    private static List<String> confined(String capabilities, Path socket) {
        return List.of(
                "setpriv",
                "--bounding-set",
                "-all," + capabilities,
                "--no-new-privs",
                Laboratory.HOME.resolve("jool-j").toString(),
                "daemon",
                "--socket",
                socket.toString());
    }

    private static void assertServes(List<String> daemon, Path socket, Path log) throws IOException {
        Process process = new Command(daemon, Map.of()).start(log, log);
        String client = Laboratory.HOME.resolve("jool-j") + " --socket " + socket;
        try {
            Waiting.until("the daemon answers: " + Files.readString(log), () -> {
                assertTrue(process.isAlive(), () -> read(log));
                return Files.exists(socket)
                        && network.t()
                                        .command((client + " daemon --status").split(" "))
                                        .run()
                                        .status()
                                == 0;
            });
            network.t().runLines(client + " instance add --pool6 " + TutorialNetwork.POOL6);
            network.ping().succeeded();
            network.t()
                    .runLines(client + " instance remove\n" + client + " instance add i --iptables --pool6 "
                            + TutorialNetwork.POOL6 + "\n" + client + " -i i instance rules --install --notrack");
            network.ping().succeeded();
            network.t().runLines(client + " daemon --stop");
            assertFalse(network.t().run("iptables", "-t", "mangle", "-S").out().contains("jool-j"), () -> read(log));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("the daemon's words: " + read(log), e);
        } finally {
            process.destroy();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void netAdminAndNetRawSufficeInItsOwnNamespace(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        List<String> words =
                new ArrayList<>(List.of("ip", "netns", "exec", network.t().name()));
        words.addAll(confined(capabilities(UNIT), socket));
        assertServes(words, socket, directory.resolve("log"));
    }

    @Test
    void withSysAdminAndSysPtraceItServesOtherNamespaces(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        assertServes(
                confined(capabilities(UNIT) + "," + capabilities(SEVERAL), socket), socket, directory.resolve("log"));
    }
}
