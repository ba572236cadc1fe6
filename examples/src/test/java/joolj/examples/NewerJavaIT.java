// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Daemon and client on the newest Java of the machine: they work, and say nothing that they do not say on Java 17. */
@NetnsTest
final class NewerJavaIT {
    private static final Path JAVAS = Path.of("/usr/lib/jvm");
    private static final int OLDEST = 17;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    @Test
    void runsWithoutWarnings() throws IOException {
        Optional<Path> java = newestJava();
        assumeTrue(java.isPresent(), "no Java newer than " + OLDEST + " under " + JAVAS);
        System.out.println("Newer Java: " + java.get());
        TutorialNetwork network = TutorialNetwork.create(LABORATORY);
        Daemon daemon = LABORATORY.daemon(java.get());
        Command.Result added = daemon.jool(
                        network.t(), "instance", "add", "--netfilter", "--pool6", TutorialNetwork.POOL6)
                .run()
                .succeeded();
        assertEquals("", added.out() + added.err());
        network.ping().succeeded();
        Command.Result sessions = daemon.jool(network.t(), "session", "display", "--icmp", "--numeric")
                .run()
                .succeeded();
        assertEquals("", sessions.err());
        daemon.terminate();
        assertFalse(daemon.words().contains("WARNING"), daemon.words());
    }

    private static Optional<Path> newestJava() throws IOException {
        if (!Files.isDirectory(JAVAS)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(JAVAS)) {
            return homes.map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .filter(java -> version(java) > OLDEST)
                    .max(Comparator.comparingInt(NewerJavaIT::version));
        }
    }

    /** The feature release, from the file {@code release} that comes with every JDK; 0 if it cannot be told. */
    private static int version(Path java) {
        try {
            String release = Files.readString(java.resolve("../../release").normalize());
            Matcher version = Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(release);
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
