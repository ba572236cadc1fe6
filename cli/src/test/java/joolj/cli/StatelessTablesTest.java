// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.control.IpAddress;
import joolj.control.Row;
import org.junit.jupiter.api.Test;

/** What the tables and the address query of stateless translation print, to the character. */
class StatelessTablesTest extends WithFakeDaemon {
    private static final String EAMT_BORDER = "+---------------------------------------------+--------------------+\n";
    private static final String EAMT_HEADER = "|                                 IPv6 Prefix |        IPv4 Prefix |\n";
    private static final String DENYLIST_BORDER = "+--------------------+\n";
    private static final String DENYLIST_HEADER = "|        IPv4 Prefix |\n";
    private static final String ABSENT = "This namespace lacks an instance named 'zz'.";
    private static final String ABSENT_LINE = "Error: The daemon returned error 3: " + ABSENT + "\n";

    private static Row.Eam eam(String prefix6, String prefix4) {
        return new Row.Eam(Ipv6Prefix.parse(prefix6), Ipv4Prefix.parse(prefix4));
    }

    @Test
    void mappingsInTheOrderOfTheDaemon() {
        daemon.willSend(
                eam("2001:db8:5::5", "255.255.255.255"),
                eam("2001:db8:0:1::/96", "0.0.0.0/0"),
                eam("2001:db8:dddd::10/124", "203.0.113.16/28"),
                eam("1:22:333:4444:5555:6666:7777:8888/128", "10.0.0.0/8"));
        String rows = """
                |                           2001:db8:5::5/128 | 255.255.255.255/32 |
                |                          2001:db8:0:1::/96  |         0.0.0.0/0  |
                |                       2001:db8:dddd::10/124 |    203.0.113.16/28 |
                |       1:22:333:4444:5555:6666:7777:8888/128 |        10.0.0.0/8  |
                """;
        String csv = """
                2001:db8:5::5/128,255.255.255.255/32
                2001:db8:0:1::/96,0.0.0.0/0
                2001:db8:dddd::10/124,203.0.113.16/28
                1:22:333:4444:5555:6666:7777:8888/128,10.0.0.0/8
                """;

        assertPrints("jool_siit eamt display", EAMT_BORDER + EAMT_HEADER + EAMT_BORDER + rows + EAMT_BORDER);
        assertPrints("jool_siit eamt d --no-headers", rows + EAMT_BORDER);
        assertPrints("jool_siit eamt display --csv", "IPv6 Prefix,IPv4 Prefix\n" + csv);
        assertPrints("jool_siit eamt display --csv --no-headers", csv);
        assertPrints("jool-j siit eamt display --json", """
                [
                {"ipv6-prefix":"2001:db8:5::5/128","ipv4-prefix":"255.255.255.255/32"},
                {"ipv6-prefix":"2001:db8:0:1::/96","ipv4-prefix":"0.0.0.0/0"},
                {"ipv6-prefix":"2001:db8:dddd::10/124","ipv4-prefix":"203.0.113.16/28"},
                {"ipv6-prefix":"1:22:333:4444:5555:6666:7777:8888/128","ipv4-prefix":"10.0.0.0/8"}
                ]
                """);
    }

    @Test
    void noMappings() {
        assertPrints("jool_siit eamt display", EAMT_BORDER + EAMT_HEADER + EAMT_BORDER + EAMT_BORDER);
        assertPrints("jool_siit eamt display --no-headers", EAMT_BORDER);
        assertPrints("jool_siit eamt display --csv", "IPv6 Prefix,IPv4 Prefix\n");
        assertPrints("jool_siit eamt display --csv --no-headers", "");
        assertPrints("jool-j siit eamt display --json", "[]\n");
    }

    private void sendDenylist() {
        daemon.willSend(
                new Row.Denied4(Ipv4Prefix.parse("198.51.100.128/25")),
                new Row.Denied4(Ipv4Prefix.parse("203.0.113.1/32")),
                new Row.Denied4(Ipv4Prefix.parse("127.0.0.0/8")));
    }

    @Test
    void deniedPrefixesInTheOrderOfTheDaemon() {
        sendDenylist();
        String rows = """
                |  198.51.100.128/25 |
                |     203.0.113.1/32 |
                |       127.0.0.0/8  |
                """;
        String csv = "198.51.100.128/25\n203.0.113.1/32\n127.0.0.0/8\n";

        assertPrints(
                "jool_siit denylist4 display",
                DENYLIST_BORDER + DENYLIST_HEADER + DENYLIST_BORDER + rows + DENYLIST_BORDER);
        assertPrints("jool_siit denylist4 display --no-headers", rows + DENYLIST_BORDER);
        assertPrints("jool_siit denylist4 display --csv", "IPv4 Prefix\n" + csv);
        assertPrints("jool_siit denylist4 display --csv --no-headers", csv);
        assertPrints("jool-j siit denylist4 display --json", """
                [
                {"ipv4-prefix":"198.51.100.128/25"},
                {"ipv4-prefix":"203.0.113.1/32"},
                {"ipv4-prefix":"127.0.0.0/8"}
                ]
                """);
    }

