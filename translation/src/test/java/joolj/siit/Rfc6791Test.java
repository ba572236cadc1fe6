// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import static joolj.siit.SiitBench.NODE4;
import static joolj.siit.SiitBench.NODE6;
import static joolj.siit.SiitBench.REMOTE4;
import static joolj.siit.SiitBench.REMOTE6;
import static joolj.siit.SiitBench.UNMAPPED6;
import static joolj.siit.SiitBench.error4;
import static joolj.siit.SiitBench.error6;
import static joolj.siit.SiitBench.udp4;
import static joolj.siit.SiitBench.udp6;
import static joolj.translation.TestPackets.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.translation.Reason;
import joolj.translation.TestPackets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6791 § 3: the sources of ICMP errors from nodes that have no address of the other family. */
class Rfc6791Test {
    private static final String ROUTER4 = "10.50.1.2";

    private static final byte[] FROM_ROUTER6 = error6(UNMAPPED6, REMOTE6, udp6(REMOTE6, NODE6));

    private static final byte[] FROM_ROUTER4 = error4(ROUTER4, NODE4, udp4(NODE4, "10.9.8.7"));

    private static SiitBench with(boolean randomize, String prefix6, String prefix4) {
        boolean towards4 = prefix6 == null;
        SiitSettings settings = SiitSettings.defaults(towards4 ? Pool6.parse(SiitBench.POOL6) : null);
        SiitBench siit = new SiitBench(settings.withRfc6791(
                randomize,
                prefix6 == null || prefix6.isEmpty() ? null : Ipv6Prefix.parse(prefix6),
                prefix4 == null ? null : Ipv4Prefix.parse(prefix4)));
        siit.addEam("2001:db8:9::7", "10.9.8.7");
        return siit;
    }

    @Test
    void withoutAPrefixTheTranslatorsOwnAddressIsTaken() {
        with(true, null, null).assertTranslated("198.51.100.1", REMOTE4, FROM_ROUTER6);
        with(true, "", null).assertTranslated("2001:db8:1::1", NODE6, FROM_ROUTER4);
    }

    @Test
    void withoutAnyAddressTheErrorIsDropped() {
        SiitBench towards6 = with(true, "", null);
        towards6.bench.routes.own6 = null;
        SiitBench towards4 = with(true, null, null);
        towards4.bench.routes.mtu4 = 0;

        towards6.assertDropped(Reason.V4_TO_V6_RFC6791_ENOENT, FROM_ROUTER4);
        towards4.assertDropped(Reason.V6_TO_V4_RFC6791_ENOENT, FROM_ROUTER6);
    }

    @Test
    void prefixOfOneAddressIsThatAddress() {
        with(true, null, "192.168.77.9/32").assertTranslated("192.168.77.9", REMOTE4, FROM_ROUTER6);
        with(true, "2001:db8:6791::5/128", null).assertTranslated("2001:db8:6791::5", NODE6, FROM_ROUTER4);
    }

    @ParameterizedTest(name = "{0}, hop limit {1}: {2}")
    @CsvSource({
        "192.168.78.0/24, 64, 192.168.78.64",
        "192.168.78.0/24, 200, 192.168.78.200",
        "192.168.78.240/28, 255, 192.168.78.255",
        "192.168.78.240/28, 64, 192.168.78.240",
        "192.168.0.0/16, 64, 192.168.0.64"
    })
    void hopLimitMaySelectTheAddress(String prefix, int hopLimit, String expected) {
        SiitBench siit = with(false, null, prefix);
        byte[] in = set(error6(UNMAPPED6, REMOTE6, udp6(REMOTE6, NODE6)), 7, hopLimit);

        siit.assertTranslated(expected, REMOTE4, in);
    }

    @Test
    void randomAddressesFillTheIpv4Prefix() {
        SiitBench siit = with(true, null, "192.168.78.0/28");
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 1000; i++) {
            seen.add(TestPackets.source(siit.translate(FROM_ROUTER6)));
        }

        assertEquals(16, seen.size());
        Ipv4Prefix prefix = Ipv4Prefix.parse("192.168.78.0/28");
        assertTrue(seen.stream().allMatch(a -> prefix.contains(IpText.parse4(a))), seen::toString);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"2001:db8:6791::/124, 16, 1", "2001:db8:6791:1234::/64, 1000, 1", "2001:db8:6791::/48, 1000, 900"})
    void randomAddressesFillTheIpv6PrefixWhetherRandomOrNot(String text, int expected, int leastNetworks) {
        SiitBench siit = with(false, text, null);
        Ipv6Prefix prefix = Ipv6Prefix.parse(text);
        Set<String> seen = new HashSet<>();
        Set<Long> networks = new HashSet<>();

        for (int i = 0; i < 1000; i++) {
            seen.add(TestPackets.source(siit.translate(FROM_ROUTER4)));
        }

        assertEquals(expected, seen.size());
        for (String address : seen) {
            long[] halves = IpText.parse6(address);
            assertTrue(prefix.contains(halves[0], halves[1]), address);
            networks.add(halves[0]);
        }
        assertTrue(networks.size() >= leastNetworks, () -> networks.size() + " networks");
    }

    @Test
    void packetsThatAreNoErrorsGetNoSuchSource() {
        with(true, null, "192.168.77.0/24").assertAccepted(Reason.V6_TO_V4_DST, udp6(UNMAPPED6, REMOTE6));
        with(true, "2001:db8:6791::/64", null).assertAccepted(Reason.V4_TO_V6_SRC, udp4(ROUTER4, NODE4));
    }
}
