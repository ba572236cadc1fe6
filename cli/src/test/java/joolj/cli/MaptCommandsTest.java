// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Product;
import joolj.control.Row;
import joolj.rfc7597.MappingRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client makes of MAP-T's commands, and what it prints. */
class MaptCommandsTest extends WithFakeDaemon {
    private static final String TRY = "Try `add --help' or `add --usage' for more information.\n";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool_mapt fmrt add 2001:db8:ce::/51 192.0.2.0/24 13 0|"
                        + "fmrt add default {prefix6=2001:db8:ce::/51, prefix4=192.0.2.0/24, eaBits=13, a=0}",
                "jool_mapt -i BR fmrt add 2001:db8::/40 192.0.2.0/24 16|"
                        + "fmrt add BR {prefix6=2001:db8::/40, prefix4=192.0.2.0/24, eaBits=16, a=6}",
                "jool_mapt fm r 2001:db8::/40 192.0.2.1/24 48 16|"
                        + "fmrt remove default {prefix6=2001:db8::/40, prefix4=192.0.2.1/24, eaBits=48, a=16}",
                "jool-j mapt fmrt flush|fmrt flush default {}",
                "jool_mapt instance add x --dmr 64:ff9b::/96 --netfilter|"
                        + "instance add x {framework=netfilter, pool6=64:ff9b::/96}",
                "jool_mapt instance add x -i -6 64:ff9b::/96|"
                        + "instance add x {framework=iptables, pool6=64:ff9b::/96}",
                "jool_mapt instance add x -n|instance add x {framework=netfilter}",
                "jool_mapt -i 'CE_11b' global update bmr 2001:db8:ce::/51 192.0.2.0/24 13 0|"
                        + "global update CE 11b {key=bmr, value={IPv6 Prefix=2001:db8:ce::/51,"
                        + " IPv4 Prefix=192.0.2.0/24, EA-bits length=13, a=0}, force=false}",
                "jool_mapt global update bmr '2001:db8:ce::/51_192.0.2.0/24_13'|"
                        + "global update default {key=bmr, value={IPv6 Prefix=2001:db8:ce::/51,"
                        + " IPv4 Prefix=192.0.2.0/24, EA-bits length=13, a=6}, force=false}",
                "jool_mapt global update bmr null|global update default {key=bmr, value=null, force=false}",
                "jool_mapt global update map-t-type CE|"
                        + "global update default {key=map-t-type, value=CE, force=false}",
                "jool_mapt global update end-user-ipv6-prefix 2001:db8:ce:11b::/64|"
                        + "global update default {key=end-user-ipv6-prefix, value=2001:db8:ce:11b::/64, force=false}",
                "jool_mapt global update napt on|global update default {key=napt, value=true, force=false}"
            })
    void everyCommandHasItsRequest(String commandLine, String expected) {
        Run.of(socket, commandLine).assertIs(0, "", "");

        assertEquals(expected, asked(Product.MAPT));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool_mapt fmrt add|234|Error: Not enough arguments. Expected: IP6PREFIX IP4PREFIX EA-BITSLENGTH [<a>]"
                        + "/Error: Arguments parsed: 0",
                "jool_mapt fmrt remove 2001:db8::/40 192.0.2.0/24|234|Error: Not enough arguments. Expected: IP6PREFIX "
                        + "IP4PREFIX EA-BITSLENGTH [<a>]/Error: Arguments parsed: 2",
                "jool_mapt fmrt add 2001:db8::/40 192.0.2.0/24 49|234|Error: '49' is out of bounds (0-48).",
                "jool_mapt fmrt add 2001:db8::/40 192.0.2.0/24 16 17|234|Error: '17' is out of bounds (0-16).",
                "jool_mapt fmrt add 192.0.2.0/24 2001:db8::/40 16|234|Error: Cannot parse '192.0.2.0' as an IPv6 "
                        + "address.",
                "jool_mapt fmrt add 2001:db8::/40 192.0.2.0/33 16|234|Error: '33' is out of bounds (0-32).",
                "jool_mapt fmrt add 2001:db8::/40 192.0.2.0/24 x|1|Error: 'x' is not an unsigned integer. "
                        + "(error code 1)",
                "jool_mapt global update map-t-type ce|234|Error: 'ce' cannot be parsed as a MAP-T type."
                        + "/Available options: BR, CE",
                "jool_mapt global update bmr|234|Error: Missing value of key bmr.",
                "jool_mapt instance add x --netfilter --iptables|234|"
                        + "Error: The translator can only be hooked to one framework."
            })
    void complaintsAreJools(String commandLine, int status, String complaint) {
        String message = complaint.replace("/Error:", "\nError:").replace("/Available", "\nAvailable");

        Run.of(socket, commandLine).assertIs(status, "", message + "\n");
        assertEquals(0, daemon.requests().size());
    }

    @Test
    void surplusWordsAreRefused() {
        Run.of(socket, "jool_mapt fmrt add 2001:db8::/40 192.0.2.0/24 16 6 6")
                .assertIs(64, "", "add: Too many arguments\n" + TRY);
    }

    @Test
    void theRuleTableIsPrintedAsJoolDoes() {
        daemon.willSend(
                new Row.Fmr(MappingRule.of("2001:db8:ce::/51", "192.0.2.0/24", 13, 0)),
                new Row.Fmr(MappingRule.of("2001:db8:100::/128", "10.0.0.0/8", 4, 16)));
        String border = "+---------------------------------------------+--------------------+----------------+----+\n";
        String rows = """
                |                           2001:db8:ce::/51  |       192.0.2.0/24 | 13             |  0 |
                |                          2001:db8:100::/128 |        10.0.0.0/8  | 4              | 16 |
                """;
        String header = "|                                 IPv6 Prefix |        IPv4 Prefix | EA-bits Length |  a |\n";

        Run.of(socket, "jool_mapt fmrt display").assertIs(0, border + header + border + rows + border, "");
        Run.of(socket, "jool_mapt fmrt display --no-headers").assertIs(0, rows + border, "");
        Run.of(socket, "jool_mapt fmrt display --csv").assertIs(0, """
                        IPv6 Prefix,IPv4 Prefix,EA-bits Length,a
                        2001:db8:ce::/51,192.0.2.0/24,13,0
                        2001:db8:100::/128,10.0.0.0/8,4,16
                        """, "");
        Run.of(socket, "jool-j mapt fmrt display --json")
                .assertIs(
                        0,
                        "[\n{\"ipv6-prefix\":\"2001:db8:ce::/51\",\"ipv4-prefix\":\"192.0.2.0/24\","
                                + "\"ea-bits-length\":13,\"a\":0},\n{\"ipv6-prefix\":\"2001:db8:100::/128\","
                                + "\"ipv4-prefix\":\"10.0.0.0/8\",\"ea-bits-length\":4,\"a\":16}\n]\n",
                        "");
    }

    @Test
    void mappingRulesAmongTheGlobals() {
        daemon.willSend(
                new Row.Global("map-t-type", "CE"),
                new Row.Global(
                        "bmr",
                        Map.of("IPv6 Prefix", "2001:db8:ce::/51", "IPv4 Prefix", "192.0.2.0/24", "EA-bits length", 13)),
                new Row.Global("napt", true));

        Run.of(socket, "jool_mapt global display")
                .assertIs(0, "  map-t-type: CE\n  bmr: 2001:db8:ce::/51 192.0.2.0/24 13 6\n", "");
        Run.of(socket, "jool_mapt global display --csv --no-headers")
                .assertIs(0, "map-t-type,CE\nbmr,2001:db8:ce::/51,192.0.2.0/24,13,6\n", "");
        Run.of(socket, "jool-j mapt global display")
                .assertIs(0, "  map-t-type: CE\n  bmr: 2001:db8:ce::/51 192.0.2.0/24 13 6\n  napt: true\n", "");
    }

    /** The tables of the NAPT, whose private nodes are IPv4-mapped addresses. */
    @Test
    void theNaptsTablesAreShownUnderTheOwnNameOnly() {
        TransportAddress6 inside = new TransportAddress6(0, 0xffff_c0a8_0004L, 5000);
        daemon.willSend(new Row.Bib(L4Protocol.UDP, inside, new TransportAddress4(0xc000_0212, 1232), false));

        Run.of(socket, "jool-j mapt bib display --udp --numeric")
                .assertIs(0, "[Dynamic UDP] 192.0.2.18#1232 - ::ffff:192.168.0.4#5000\n", "");
        assertEquals("bib display default {protocol=UDP}", asked(Product.MAPT));
        Run unknown = Run.of(socket, "jool_mapt bib display");
        assertTrue(unknown.err().contains("Unexpected token: 'bib'"), unknown::err);
    }

    @Test
    void countersThatJoolLacksAreShownUnderTheOwnNameOnly() {
        daemon.willSend(new Row.Stat("JSTAT_MAPT_PSID", 3), new Row.Stat("JSTAT_MAPT_PORTS", 4));

        Run.of(socket, "jool_mapt stats display").assertIs(0, "JSTAT_MAPT_PSID: 3\n", "");
        Run.of(socket, "jool-j mapt stats display").assertIs(0, "JSTAT_MAPT_PSID: 3\nJSTAT_MAPT_PORTS: 4\n", "");
    }
}
