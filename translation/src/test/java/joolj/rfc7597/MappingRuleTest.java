// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7597;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Address6;
import joolj.translation.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7597 § 5 and § 6: mapping rules. */
class MappingRuleTest {
    private static String map(MappingRule rule, String address4, int port) {
        Address6 result = new Address6();
        rule.requireValid().map(IpText.parse4(address4), port, result);
        return IpText.format6(result.high, result.low);
    }

    @ParameterizedTest(name = "{0} {1} o={2} a={3}: {4}:{5} is {6}")
    @CsvSource({
        // RFC 7597 appendix A, examples 2 and 4.
        "2001:db8::/40, 192.0.2.0/24, 16, 6, 192.0.2.18, 1232, 2001:db8:12:3400:0:c000:212:34",
        "2001:db8:12:3400::/56, 192.0.2.18/32, 0, 6, 192.0.2.18, 1232, 2001:db8:12:3400:0:c000:212:0",
        // Another offset.
        "2001:db8::/40, 192.0.2.0/24, 16, 4, 192.0.2.18, 9232, 2001:db8:12:4100:0:c000:212:41",
        // A whole address; the EA bits reach into the interface identifier.
        "2001:db8:0:1::/64, 192.0.2.0/24, 8, 6, 192.0.2.18, 80, 2001:db8:0:1:1200:c000:212:0",
        // The tutorial's customer edges.
        "2001:db8:ce::/51, 192.0.2.0/24, 13, 0, 192.0.2.8, 55296, 2001:db8:ce:11b:0:c000:208:1b",
        "2001:db8:ce::/51, 192.0.2.0/24, 13, 0, 192.0.2.59, 43007, 2001:db8:ce:774:0:c000:23b:14",
        // Address and port as a whole, a single port each.
        "2001:db8::/32, 0.0.0.0/0, 48, 0, 203.0.113.5, 443, 2001:db8:cb00:7105:1bb:cb00:7105:1bb",
        // A whole prefix is delegated: the EA bits complete 192.168.x, the rest follows in the subnet ID.
        "2001:db8::/40, 192.168.0.0/16, 8, 6, 192.168.7.9, 80, 2001:db8:7:900:0:c0a8:709:0",
        // Behind bit 64, prefix and EA bits overwrite the interface identifier.
        "2001:db8::/96, 192.0.2.0/24, 16, 6, 192.0.2.18, 1232, 2001:db8::1234:34",
        "2001:db8::/112, 192.0.2.0/24, 16, 6, 192.0.2.18, 1232, 2001:db8::1234",
        "2001:db8::/80, 0.0.0.0/0, 48, 0, 1.2.3.4, 5, 2001:db8::102:304:5"
    })
    void mapsTransportAddressesAndBack(
            String prefix6, String prefix4, int o, int a, String address4, int port, String address6) {
        MappingRule rule = MappingRule.of(prefix6, prefix4, o, a);

        assertEquals(address6, map(rule, address4, port));
        long[] halves = IpText.parse6(address6);
        assertEquals(address4, IpText.format4(rule.address4In(halves[0], halves[1])));
        assertEquals(rule.psidOf(port), rule.psidIn(halves[0], halves[1]));
        boolean systemPort = rule.psidLength() > 0 && a > 0 && port >>> (16 - a) == 0;
        assertEquals(!systemPort, rule.permits(halves[0], halves[1], port));
    }

