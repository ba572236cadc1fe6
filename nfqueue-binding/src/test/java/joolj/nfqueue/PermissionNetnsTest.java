// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import joolj.nfqueue.namespace.NetNamespace;
import joolj.nfqueue.netns.EnabledIfNetns;
import joolj.nfqueue.netns.TestNetwork;
import joolj.nfqueue.socket.RawSocket;
import org.junit.jupiter.api.Test;

@EnabledIfNetns
class PermissionNetnsTest {
    @Test
    void missingCapabilitiesAreNamed() throws Exception {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "setpriv")));
        assumeTrue(installed, "needs setpriv");
        try (TestNetwork other = TestNetwork.single()) {
            attemptWithoutCapabilities(other.file("a"));
        }
    }

    private static void attemptWithoutCapabilities(Path otherNamespace) throws Exception {
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--bounding-set=-net_admin,-net_raw,-sys_admin",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attempts.class.getName(),
                        otherNamespace.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1, output);
        assertEquals(
                List.of(
                        "PERMISSION nfq_create_queue(64000): EPERM (1), needs CAP_NET_ADMIN (run as root)",
                        "PERMISSION socket(AF_INET, SOCK_RAW, IPPROTO_RAW): EPERM (1), needs CAP_NET_RAW (run as root)",
                        "PERMISSION socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6): EPERM (1), needs CAP_NET_RAW (run as"
                                + " root)",
                        "PERMISSION setns: EPERM (1), needs CAP_SYS_ADMIN (run as root)"),
                output.lines().filter(line -> line.startsWith("PERMISSION ")).toList(),
                output);
    }

    /** What the process without capabilities tries. */
    static final class Attempts {
        private Attempts() {}

        /** Prints what each attempt is answered. */
        public static void main(String[] arguments) {
            attempt(() -> NfQueue.open(64000, QueueSettings.defaults()).close());
            attempt(() -> RawSocket.openIpv4().close());
            attempt(() -> RawSocket.openIcmp6().close());
            try (NetNamespace other = NetNamespace.ofPath(Path.of(arguments[0]))) {
                attempt(other::enter);
            }
        }

        private static void attempt(Runnable step) {
            try {
                step.run();
                System.out.println("nothing was refused");
            } catch (NativeException e) {
                System.out.println(e.kind() + " " + e.getMessage());
            }
        }
    }
}
