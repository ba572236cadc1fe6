// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong commands for stateless instances: the words and exit statuses of Jool 4.1.9, and nothing changed. */
@NetnsTest
final class BadSiitInputIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final String REFUSED = "Error: The daemon returned error ";

    private static Namespace node;
    private static Daemon daemon;
    private static String before;

    @BeforeAll
    static void addInstance() {
        node = LABORATORY.namespace("n");
        daemon = LABORATORY.daemon();
        siit("instance add --netfilter").succeeded();
        siit("eamt add 2001:db8:6::/120 198.51.100.0/24").succeeded();
        siit("denylist4 add 192.0.2.0/24").succeeded();
        before = tables();
    }

    @AfterAll
    static void changesNothing() {
        assertEquals(before, tables(), "nothing changed");
    }

    private static Command.Result siit(String words) {
        return daemon.siit(node, words.split(" ")).run();
    }

    private static String tables() {
        StringBuilder all = new StringBuilder();
        for (String mode : List.of("instance", "eamt", "denylist4", "global")) {
            all.append(siit(mode + " display --csv").succeeded().out());
        }
        return all.toString();
    }

    static Stream<Arguments> wrongCommands() {
        String instance = "instance add x --iptables --pool6 ";
        return Stream.of(
                arguments("stateful mode", "session display", 234, "Unexpected token: 'session'"),
                arguments("malformed pool6", instance + "2001:db8::g/96", 234, "Error: Cannot parse '2001:db8::g'"),
                arguments("length of pool6", instance + "2001:db8::/97", 22, REFUSED + "22: 97 is not a valid prefix"),
                arguments("second netfilter instance", "instance add x", 17, REFUSED + "17: This namespace already"),
                arguments("half an entry", "eamt add 2001:db8:7::/120", 234, "The command is missing an IPv4 prefix."),
                arguments("length beyond IPv4", "eamt add 2001:db8:7::/120 203.0.113.0/33", 234, "Error: '33' is out"),
                arguments(
                        "longer IPv4 suffix",
                        "eamt add 2001:db8:7::/121 203.0.113.0/24",
                        22,
                        REFUSED + "22: The IPv4 s"),
                arguments(
                        "host bits of IPv6",
                        "eamt add 2001:db8:7::1/120 203.0.113.0/24",
                        22,
                        REFUSED + "22: '2001:db8"),
                arguments(
                        "host bits of IPv4",
                        "eamt add 2001:db8:7::/120 203.0.113.1/24",
                        22,
                        REFUSED + "22: '203.0.113"),
                arguments("same entry", "eamt add 2001:db8:6::/120 198.51.100.0/24", 17, REFUSED + "17: The requested"),
                arguments("overlap", "eamt add 2001:db8:7::/128 198.51.100.7/32", 17, REFUSED + "17: "),
                arguments("removing nothing", "eamt remove", 234, "The command is missing a prefix."),
                arguments("removing what is not there", "eamt remove 203.0.113.0/24", 3, REFUSED + "3: "),
                arguments(
                        "malformed IPv4", "denylist4 add 192.0.2.300", 234, "Error: Cannot parse '192.0.2.300' as an"),
                arguments(
                        "subnet-scoped",
                        "denylist4 add 127.0.0.0/8",
                        22,
                        REFUSED + "22: Prefix 127.0.0.0/8 intersects"),
                arguments(
                        "allowing what is not denied", "denylist4 remove 203.0.113.0/24", 3, REFUSED + "3: Could not"),
                arguments("no address", "address query", 234, "The command is missing an IP address."),
                arguments("untranslatable IPv6", "address query 2001:db8:9::1", 22, REFUSED + "22: "),
                arguments("denied IPv4", "address query 192.0.2.5", 22, REFUSED + "22: "),
                arguments(
                        "MTU below that of IPv6",
                        "global update lowest-ipv6-mtu 1279",
                        22,
                        REFUSED + "22: lowest-ipv6"),
                arguments("hairpin mode", "global update eam-hairpin-mode maybe", 234, "Error: "),
                arguments("no such instance", "-i x eamt flush", 3, REFUSED + "3: This namespace lacks an instance"));
    }

    @ParameterizedTest(name = "{0}: jool_siit {1}")
    @MethodSource("wrongCommands")
    void refusesWithJoolsWordsAndStatus(String what, String command, int status, String message) {
        Command.Result refused = siit(command).exited(status);
        assertTrue(refused.err().startsWith(message), refused::toString);
        assertTrue(refused.err().lines().filter(line -> !line.startsWith("  ")).count() <= 2, refused.err());
        assertEquals("", refused.out(), what);
    }
}
