// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import joolj.config.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command lines of stateless translation: what they ask of the daemon, and what is refused before. */
class StatelessCommandsTest extends WithFakeDaemon {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool_siit eamt add 192.0.2.0/24 2001:db8:aaaa::/120|"
                        + "eamt add default {prefix6=2001:db8:aaaa::/120, prefix4=192.0.2.0/24, force=false}",
                "jool_siit eamt add 2001:db8:bbbb::/120 198.51.100.0/24|"
                        + "eamt add default {prefix6=2001:db8:bbbb::/120, prefix4=198.51.100.0/24, force=false}",
                "jool_siit e a 203.0.113.8 2001:db8:cccc::8|"
                        + "eamt add default {prefix6=2001:db8:cccc::8/128, prefix4=203.0.113.8/32, force=false}",
                "jool_siit eamt add 192.0.2.5 2001:db8:ffff::5 --force|"
                        + "eamt add default {prefix6=2001:db8:ffff::5/128, prefix4=192.0.2.5/32, force=true}",
                "jool_siit -i x eamt add -f 192.0.2.1/24 2001:db8:1::1/120|"
                        + "eamt add x {prefix6=2001:db8:1::1/120, prefix4=192.0.2.1/24, force=true}",
                "jool_siit eamt add 172.16.0.0/24 2001:db8:2::/120 2001:db8:22::/120|"
                        + "eamt add default {prefix6=2001:db8:22::/120, prefix4=172.16.0.0/24, force=false}",
                "jool_siit eamt remove 203.0.113.8|eamt remove default {prefix4=203.0.113.8/32}",
                "jool_siit eamt remove 2001:db8:dddd::10/124|eamt remove default {prefix6=2001:db8:dddd::10/124}",
                "jool_siit eamt remove 198.51.100.0/24 2001:db8:bbbb::/120|"
                        + "eamt remove default {prefix6=2001:db8:bbbb::/120, prefix4=198.51.100.0/24}",
                "jool_siit eamt flush|eamt flush default {}",
                "jool_siit denylist4 add 198.51.100.0/24|"
                        + "denylist4 add default {prefix4=198.51.100.0/24, force=false}",
                "jool_siit denylist4 add 127.0.0.0/8 --force|denylist4 add default {prefix4=127.0.0.0/8, force=true}",
                "jool_siit d a 203.0.113.1 203.0.113.2|denylist4 add default {prefix4=203.0.113.2/32, force=false}",
                "jool_siit denylist4 remove 203.0.113.1|denylist4 remove default {prefix4=203.0.113.1/32}",
                "jool-j siit -i x denylist4 flush|denylist4 flush x {}",
                "jool-j siit eamt flush|eamt flush default {}"
            })
    void everyCommandHasItsRequest(String commandLine, String expected) {
        Run.of(socket, commandLine).assertIs(0, "", "");

        assertEquals(expected, asked(Product.SIIT));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool_siit blacklist4 add 10.0.0.0/8|denylist4 add default {prefix4=10.0.0.0/8, force=false}",
                "jool_siit blacklist4 remove 10.0.0.0/8|denylist4 remove default {prefix4=10.0.0.0/8}",
                "jool_siit b f|denylist4 flush default {}"
            })
    void theOldNameOfTheDenylistWarnsAndDoesTheSame(String commandLine, String expected) {
        Run.of(socket, commandLine).assertIs(0, "", "Warning: blacklist4 is deprecated. Use 'denylist4' instead.\n");

        assertEquals(expected, asked(Product.SIIT));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool_siit eamt add|an IPv6 prefix and an IPv4 prefix",
                "jool_siit eamt add 192.0.2.0/24|an IPv6 prefix",
                "jool_siit eamt add 2001:db8::/120|an IPv4 prefix",
                "jool_siit eamt add 192.0.2.0/24 198.51.100.0/24|an IPv6 prefix",
                "jool_siit eamt add 2001:db8::/120 2001:db8:1::/120|an IPv4 prefix",
                "jool_siit eamt remove|a prefix",
                "jool_siit denylist4 add|an IPv4 prefix",
                "jool_siit denylist4 add --force|an IPv4 prefix",
                "jool_siit denylist4 remove|an IPv4 prefix",
                "jool_siit address query|an IP address",
                "jool_siit address query -v|an IP address"
            })
    void missingArgumentsAreListed(String commandLine, String missing) {
        Run.of(socket, commandLine).assertIs(234, "", "The command is missing " + missing + ".\n");
        assertTrue(daemon.requests().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool_siit eamt add foo bar|add: Too many arguments",
                "jool_siit eamt remove foo|remove: Too many arguments",
                "jool_siit eamt remove --force 192.0.2.0/24|remove: unrecognized option '--force'",
                "jool_siit eamt flush all|flush: Too many arguments",
                "jool_siit eamt display 192.0.2.0/24|display: Too many arguments",
                "jool_siit eamt display --json|display: unrecognized option '--json'",
                "jool_siit denylist4 flush all|flush: Too many arguments",
                "jool_siit denylist4 display all|display: Too many arguments",
                "jool_siit address query foo|query: Too many arguments",
                "jool_siit address query --csv 192.0.2.5|query: unrecognized option '--csv'"
            })
    void surplusWordsAndOptionsAreRefusedAsArgpDoes(String commandLine, String complaint) {
        String name = complaint.substring(0, complaint.indexOf(':'));

        Run.of(socket, commandLine)
                .assertIs(
                        64,
                        "",
                        complaint + "\nTry `" + name + " --help' or `" + name + " --usage' for more information.\n");
        assertTrue(daemon.requests().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool_siit eamt add 172.16.0.0/33 2001:db8:2::/112|234|'33' is out of bounds (0-32).",
                "jool_siit eamt add 172.16.0.0/24 2001:db8:2::/129|234|'129' is out of bounds (0-128).",
                "jool_siit eamt add 172.16.0.0/x 2001:db8:2::/120|1|'x' is not an unsigned integer. (error code 1)",
                "jool_siit denylist4 add foo|234|Cannot parse 'foo' as an IPv4 address.",
                "jool_siit denylist4 add 2001:db8::/32|234|Cannot parse '2001:db8::' as an IPv4 address.",
                "jool_siit denylist4 remove foo|234|Cannot parse 'foo' as an IPv4 address.",
                "jool_siit address query 192.0.2.0/24|234|Cannot parse '192.0.2.0/24' as an IPv4 address.",
                "jool_siit address query 1.2.3|234|Cannot parse '1.2.3' as an IPv4 address.",
                "jool_siit address query 2001:db8:::|234|Cannot parse '2001:db8:::' as an IPv6 address."
            })
    void unreadableValuesAreNamed(String commandLine, int status, String message) {
        Run.of(socket, commandLine).assertIs(status, "", "Error: " + message + "\n");
        assertTrue(daemon.requests().isEmpty());
    }

    static Stream<Arguments> keywords() {
        return Stream.of(
                arguments(
                        "jool_siit blacklist4 foo",
                        "Unexpected token: 'foo'\nAvailable options: display add remove flush \n"),
                arguments("jool_siit address foo", "Unexpected token: 'foo'\nAvailable options: query \n"),
                arguments("jool_siit address", "More arguments expected.\nPossible follow-ups: query \n"),
                arguments(
                        "jool-j siit d display", "Ambiguous token: 'd'\nAvailable options: denylist4 daemon demo \n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keywords")
    void keywordsMustBeUniquePrefixes(String commandLine, String err) {
        Run.of(socket, commandLine).assertIs(234, "", err);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "jool, eamt",
        "jool, denylist4",
        "jool, blacklist4",
        "jool, address",
        "jool_mapt, eamt",
        "jool_mapt, address"
    })
    void otherProductsLackTheModes(String program, String mode) {
        Run run = Run.of(socket, program + " " + mode + " display");

        assertEquals(234, run.status());
        assertEquals(
                "Unexpected token: '" + mode + "'",
                run.err().lines().findFirst().orElse(""));
    }

    @Test
    void theHelpListsTheModesInTheOrderOfTheTree() {
        List<String> modes = Run.of(socket, "jool_siit --help")
                .out()
                .lines()
                .filter(line -> line.contains(" -> ") && line.startsWith("- "))
                .toList();

        assertEquals(
                List.of(
                        "- instance -> display add remove flush status ",
                        "- stats -> display ",
                        "- address -> query ",
                        "- global -> display update ",
                        "- eamt -> display add remove flush ",
                        "- blacklist4 -> display add remove flush ",
                        "- denylist4 -> display add remove flush ",
                        "- file -> handle "),
                modes);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "eamt display",
                "eamt add",
                "eamt remove",
                "eamt flush",
                "denylist4 add",
                "denylist4 remove",
                "blacklist4 add",
                "address query"
            })
    void everyOperationHasHelp(String operation) {
        String name = operation.substring(operation.indexOf(' ') + 1);

        Run run = Run.of(socket, "jool_siit " + operation + " --help");

        assertEquals(0, run.status());
        assertEquals(
                operation.startsWith("blacklist4")
                        ? "Warning: blacklist4 is deprecated. Use 'denylist4' instead.\n"
                        : "",
                run.err());
        assertTrue(run.out().startsWith("Usage: " + name + " [OPTION...]"), run.out());
        assertTrue(run.out().contains("\n  -?, --help                 Give this help list\n"), run.out());
        assertTrue(daemon.requests().isEmpty());
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("eamt add 192.0.2.0/24 2001:db8::/120", 17, "The requested entry already exists."),
                arguments(
                        "eamt add 192.0.2.5 2001:db8:ffff::5",
                        17,
                        "Prefix 192.0.2.5/32 overlaps with EAM [2001:db8:aaaa::/120|192.0.2.0/24].\n"
                                + "(Use --force to override this validation.)"),
                arguments("eamt remove 192.0.2.0/24 2001:db8:9999::/120", 3, ""),
                arguments(
                        "denylist4 add 127.0.0.0/8",
                        22,
                        "Prefix 127.0.0.0/8 intersects with subnet scoped network 127.0.0.0/8."
                                + "Will cancel the operation. Use --force to ignore this validation."),
                arguments("address query 192.0.2.5", 22, "The address lacks EAMT entry and there's no pool6 prefix."),
                arguments("address query 192.0.2.5 -v", 22, "The address lacks EAMT entry and is denylist4ed."));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void refusalsAreRelayed(String arguments, int errno, String message) {
        daemon.willFail(errno, message);

        Run.of(socket, "jool_siit " + arguments)
                .assertIs(errno, "", "Error: The daemon returned error " + errno + ": " + message + "\n");
    }
}
