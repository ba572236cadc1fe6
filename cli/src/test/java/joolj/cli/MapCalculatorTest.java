// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mapt calc}: RFC 7597 appendix A, and the tutorial. No daemon answers here. */
class MapCalculatorTest {
    private static final String RULE = "2001:db8::/40 192.0.2.0/24 16";

    private static Run calc(String words) {
        return Run.of(Path.of("nowhere"), "jool-j mapt calc " + words);
    }

    private static String line(Run run, String label) {
        assertEquals("", run.err());
        return run.out()
                .lines()
                .filter(line -> line.startsWith(label))
                .findFirst()
                .orElseThrow()
                .replaceFirst("^.*?: ", "");
    }

    /** Example 1; RFC 7599 has the same. */
    @Test
    void exampleOneFromThePrefix() {
        Run run = calc(RULE + " --end-user-ipv6-prefix 2001:db8:12:3400::/56");

        assertEquals("192.0.2.18", line(run, "IPv4 address"));
        assertEquals("8", line(run, "PSID length"));
        assertEquals("256", line(run, "Sharing ratio"));
        assertEquals("52 (0x34)", line(run, "PSID:"));
        assertEquals("2001:db8:12:3400:0:c000:212:34", line(run, "MAP address"));
        String ranges = line(run, "Port ranges (63)");
        assertTrue(ranges.startsWith("1232-1235,2256-2259,"), ranges);
        assertTrue(ranges.endsWith(",63696-63699,64720-64723"), ranges);
        assertEquals(63, ranges.split(",", -1).length);
        assertEquals("252", line(run, "Ports"));
    }

    /** Examples 2 and 3 go from the address and port of a packet to the customer edge. */
    @Test
    void exampleTwoFromAnAddressAndAPort() {
        Run run = calc(RULE + " --address 192.0.2.18#1232");

        assertEquals(calc(RULE + " -e 2001:db8:12:3400::/56").out(), run.out());
        assertEquals("2001:db8:12:3400::/56", line(run, "End-user"));
    }

    /** Example 4: no embedded address bits, no sharing. */
    @Test
    void exampleFourIsAWholeAddress() {
        calc("2001:db8:12:3400::/56 192.0.2.18/32 0 -e 2001:db8:12:3400::/56").assertIs(0, """
                        IPv4 address: 192.0.2.18
                        End-user IPv6 prefix: 2001:db8:12:3400::/56
                        MAP address: 2001:db8:12:3400:0:c000:212:0
                        Sharing ratio: 1
                        PSID offset (a): 6
                        PSID length (k): 0
                        PSID: (none)
                        Ports: 65536
                        Port ranges (1): 0-65535
                        """, "");
    }

    /** Example 5: the PSID comes from elsewhere, such as DHCP. */
    @Test
    void exampleFiveHasAPsidFromElsewhere() {
        Run run = calc("2001:db8:12:3400::/56 192.0.2.18/32 0 -e 2001:db8:12:3400::/56 --psid-length 8 --psid 0x34");

        assertEquals("2001:db8:12:3400:0:c000:212:34", line(run, "MAP address"));
        assertEquals("256", line(run, "Sharing ratio"));
        assertTrue(line(run, "Port ranges (63)").startsWith("1232-1235,"), run.out());
    }

    @Test
    void theTutorialsCustomerEdgesAsJson() {
        calc("2001:db8:ce::/51 192.0.2.0/24 13 0 -e 2001:db8:ce:11b::/64 --json")
                .assertIs(
                        0,
                        "{\"ipv4-prefix\":\"192.0.2.8/32\",\"end-user-ipv6-prefix\":\"2001:db8:ce:11b::/64\","
                                + "\"map-address\":\"2001:db8:ce:11b:0:c000:208:1b\",\"sharing-ratio\":32,"
                                + "\"psid-offset\":0,\"psid-length\":5,\"psid\":27,\"ports\":2048,"
                                + "\"port-ranges\":[[55296,57343]]}\n",
                        "");
        assertTrue(calc("2001:db8:ce::/51 192.0.2.0/24 13 0 -e 2001:db8:ce:774::/64 --json")
                .out()
                .contains("\"port-ranges\":[[40960,43007]]"));
    }

