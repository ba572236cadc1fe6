// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong commands given to the real client and daemon: the words and exit statuses of Jool 4.1.9, and nothing changed. */
@NetnsTest
final class BadInputIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final String REFUSED = "Error: The daemon returned error ";

    private static Namespace node;
    private static Daemon daemon;

    private static String before;

    @BeforeAll
    static void startDaemon() {
        node = LABORATORY.namespace("n");
        daemon = LABORATORY.daemon();
        daemon.jool(node, "instance", "add", "--netfilter", "--pool6", TutorialNetwork.POOL6)
                .run()
                .succeeded();
        before = display();
    }

    @AfterEach
    void changesNothing() {
        assertEquals(before, display(), "nothing changed");
    }

    static Stream<Arguments> wrongCommands() {
        return Stream.of(
                arguments("unknown mode", "fly display", 234, "Unexpected token: 'fly'"),
                arguments("unknown operation", "instance fly", 234, "Unexpected token: 'fly'"),
                arguments("missing operation", "instance", 234, "More arguments expected."),
                arguments("unknown flag", "instance add x --foo", 64, "add: unrecognized option '--foo'"),
                arguments(
                        "no pool6",
                        "instance add x --iptables",
                        22,
                        REFUSED + "22: pool6 is mandatory in NAT64 instances."),
                arguments(
                        "malformed pool6",
                        "instance add x --iptables --pool6 64:ff9g::/96",
                        234,
                        "Error: Cannot parse '64:ff9g::' as an IPv6 address."),
                arguments(
                        "prefix length beyond IPv6",
                        "instance add x --iptables --pool6 64:ff9b::/129",
                        234,
                        "Error: '129' is out of bounds (0-128)."),
                arguments(
                        "prefix length that RFC 6052 does not have",
                        "instance add x --iptables --pool6 64:ff9b::/95",
                        22,
                        REFUSED + "22: 95 is not a valid prefix length (32, 40, 48, 56, 64, 96)."),
                arguments(
                        "pool6 with host bits",
                        "instance add x --iptables --pool6 64:ff9b::1/96",
                        22,
                        REFUSED + "22: '64:ff9b::1/96' seems to have a suffix; please fix."),
                arguments(
                        "name of 16 characters",
                        "instance add abcdefghijklmnop --iptables --pool6 64:ff9b::/96",
                        234,
                        "Error: The instance name must be a null-terminated ascii string, 15 characters max."),
                arguments(
                        "name in use",
                        "instance add default --iptables --pool6 64:ff9b::/96",
                        17,
                        REFUSED + "17: This namespace already has a Jool instance named 'default'."),
                arguments(
                        "second netfilter instance",
                        "instance add x --netfilter --pool6 64:ff9b::/96",
                        17,
                        REFUSED + "17: This namespace already has a Netfilter Jool instance."),
                arguments(
                        "removing what is not there",
                        "instance remove x",
                        3,
                        REFUSED + "3: The requested instance does not exist."),
                arguments(
                        "looking at what is not there",
                        "-i x bib display",
                        3,
                        REFUSED + "3: This namespace lacks an instance named 'x'."));
    }

    @ParameterizedTest(name = "{0}: jool {1}")
    @MethodSource("wrongCommands")
    void refusesWithJoolsWordsAndStatus(String what, String command, int status, String message) {
        Command.Result refused = daemon.jool(node, command.split(" ")).run().exited(status);
        assertEquals(message, refused.err().lines().findFirst().orElse(""), what);
        assertTrue(refused.err().lines().filter(line -> !line.startsWith("  ")).count() <= 2, refused.err());
        assertEquals("", refused.out(), what);
    }

    static Stream<Arguments> wrongQueues() {
        return Stream.of(
                arguments("--queue-num 65536", 234, "Error: '65536' is not a queue number (0 to 65535)."),
                arguments("--queue-num many", 234, "Error: 'many' is not a queue number (0 to 65535)."),
                arguments("--queue-num 6400", 16, REFUSED + "16: Queue 6400 is in use by the nat64 instance "),
                arguments("--queue-balance 5:3", 234, "Error: '5:3' is not a range of queue numbers "),
                arguments("--queue-balance 5", 234, "Error: '5' is not a range of queue numbers "),
                arguments(
                        "--queue-num 5 --queue-balance 6:7",
                        234,
                        "Error: Only one of --queue-num and --queue-balance is allowed."));
    }

    @ParameterizedTest(name = "instance add … {0}")
    @MethodSource("wrongQueues")
    void refusesQueuesThatCannotBe(String options, int status, String message) {
        String command = "instance add x --iptables --pool6 64:ff9b::/96 " + options;
        Command.Result refused = daemon.joolj(node, command.split(" ")).run().exited(status);
        assertTrue(refused.err().startsWith(message), refused.err());
        assertEquals(1, refused.err().lines().count(), refused.err());
    }

    private static String display() {
        return daemon.joolj(node, "instance", "display", "--csv")
                .run()
                .succeeded()
                .out();
    }

    @Test
    void saysInJoolsWordsThatNoDaemonRuns() {
        Daemon none = new Daemon(LABORATORY.directory().resolve("nobody.sock"), null);
        Command.Result alone = none.jool(node, "instance", "display").run().exited(253);
        assertEquals(
                List.of(
                        "Error: Jool's socket family doesn't seem to exist.",
                        "(This probably means Jool hasn't been modprobed.)",
                        "Netlink error message: Object not found",
                        "  No jool-j daemon answers at " + none.environment().get("JOOLJ_SOCKET")
                                + ": start it with 'jool-j daemon --detach'."),
                alone.err().lines().toList());
        Command.Result own = none.joolj(node, "instance", "display").run().exited(253);
        assertEquals(1, own.err().lines().count(), own.toString());
        assertTrue(own.err().contains("jool-j daemon"), own.toString());
    }

    @Test
    void refusesACallerWithoutPermission() {
        Command readable = new Command(
                List.of("test", "-r", Laboratory.HOME.resolve("jool").toString()), Map.of());
        assumeTrue(readable.asUser("nobody").run().status() == 0, "user nobody cannot read the project's directory");
        Command.Result refused =
                daemon.jool(node, "instance", "display").asUser("nobody").run().exited(1);
        assertEquals(REFUSED + "1: CAP_NET_ADMIN capability required. (Maybe try su or sudo?)\n", refused.err());
    }
}
