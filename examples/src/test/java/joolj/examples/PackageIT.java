// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian packages can be installed, used, removed and purged; the machine itself does not change. */
@NetnsTest
final class PackageIT {
    private static final Path EXAMPLES = Laboratory.HOME.resolve("examples");

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void packagesInstallRunAndLeaveNothingBehind(@TempDir Path directory) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg")), "needs dpkg");
        assumeTrue(
                isInstalled("openjdk-17-jre-headless") || isInstalled("default-jre-headless"),
                "needs a Java of Debian's, which the package depends on");
        Command script = new Command(
                List.of(
                        "unshare",
                        "--mount",
                        "--net",
                        EXAMPLES.resolve("src/test/deb/install-and-remove.sh").toString(),
                        directory.toString(),
                        EXAMPLES.resolve("target/jool-j.deb").toString(),
                        EXAMPLES.resolve("target/jool-j-compat.deb").toString()),
                Map.of());

        Command.Result result = script.run(PATIENCE);

        assertTrue(result.status() == 0 && result.out().endsWith("\ndone\n"), result::toString);
    }

    /** A package that asks for less than it needs would be noticed only on other machines. */
    @Test
    void packagesDependOnWhatTheLauncherAndTheDaemonCall() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "needs dpkg-deb");
        String depends = field("target/jool-j.deb", "Depends");
        for (String name : List.of("java17-runtime-headless", "libnetfilter-queue1", "iptables", "util-linux")) {
            assertTrue(depends.contains(name), depends);
        }
        assertEquals(
                "jool-j (= " + field("target/jool-j.deb", "Version") + ")",
                field("target/jool-j-compat.deb", "Depends"));
    }

    private static String field(String deb, String name) {
        return new Command(List.of("dpkg-deb", "-f", EXAMPLES.resolve(deb).toString(), name), Map.of())
                .run()
                .succeeded()
                .out()
                .strip();
    }

    private static boolean isInstalled(String name) {
        Command.Result state =
                new Command(List.of("dpkg-query", "-W", "-f", "${db:Status-Status}", name), Map.of()).run();
        return state.status() == 0 && state.out().equals("installed");
    }
}