    @Test
    void wholePrefixesAndSinglePorts() {
        assertEquals("192.168.7.0/24", line(calc("2001:db8::/40 192.168.0.0/16 8 -e 2001:db8:7::/48"), "IPv4 prefix"));
        assertEquals("443", line(calc("2001:db8::/32 0.0.0.0/0 48 0 --address 203.0.113.5#443"), "Port ranges (1)"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "2001:db8::/40 192.0.2.0/24 16|Either --end-user-ipv6-prefix or --address is needed.",
                "2001:db8::/40 192.0.2.0/24 16 -e ::/0 -4 1.2.3.4|"
                        + "Either --end-user-ipv6-prefix or --address is needed.",
                "2001:db8::/40 192.0.2.0/24 16 -4 192.0.2.18|Addresses of this rule are shared: --address needs a port "
                        + "(format: <IPv4 address>#<port> (eg. 203.0.113.8#80)).",
                "2001:db8::/40 192.0.2.0/24 16 -4 192.0.2.18#80|"
                        + "Port 80 belongs to nobody: its first 6 bits (a) are zero.",
                "2001:db8::/40 192.0.2.0/24 16 -4 192.0.3.18#1232|"
                        + "The rule's IPv4 prefix 192.0.2.0/24 does not contain the address.",
                "2001:db8::/40 192.0.2.0/24 16 -4 192.0.2.18#70000|'70000' is out of bounds (0-65535).",
                "2001:db8::/40 192.0.2.0/24 16 -e 2001:db8:12:3400::/60|The BMR's IPv6 prefix length (40) plus the BMR's "
                        + "EA bits length (16) does not equal the End-user IPv6 prefix's length (60).",
                "2001:db8::/40 192.0.2.0/24 16 -e nonsense|Cannot parse 'nonsense' as an IPv6 address.",
                "2001:db8::/40 192.0.2.0/24 16 -e 2001:db8:12:3400::/56 --psid 1|"
                        + "--psid-length and --psid are needed together.",
                "2001:db8::/40 192.0.2.0/24 16 -e 2001:db8:12:3400::/56 --psid 1 --psid-length 2|"
                        + "The rule's EA bits already say which ports there are.",
                "2001:db8::/56 192.0.2.1/32 0 -e 2001:db8::/56 --psid 4 --psid-length 2|"
                        + "The PSID (4) must be 0 to 3.",
                "2001:db8::/56 192.0.2.1/32 0 -e 2001:db8::/56 --psid 4 --psid-length 11|"
                        + "The PSID length (11) must be 1 to 10, 16 - a.",
                "2001:db8::/56 192.0.2.1/32 0 -e 2001:db8::/56 --psid 0xx --psid-length 2|"
                        + "'0xx' is not a hexadecimal integer.",
                "2001:db8::/56 192.0.2.1/32 0 -e 2001:db8::/56 --psid 0x10000 --psid-length 2|"
                        + "'0x10000' is out of bounds (0x0-0xffff).",
                "2001:db8::/40 192.0.2.1/24 16 -e ::/56|'192.0.2.1/24' seems to have a suffix; please fix."
            })
    void refusesWhatMakesNoSense(String words, String complaint) {
        calc(words).assertIs(234, "", "Error: " + complaint + "\n");
    }

    @Test
    void isNoPartOfTheDropInNames() {
        Run run = Run.of(Path.of("nowhere"), "jool_mapt calc " + RULE);

        assertEquals(234, run.status());
        assertTrue(run.err().startsWith("Unexpected token: 'calc'\nAvailable options: instance "), run.err());
    }
}