    @Test
    void noDeniedPrefixes() {
        assertPrints(
                "jool_siit denylist4 display", DENYLIST_BORDER + DENYLIST_HEADER + DENYLIST_BORDER + DENYLIST_BORDER);
        assertPrints("jool_siit denylist4 display --no-headers", DENYLIST_BORDER);
        assertPrints("jool_siit denylist4 display --csv", "IPv4 Prefix\n");
        assertPrints("jool_siit denylist4 display --csv --no-headers", "");
    }

    @Test
    void theOldNameOfTheDenylistPrintsTheSameTable() {
        sendDenylist();
        String table = Run.of(socket, "jool_siit denylist4 display").out();

        Run.of(socket, "jool_siit blacklist4 display")
                .assertIs(0, table, "Warning: blacklist4 is deprecated. Use 'denylist4' instead.\n");
    }

    @Test
    void theHeadOfATableIsPrintedEvenIfTheInstanceIsMissing() {
        daemon.willFail(3, ABSENT);

        Run.of(socket, "jool_siit -i zz eamt display")
                .assertIs(3, EAMT_BORDER + EAMT_HEADER + EAMT_BORDER, ABSENT_LINE);
        Run.of(socket, "jool_siit -i zz denylist4 display")
                .assertIs(3, DENYLIST_BORDER + DENYLIST_HEADER + DENYLIST_BORDER, ABSENT_LINE);
        Run.of(socket, "jool_siit -i zz address query 192.0.2.5").assertIs(3, "", ABSENT_LINE);
    }

    private void sendEam(String result) {
        daemon.willSend(Row.TranslatedAddress.byEam(
                IpAddress.parse(result), Ipv6Prefix.parse("2001:db8:aaaa::/120"), Ipv4Prefix.parse("192.0.2.0/24")));
    }

    private void sendPool6(String result) {
        daemon.willSend(Row.TranslatedAddress.byPool6(IpAddress.parse(result), Ipv6Prefix.parse("2001:db8:100::/40")));
    }

    @Test
    void aMappedIpv4Address() {
        sendEam("2001:db8:aaaa::5");

        assertPrints("jool_siit address query 192.0.2.5", "2001:db8:aaaa::5\n");
        assertPrints("jool_siit a q 192.0.2.6 192.0.2.5 --verbose", """
                  Query: 192.0.2.5
                  Scheme: EAMT
                    EAM: 2001:db8:aaaa::/120 | 192.0.2.0/24
                  Operation: 192.0.2.5 - 192.0.2.0/24 + 2001:db8:aaaa::/120 = 2001:db8:aaaa::5
                  Result: 2001:db8:aaaa::5
                """);
        assertEquals(
                Map.of("address", "192.0.2.5"),
                daemon.requests().get(1).command().arguments());
    }

    @Test
    void aMappedIpv6Address() {
        sendEam("192.0.2.5");

        assertPrints("jool_siit address query 2001:db8:aaaa::5", "192.0.2.5\n");
        assertPrints("jool_siit address query 2001:DB8:aaaa:0::5 -v", """
                  Query: 2001:db8:aaaa::5
                  Scheme: EAMT
                    EAM: 2001:db8:aaaa::/120 | 192.0.2.0/24
                  Operation: 2001:db8:aaaa::5 - 2001:db8:aaaa::/120 + 192.0.2.0/24 = 192.0.2.5
                  Result: 192.0.2.5
                """);
    }

    @Test
    void anIpv4AddressBehindPool6() {
        sendPool6("2001:db8:1cb:71:5::");

        assertPrints("jool_siit address query 203.0.113.5", "2001:db8:1cb:71:5::\n");
        assertPrints("jool-j siit address query -v 203.0.113.5", """
                  Query: 203.0.113.5
                  Scheme: RFC 6052 prefix
                    Prefix: 2001:db8:100::/40
                  Operation: 2001:db8:100::/40 + 203.0.113.5 = 2001:db8:1cb:71:5::
                  Result: 2001:db8:1cb:71:5::
                """);
    }

    @Test
    void anIpv6AddressOfPool6() {
        sendPool6("203.0.113.5");

        assertPrints("jool_siit address query 2001:db8:1cb:71:5::", "203.0.113.5\n");
        assertPrints("jool_siit address query 2001:db8:1cb:71:5:: --verbose", """
                  Query: 2001:db8:1cb:71:5::
                  Scheme: RFC 6052 prefix
                    Prefix: 2001:db8:100::/40
                  Operation: 2001:db8:1cb:71:5:: - 2001:db8:100::/40 = 203.0.113.5
                  Result: 203.0.113.5
                """);
    }

    @Test
    void aQueryWithoutResultIsAnError() {
        Run.of(socket, "jool_siit address query 192.0.2.5")
                .assertIs(5, "", "Error: The daemon sent no result of the query.\n");
    }
}
