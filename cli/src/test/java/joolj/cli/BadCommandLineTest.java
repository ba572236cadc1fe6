// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines that are refused before anything is asked of the daemon. */
@Timeout(60)
class BadCommandLineTest {
    private static final String TRY_ADD = "Try `add --help' or `add --usage' for more information.\n";
    private static final String NAT64_KEYS = "manually-enabled pool6 lowest-ipv6-mtu logging-debug"
            + " zeroize-traffic-class override-tos tos mtu-plateaus address-dependent-filtering"
            + " drop-externally-initiated-tcp drop-icmpv6-info source-icmpv6-errors-better f-args"
            + " handle-rst-during-fin-rcv tcp-est-timeout tcp-trans-timeout udp-timeout icmp-timeout logging-bib"
            + " logging-session maximum-simultaneous-opens ss-enabled ss-flush-asap ss-flush-deadline ss-capacity"
            + " ss-max-payload ";

    @TempDir
    static Path directory;

    private Path socket;
    private FakeDaemon daemon;

    @BeforeEach
    void startDaemon() throws Exception {
        socket = directory.resolve("s" + System.nanoTime());
        daemon = new FakeDaemon(socket);
    }

    @AfterEach
    void stopDaemon() throws Exception {
        daemon.close();
    }

    static Stream<Arguments> keywords() {
        return Stream.of(
                arguments(
                        "jool pool8 display",
                        "Unexpected token: 'pool8'\nAvailable options: "
                                + "instance stats global pool4 bib session file joold \n"),
                arguments(
                        "jool eamt display",
                        "Unexpected token: 'eamt'\nAvailable options: "
                                + "instance stats global pool4 bib session file joold \n"),
                arguments(
                        "jool_siit pool4 display",
                        "Unexpected token: 'pool4'\nAvailable options: "
                                + "instance stats address global eamt blacklist4 denylist4 file \n"),
                arguments(
                        "jool-j siit pool4 display",
                        "Unexpected token: 'pool4'\nAvailable options: "
                                + "instance stats address global eamt blacklist4 denylist4 file daemon demo reload \n"),
                arguments("jool s display", "Ambiguous token: 's'\nAvailable options: stats session \n"),
                arguments(
                        "jool instance X",
                        "Unexpected token: 'X'\nAvailable options: " + "display add remove flush status \n"),
                arguments(
                        "jool instance --help",
                        "Unexpected token: '--help'\nAvailable options: " + "display add remove flush status \n"),
                arguments(
                        "jool -i x",
                        "More arguments expected.\nPossible follow-ups: "
                                + "instance stats global pool4 bib session file joold \n"),
                arguments(
                        "jool instance",
                        "More arguments expected.\nPossible follow-ups: " + "display add remove flush status \n"),
                arguments("jool global update", "More arguments expected.\nPossible follow-ups: " + NAT64_KEYS + "\n"),
                arguments(
                        "jool global update trace true",
                        "Unexpected token: 'trace'\nAvailable options: " + NAT64_KEYS + "\n"),
                arguments(
                        "jool global update logging-debug=true",
                        "Unexpected token: 'logging-debug=true'\n" + "Available options: " + NAT64_KEYS + "\n"),
                arguments(
                        "jool global update eam-hairpin-mode off",
                        "Unexpected token: 'eam-hairpin-mode'\n" + "Available options: " + NAT64_KEYS + "\n"),
                arguments(
                        "jool global update ss 1",
                        "Ambiguous token: 'ss'\nAvailable options: "
                                + "ss-enabled ss-flush-asap ss-flush-deadline ss-capacity ss-max-payload \n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keywords")
    void keywordsMustBeUniquePrefixes(String commandLine, String err) {
        Run.of(socket, commandLine).assertIs(234, "", err);
        assertTrue(daemon.requests().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool instance add -x --netfilter|add: invalid option -- 'x'",
                "jool instance add --foo|add: unrecognized option '--foo'",
                "jool instance add --foo=bar|add: unrecognized option '--foo=bar'",
                "jool instance add --netfilter --pool6|add: option '--pool6' requires an argument",
                "jool instance add -6|add: option requires an argument -- '6'",
                "jool instance add --netfilter=yes|add: option '--netfilter' doesn't allow an argument",
                "jool pool4 add 192.0.2.1 1-2 --sctp|add: unrecognized option '--sctp'",
                "jool pool4 add 192.0.2.1 -1 --tcp|add: invalid option -- '1'",
                "jool pool4 add -tx 192.0.2.1 1|add: invalid option -- 'x'",
                "jool pool4 add --m 1|add: option '--m' is ambiguous; possibilities: '--mark' '--max-iterations'",
                "jool instance add --json|add: unrecognized option '--json'",
                "jool bib add nonsense|add: Too many arguments"
            })
    void optionsAreRefusedAsArgpDoes(String commandLine, String complaint) {
        Run.of(socket, commandLine).assertIs(64, "", complaint + "\n" + TRY_ADD);
        assertTrue(daemon.requests().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool global display --all|display: unrecognized option '--all'|display",
                "jool instance display --json|display: unrecognized option '--json'|display",
                "jool pool4 display --mark 1|display: unrecognized option '--mark'|display",
                "jool pool4 display 1.2.3.4|display: Too many arguments|display",
                "jool inst disp nonsense|disp: Too many arguments|disp",
                "jool pool4 flush nonsense|flush: Too many arguments|flush",
                "jool instance status nonsense|status: Too many arguments|status",
                "jool global update tos -1|tos: invalid option -- '1'|tos",
                "jool global update mtu-plateaus -1|mtu-plateaus: invalid option -- '1'|mtu-plateaus"
            })
    void theComplaintNamesTheOperationAsTyped(String commandLine, String complaint, String name) {
        Run.of(socket, commandLine)
                .assertIs(
                        64,
                        "",
                        complaint + "\nTry `" + name + " --help' or `" + name + " --usage' for more information.\n");
    }

    @Test
    void theHintIsWrappedAtColumn79() {
        Run.of(socket, "jool global update tcp-trans-timeout -1").assertIs(64, "", """
                        tcp-trans-timeout: invalid option -- '1'
                        Try `tcp-trans-timeout --help' or `tcp-trans-timeout --usage' for more
                        information.
                        """);
        Run.of(socket, "jool global update source-icmpv6-errors-better -1").assertIs(64, "", """
                        source-icmpv6-errors-better: invalid option -- '1'
                        Try `source-icmpv6-errors-better --help' or `source-icmpv6-errors-better
                        --usage' for more information.
                        """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool pool4 add|"
                        + "an IPv4 prefix or address, a port (or ICMP id) range and a protocol (--tcp, --udp or "
                        + "--icmp)",
                "jool pool4 add 192.0.2.1|a port (or ICMP id) range and a protocol (--tcp, --udp or --icmp)",
                "jool pool4 add 192.0.2.1 --tcp|a port (or ICMP id) range",
                "jool pool4 add 192.0.2.1 5000-6000|a protocol (--tcp, --udp or --icmp)",
                "jool pool4 add 2001:db8::1 1-2 --tcp|an IPv4 prefix or address",
                "jool pool4 add 10.0.0.0/23 --tcp --force|a port (or ICMP id) range",
                "jool pool4 remove|an IPv4 prefix or address",
                "jool pool4 remove --tcp|an IPv4 prefix or address",
                "jool bib add|an IPv6 transport address and an IPv4 transport address",
                "jool bib add 2001:db8::1#80|an IPv4 transport address",
                "jool bib add 192.0.2.1#80|an IPv6 transport address"
            })
    void missingArgumentsAreListed(String commandLine, String missing) {
        Run.of(socket, commandLine).assertIs(234, "", "The command is missing " + missing + ".\n");
        assertTrue(daemon.requests().isEmpty());
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(
                        "jool instance add --netfilter --iptables --pool6 64:ff9b::/96",
                        234,
                        "The translator can only be hooked to one framework."),
                arguments("jool instance add --netfilter --pool6 null", 234, "Cannot parse 'null' as an IPv6 address."),
                arguments(
                        "jool instance add --netfilter --pool6 1.2.3.0/24",
                        234,
                        "Cannot parse '1.2.3.0' as an IPv6 address."),
                arguments(
                        "jool instance add --netfilter --pool6 64:ff9b::/129", 234, "'129' is out of bounds (0-128)."),
                arguments(
                        "jool instance add --netfilter --pool6 64:ff9b::/-1",
                        1,
                        "'-1' is not an unsigned integer. (error code 1)"),
                arguments(
                        "jool instance add --netfilter --pool6 64:ff9b::/x",
                        1,
                        "'x' is not an unsigned integer. (error code 1)"),
                arguments(
                        "jool instance add 1234567890123456 --pool6 64:ff9b::/96",
                        234,
                        "The instance name must be a null-terminated ascii string, 15 characters max."),
                arguments(
                        "jool -i 1234567890123456 global display",
                        234,
                        "The instance name must be a null-terminated ascii string, 15 characters max."),
                arguments(
                        "jool instance remove 1234567890123456",
                        234,
                        "The instance name must be a null-terminated ascii string, 15 characters max."),
                arguments(
                        "jool -i alpha instance add beta --pool6 64:ff9b::/96",
                        234,
                        "You entered two different instance names. Please delete one of them."),
                arguments(
                        "jool -i alpha instance remove beta",
                        234,
                        "You entered two different instance names. Please delete one of them."),
                arguments(
                        "jool instance add --pool6 64:ff9b::/96 --queue-num 65536",
                        234,
                        "'65536' is not a queue number (0 to 65535)."),
                arguments(
                        "jool instance add --pool6 64:ff9b::/96 --queue-balance 2:1",
                        234,
                        "'2:1' is not a range of queue numbers (N:M, 0 to 65535, N not above M)."),
                arguments(
                        "jool instance add --pool6 64:ff9b::/96 --queue-num 1 --queue-balance 2:3",
                        234,
                        "Only one of --queue-num and --queue-balance is allowed."),
                arguments(
                        "jool instance add --pool6 64:ff9b::/96 --reinject tap",
                        234,
                        "'tap' is not a way to reinject packets (raw or tun)."),
                arguments(
                        "jool instance add --pool6 64:ff9b::/96 --cpu 0-3",
                        234,
                        "'0-3' is not a list of processors (N[,M...], each 0 to 1023, at most 64)."),
                arguments("jool global update manually-enabled", 234, "Missing value of key manually-enabled."),
                arguments("jool pool4 display --tcp --udp", 234, "Only one protocol is allowed per request."),
                arguments(
                        "jool pool4 add 192.0.2.1 5000-6000 --tcp --udp",
                        234,
                        "Only one protocol is allowed per request."),
                arguments("jool pool4 add 192.0.2.0/33 1-2 --tcp", 234, "'33' is out of bounds (0-32)."),
                arguments(
                        "jool pool4 add 192.0.2.0/-1 1-2 --tcp", 1, "'-1' is not an unsigned integer. (error code 1)"),
                arguments("jool pool4 add foo 1-2 --tcp", 1, "'foo' is not an unsigned integer. (error code 1)"),
                arguments("jool pool4 add 192.0.2.1 0-65536 --tcp", 234, "'65536' is out of bounds (0-65535)."),
                arguments("jool pool4 add 192.0.2.1 1- --tcp", 1, "'' is not an unsigned integer. (error code 1)"),
                arguments("jool pool4 add 192.0.2.1 '' --tcp", 1, "'' is not an unsigned integer. (error code 1)"),
                arguments(
                        "jool pool4 add 192.0.2.3 1-2 --tcp --mark 4294967296",
                        234,
                        "'4294967296' is out of bounds (0-4294967295)."),
                arguments(
                        "jool pool4 add 192.0.2.3 1-2 --tcp --mark -1",
                        1,
                        "'-1' is not an unsigned integer. (error code 1)"),
                arguments(
                        "jool pool4 add 192.0.2.3 1-2 --tcp --max-iterations foo",
                        1,
                        "'foo' is not an unsigned integer. (error code 1)"),
                arguments(
                        "jool pool4 add 0.0.0.0/0 1-2 --tcp",
                        249,
                        "Warning: You're adding lots of addresses, which might defeat the whole point of NAT64 over"
                                + " SIIT.\nError: Will cancel the operation. Use --force to override this."),
                arguments(
                        "jool bib add 2001:db8::1#80 1.2.3.4",
                        234,
                        "'1.2.3.4' does not seem to contain a port (format: <IPv4 address>#<port> (eg."
                                + " 203.0.113.8#80))."),
                arguments("jool-j instance display --csv --json", 234, "Only one of --csv and --json is allowed."),
                arguments("jool-j --socket= instance display", 234, "The path of the control socket is empty."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void unreadableValuesAreNamed(String commandLine, int status, String message) {
        Run.of(socket, commandLine).assertIs(status, "", "Error: " + message + "\n");
        assertTrue(daemon.requests().isEmpty());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "manually-enabled 2|234|Cannot parse '2' as a bool (true,false).",
                "tos 256|234|'256' is out of bounds (0-255).",
                "tos abc|1|'abc' is not an unsigned integer. (error code 1)",
                "pool6 foo|234|Cannot parse 'foo' as an IPv6 address.",
                "udp-timeout 300.5|234|The millisecond portion of '300.5' must length at least 3 digits.",
                "udp-timeout 1h|234|'1h' does not seem to follow the '[HH:[MM:]]SS[.mmm]' format.",
                "mtu-plateaus ''|234|The plateaus string cannot be empty."
            })
    void unreadableGlobalsAreNamed(String arguments, int status, String message) {
        String expected = message.replace("(true,false)", "(true|false|1|0|yes|no|on|off)");

        Run.of(socket, "jool global update " + arguments).assertIs(status, "", "Error: " + expected + "\n");
        assertTrue(daemon.requests().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool -h|jool: invalid option -- 'h'",
                "jool --foo|jool: unrecognized option '--foo'",
                "jool -i|jool: option requires an argument -- 'i'",
                "jool --instance|jool: option '--instance' requires an argument",
                "jool --socket x instance display|jool: unrecognized option '--socket'"
            })
    void unusableOptionsBeforeTheModeEndInHelp(String commandLine, String complaint) {
        Run run = Run.of(socket, commandLine);

        run.assertIs(0, Run.of(socket, "jool").out(), complaint + "\n");
        assertTrue(run.out().startsWith("Usage\n=====\njool (\n"), run.out());
    }

    @Test
    void nothingAtAllPrintsTheHelp() {
        String help = Run.of(socket, "jool").out();

        assertTrue(help.contains("\n- instance -> display add remove flush status \n"), help);
        assertTrue(help.contains("\n- pool4 -> display add remove flush \n"), help);
        assertEquals(help, Run.of(socket, "jool --help").out());
        assertEquals(help, Run.of(socket, "jool --usage").out());
        assertEquals(help, Run.of(socket, "jool -?").out());
        assertEquals("4.1.9.0\n", Run.of(socket, "jool --vers").out());
        assertEquals(
                "4.1.9.0\n",
                Run.of(socket, "jool instance add --foo=1 -V").err().isEmpty()
                        ? ""
                        : Run.of(socket, "jool instance add -V --foo=1").out());
    }

    @Test
    void everyOperationHasHelp() {
        for (String operation : List.of("instance add", "stats display", "pool4 remove", "global update f-args")) {
            Run run = Run.of(socket, "jool " + operation + " --help");

            assertEquals(0, run.status());
            String name = operation.substring(operation.lastIndexOf(' ') + 1);
            assertTrue(run.out().startsWith("Usage: " + name + " [OPTION...]"), run.out());
            assertTrue(run.out().contains("\n  -?, --help                 Give this help list\n"), run.out());
            assertTrue(Run.of(socket, "jool " + operation + " --usage").out().startsWith("Usage: " + name + " [-"));
        }
    }

    @Test
    void theInstanceMayBeNamedByAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("i.json"), "{\"Comment\": [], \"INSTANCE\": \"gw\"}");
        Path nameless = Files.writeString(directory.resolve("n.json"), "{\"instances\": \"gw\"}");
        Path broken = Files.writeString(directory.resolve("b.json"), "{\"instance\" \"gw\"}");
        Path number = Files.writeString(directory.resolve("f.json"), "{\"instance\": 7}");

        Run.of(socket, "jool -i x -f " + file + " instance remove").assertIs(0, "", "");
        assertEquals("gw", daemon.requests().get(0).instance().text());

        Run.of(socket, "jool -f " + nameless + " instance remove")
                .assertIs(234, "", "Error: The file does not contain an instance name.\n");
        Run.of(socket, "jool -f " + number + " instance remove")
                .assertIs(
                        234,
                        "",
                        "Error: The 'instance' element '7' is not a valid String.\n  " + number + ":1:14: instance\n");
        Run.of(socket, "jool -f /nonexistent/file instance remove")
                .assertIs(2, "", "Error: Could not open file \"/nonexistent/file\": No such file or directory\n");
        Run.of(socket, "jool -f / instance remove")
                .assertIs(21, "", "Error: Could not open file \"/\": Is a directory\n");
        Run run = Run.of(socket, "jool -f " + broken + " instance remove");
        assertEquals(234, run.status());
        assertTrue(
                run.err().startsWith("Error: The JSON parser got confused around the beginning of this string:\n"),
                run.err());
        assertEquals(1, daemon.requests().size());
    }

    @Test
    void unitsOfTimeAreTakenUnderTheOwnNameOnly() {
        Run.of(socket, "jool-j global update udp-timeout 2h30m").assertIs(0, "", "");
        assertEquals(
                Map.of("key", "udp-timeout", "value", "2:30:00", "force", false),
                daemon.requests().get(0).command().arguments());
        Run.of(socket, "jool global update udp-timeout 2h30m").assertIs(234, "", """
                Error: '2h30m' does not seem to follow the '[HH:[MM:]]SS[.mmm]' format.
                  Under the name jool-j it is understood.
                """);
        Run.of(socket, "jool-j global update udp-timeout 2d").assertIs(234, "", """
                Error: '2d' does not seem to follow the '[HH:[MM:]]SS[.mmm]' format.
                  Units are h, m, s and ms, in this order, such as 2h, 1m30s or 500ms.
                """);
        assertEquals(1, daemon.requests().size());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool pool4 add --mark foo --help|1|Error: 'foo' is not an unsigned integer. (error code 1)",
                "jool pool4 add --mark foo --bogus|1|Error: 'foo' is not an unsigned integer. (error code 1)",
                "jool pool4 add --bogus --mark foo|64|add: unrecognized option '--bogus'",
                "jool pool4 add bar --max-iterations x --mark y|1|Error: 'x' is not an unsigned integer. (error code 1)",
                "jool pool4 add bar --bogus|64|add: unrecognized option '--bogus'",
                "jool pool4 add bar --mark 1 --tcp|1|Error: 'bar' is not an unsigned integer. (error code 1)",
                "jool pool4 remove --mark 5000000000 -x|234|Error: '5000000000' is out of bounds (0-4294967295).",
                "jool instance add --pool6 x --netfilter --iptables|234|Error: Cannot parse 'x' as an IPv6 address.",
                "jool instance add 1234567890123456 --pool6 x|234|Error: Cannot parse 'x' as an IPv6 address.",
                "jool instance add --pool6 x --pool6 64:ff9b::/96|234|Error: Cannot parse 'x' as an IPv6 address."
            })
    void theFirstMistakeIsReportedOptionsBeforeOtherArguments(String commandLine, int status, String firstLine) {
        Run run = Run.of(socket, commandLine);

        assertEquals(firstLine, run.err().lines().findFirst().orElse(""));
        assertEquals(status, run.status());
        assertEquals("", run.out());
        assertTrue(daemon.requests().isEmpty());
    }

    @Test
    void advertisingIgnoresItsArgumentsAndDoesNothing() {
        Run.of(socket, "jool joold advertise --foo bar --help")
                .assertIs(0, "", "  Nothing was advertised: session synchronisation is not part of this release.\n");
        Run.of(socket, "jool joo adv").assertIs(0, "", "");
        assertTrue(Run.of(socket, "jool-j joold advertise --help").out().startsWith("Usage: advertise"));
        assertTrue(daemon.requests().isEmpty());
    }
}