    @Test
    void whatItOverwritesBehindBit64IsExactlyItsOwnBits() {
        MappingRule rule = MappingRule.of("2001:db8:ffff:ffff:ff00::/72", "192.0.2.0/24", 12);

        assertEquals("2001:db8:ffff:ffff:ff12:3000:212:3", map(rule, "192.0.2.18", 0x40c0));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}, {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "2001:db8::1/40|192.0.2.0/24|16|6|'2001:db8::1/40' seems to have a suffix; please fix.",
                "2001:db8::/40|192.0.2.1/24|16|6|'192.0.2.1/24' seems to have a suffix; please fix.",
                "2001:db8::/40|192.0.2.0/24|19|6|a + k > 16.",
                "2001:db8::/40|192.0.2.0/32|11|6|a + k > 16.",
                "2001:db8::/113|192.0.2.0/24|16|6|"
                        + "The rule's IPv6 prefix length (113) plus the bits behind it (16) exceed 128.",
                "2001:db8::/120|192.0.0.0/16|0|6|"
                        + "The rule's IPv6 prefix length (120) plus the bits behind it (16) exceed 128."
            })
    void refusesRulesThatMapNothing(String prefix6, String prefix4, int o, int a, String message) {
        MappingRule rule = MappingRule.of(prefix6, prefix4, o, a);

        RefusedException e = assertThrows(RefusedException.class, rule::requireValid);

        assertEquals(message, e.getMessage().lines().findFirst().orElseThrow());
        assertEquals(RefusedException.Cause.INVALID, e.reason());
    }

    @Test
    void saysWhatAAndKAre() {
        RefusedException e =
                assertThrows(RefusedException.class, MappingRule.of("2001:db8::/40", "192.0.2.0/24", 20)::requireValid);

        assertEquals("a + k > 16.\n(a:6, k = EA-bits length - IPv4 suffix length = 20 - 8)", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"49, 6", "-1, 6", "16, 17", "16, -1"})
    void refusesNumbersOutOfRange(int o, int a) {
        assertThrows(IllegalArgumentException.class, () -> MappingRule.of("2001:db8::/40", "192.0.2.0/24", o, a));
    }

    /** Address and port to MAP address to address and port is the identity, whatever the rule. */
    @Test
    void mappingIsReversibleForEveryLegalRule() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Address6 mapped = new Address6();

        for (int round = 0; round < 200_000; round++) {
            MappingRule rule = randomRule(random);
            int address4 = rule.prefix4().address()
                    | (random.nextInt() & ~rule.prefix4().mask());
            int port = random.nextInt(65536);
            rule.requireValid().map(address4, port, mapped);
            String told = "seed " + seed + ", " + rule + ", " + IpText.format4(address4) + ":" + port;

            assertTrue(rule.prefix6().contains(mapped.high, mapped.low), told);
            assertEquals(address4, rule.address4In(mapped.high, mapped.low), told);
            assertEquals(rule.psidOf(port), rule.psidIn(mapped.high, mapped.low), told);
            CustomerEdge edge = CustomerEdge.of(rule, address4, port);
            assertTrue(edge.contains4(address4), told);
            assertTrue(edge.contains6(mapped.high, mapped.low), told);
            assertEquals(
                    rule.permits(mapped.high, mapped.low, port), edge.ports().contains(port), told);
            int other = port ^ 1 << random.nextInt(16);
            boolean same = rule.psidOf(other) == rule.psidOf(port);
            if (!same) {
                assertFalse(rule.permits(mapped.high, mapped.low, other), told);
            }
            assertPort(rule, edge, port, told);
        }
    }

    /** The port is one of its customer edge's, unless it is among those that nobody gets. */
    private static void assertPort(MappingRule rule, CustomerEdge edge, int port, String told) {
        PortSet ports = edge.ports();
        boolean excluded = rule.psidLength() > 0 && rule.offsetBits() > 0 && port >>> (16 - rule.offsetBits()) == 0;
        assertEquals(!excluded, ports.contains(port), told);
        if (!excluded) {
            int range = rule.psidLength() == 0 || rule.offsetBits() == 0 ? 0 : (port >>> (16 - rule.offsetBits())) - 1;
            assertTrue(ports.first(range) <= port && port <= ports.last(range), told);
        }
    }

    private static MappingRule randomRule(SplittableRandom random) {
        int length4 = random.nextInt(33);
        int p = 32 - length4;
        int k = random.nextInt(17);
        int o = random.nextInt(4) == 0 ? random.nextInt(p + 1) : Math.min(48, p + k);
        int a = random.nextInt(17 - Math.max(0, o - p));
        int length6 = random.nextInt(129 - Math.max(o, p));
        Ipv4Prefix prefix4 = new Ipv4Prefix(random.nextInt(), length4).network();
        Ipv6Prefix prefix6 = new Ipv6Prefix(random.nextLong(), random.nextLong(), length6).network();
        return new MappingRule(prefix6, prefix4, o, a);
    }
}
