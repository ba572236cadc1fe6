// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7597;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import joolj.address.IpText;
import joolj.address.Ipv6Prefix;
import joolj.translation.Address6;
import joolj.translation.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7597 § 5.2, Basic Mapping Rule. */
class CustomerEdgeTest {
    private static CustomerEdge edge(String prefix6, String prefix4, int o, int a, String endUser) {
        return new CustomerEdge(MappingRule.of(prefix6, prefix4, o, a), Ipv6Prefix.parse(endUser));
    }

    @ParameterizedTest(name = "{4} has {5}, PSID {6}: {7}")
    @CsvSource({
        // Appendix A, example 1, RFC 7599 the same.
        "2001:db8::/40, 192.0.2.0/24, 16, 6, 2001:db8:12:3400::/56, 192.0.2.18/32, 52,"
                + " 2001:db8:12:3400:0:c000:212:34",
        // Appendix A, example 4: no embedded bits.
        "2001:db8:12:3400::/56, 192.0.2.18/32, 0, 6, 2001:db8:12:3400::/56, 192.0.2.18/32, 0,"
                + " 2001:db8:12:3400:0:c000:212:0",
        // The tutorial's.
        "2001:db8:ce::/51, 192.0.2.0/24, 13, 0, 2001:db8:ce:11b::/64, 192.0.2.8/32, 27,"
                + " 2001:db8:ce:11b:0:c000:208:1b",
        "2001:db8:ce::/51, 192.0.2.0/24, 13, 0, 2001:db8:ce:774::/64, 192.0.2.59/32, 20,"
                + " 2001:db8:ce:774:0:c000:23b:14",
        // Figure 5, a complete address; figure 4, a prefix.
        "2001:db8::/40, 192.0.2.0/24, 8, 6, 2001:db8:12::/48, 192.0.2.18/32, 0, 2001:db8:12::c000:212:0",
        "2001:db8::/40, 192.168.0.0/16, 8, 6, 2001:db8:7::/48, 192.168.7.0/24, 0, 2001:db8:7::c0a8:700:0"
    })
    void hasWhatFollowsFromItsRuleAndPrefix(
            String prefix6, String prefix4, int o, int a, String endUser, String address, int psid, String map) {
        CustomerEdge edge = edge(prefix6, prefix4, o, a, endUser);
        Address6 result = new Address6();
        edge.mapAddress(result);

        assertEquals(address, edge.prefix4().toString());
        assertEquals(psid, edge.ports().psid());
        assertEquals(map, IpText.format6(result.high, result.low));
        assertTrue(edge.contains6(result.high, result.low));
    }

    @Test
    void isFoundByAnAddressAndAPort() {
        MappingRule rule = MappingRule.of("2001:db8:ce::/51", "192.0.2.0/24", 13, 0);

        CustomerEdge edge = CustomerEdge.of(rule, IpText.parse4("192.0.2.8"), 57343);

        assertEquals("2001:db8:ce:11b::/64", edge.endUserPrefix().toString());
        assertTrue(edge.ports().contains(55296));
        assertFalse(edge.ports().contains(55295));
        assertFalse(edge.contains4(IpText.parse4("192.0.2.9")));
        assertThrows(RefusedException.class, () -> CustomerEdge.of(rule, IpText.parse4("192.0.3.8"), 57343));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "2001:db8:12:3400::1/56|'2001:db8:12:3400::1/56' seems to have a suffix; please fix.",
                "2001:db8:12:3400::/57|The BMR's IPv6 prefix length (40) plus the BMR's EA bits length (16) does not "
                        + "equal the End-user IPv6 prefix's length (57).",
                "2001:db9:12:3400::/56|The BMR's IPv6 prefix does not contain the End-user IPv6 prefix."
            })
    void refusesPrefixesThatAreNotItsRules(String endUser, String message) {
        RefusedException e =
                assertThrows(RefusedException.class, () -> edge("2001:db8::/40", "192.0.2.0/24", 16, 6, endUser));

        assertEquals(message, e.getMessage());
    }
}
