// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7757;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Address6;
import joolj.translation.RefusedException;
import joolj.translation.RefusedException.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7757 § 3: the Explicit Address Mapping Table. */
class EamtTest {
    private final Eamt eamt = new Eamt();

    private static Eam eam(String prefix6, String prefix4) {
        return new Eam(Ipv6Prefix.parse(prefix6), Ipv4Prefix.parse(prefix4));
    }

    private void add(String prefix6, String prefix4) {
        eamt.add(eam(prefix6, prefix4), false);
    }

    private String to4(String address) {
        long[] halves = IpText.parse6(address);
        long result = eamt.translate64(halves[0], halves[1]);
        return result < 0 ? "none" : IpText.format4((int) result);
    }

    private String to6(String address) {
        Address6 result = new Address6();
        boolean found = eamt.translate46(IpText.parse4(address), result);
        return found ? IpText.format6(result.high, result.low) : "none";
    }

    private List<Eam> all() {
        return eamt.read().next(Integer.MAX_VALUE);
    }

    private void assertRefused(Cause cause, String message, Runnable change) {
        List<Eam> before = all();

        RefusedException refusal = assertThrows(RefusedException.class, change::run);

        assertEquals(message, refusal.getMessage());
        assertEquals(cause, refusal.reason());
        assertEquals(before, all(), "the table was changed");
    }

    /** RFC 7757, Appendix B, Figure 7. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "192.0.2.1, 2001:db8:aaaa::",
        "192.0.2.2, 2001:db8:bbbb::b",
        "192.0.2.16, 2001:db8:cccc::",
        "192.0.2.24, 2001:db8:cccc::8",
        "192.0.2.31, 2001:db8:cccc::f",
        "192.0.2.128, 2001:db8:dddd::",
        "192.0.2.152, 2001:db8:dddd:0:6000::",
        "192.0.2.183, 2001:db8:dddd:0:dc00::",
        "192.0.2.191, 2001:db8:dddd:0:fc00::",
        "192.0.2.195, 2001:db8:eeee:9:8000::",
        "192.0.2.225, 64:ff9b::1"
    })
    void mapsTheExamplesOfTheRfc(String address4, String address6) {
        add("2001:db8:aaaa::", "192.0.2.1");
        add("2001:db8:bbbb::b", "192.0.2.2/32");
        add("2001:db8:cccc::/124", "192.0.2.16/28");
        add("2001:db8:dddd::/64", "192.0.2.128/26");
        add("2001:db8:eeee:8::/62", "192.0.2.192/29");
        add("64:ff9b::/127", "192.0.2.224/31");

        assertEquals(address6, to6(address4));
        assertEquals(address4, to4(address6));
    }

    @Test
    void surplusBitsBehindTheSuffixAreLost() {
        add("2001:db8:2::/120", "203.0.113.64/28");

        assertEquals("2001:db8:2::60", to6("203.0.113.70"));
        assertEquals("203.0.113.70", to4("2001:db8:2::60"));
        assertEquals("203.0.113.70", to4("2001:db8:2::6f"));
    }

    @ParameterizedTest(name = "{0} | {1}: {2} is {3}")
    @CsvSource({
        "::/0, 0.0.0.0/0, 192.0.2.33, c000:221::",
        "2000::/3, 128.0.0.0/1, 255.255.255.255, 3fff:ffff:c000::",
        "2001:db8::/32, 0.0.0.0/0, 192.0.2.33, 2001:db8:c000:221::",
        "2001:db8::/40, 10.0.0.0/8, 10.1.2.3, 2001:db8:1:203::",
        "2001:db8::/48, 0.0.0.0/0, 192.0.2.33, 2001:db8:0:c000:221::",
        "2001:db8::/63, 192.0.2.0/24, 192.0.2.255, 2001:db8:0:1:fe00::",
        "2001:db8::/64, 192.0.2.0/24, 192.0.2.255, 2001:db8:0:0:ff00::",
        "2001:db8::/65, 192.0.2.0/24, 192.0.2.255, 2001:db8:0:0:7f80::",
        "2001:db8::/96, 0.0.0.0/0, 192.0.2.33, 2001:db8::c000:221",
        "2001:db8::8/128, 192.0.2.33/32, 192.0.2.33, 2001:db8::8"
    })
    void suffixFollowsThePrefixWhereverItEnds(String prefix6, String prefix4, String address4, String address6) {
        add(prefix6, prefix4);

        assertEquals(address6, to6(address4));
        assertEquals(address4, to4(address6));
    }

    @Test
    void longestPrefixWinsInBothDirections() {
        add("2001:db8:1::/104", "10.0.0.0/8");
        eamt.add(eam("2001:db8:1::a00:0/120", "10.1.2.0/24"), true);
        eamt.add(eam("2001:db8:1::a00:7", "10.1.2.3"), true);

        assertEquals("2001:db8:1::a00:7", to6("10.1.2.3"));
        assertEquals("2001:db8:1::a00:4", to6("10.1.2.4"));
        assertEquals("2001:db8:1::1:304", to6("10.1.3.4"));
        assertEquals("10.1.2.3", to4("2001:db8:1::a00:7"));
        assertEquals("10.1.2.8", to4("2001:db8:1::a00:8"));
        assertEquals("10.1.3.8", to4("2001:db8:1::1:308"));
        assertEquals("none", to4("2001:db8:2::1"));
        assertEquals("none", to6("11.0.0.0"));
    }

    @Test
    void duplicatesAreRefusedWithAndWithoutForce() {
        add("2001:db8:aaaa::/120", "192.0.2.0/24");
        add("2001:db8:bbbb::/120", "198.51.100.0/24");

        for (boolean force : new boolean[] {false, true}) {
            assertRefused(
                    Cause.EXISTS,
                    "The requested entry already exists.",
                    () -> eamt.add(eam("2001:db8:aaaa::/120", "192.0.2.0/24"), force));
            assertRefused(
                    Cause.EXISTS,
                    "Existing EAM [2001:db8:aaaa::/120|192.0.2.0/24] already contains prefix 192.0.2.0/24.",
                    () -> eamt.add(eam("2001:db8:eeee::/120", "192.0.2.0/24"), force));
            assertRefused(
                    Cause.EXISTS,
                    "Existing EAM [2001:db8:aaaa::/120|192.0.2.0/24] already contains prefix 2001:db8:aaaa::/120.",
                    () -> eamt.add(eam("2001:db8:aaaa::/120", "10.0.0.0/24"), force));
            assertRefused(
                    Cause.EXISTS,
                    "Existing EAM [2001:db8:aaaa::/120|192.0.2.0/24] already contains prefix 2001:db8:aaaa::/120.",
                    () -> eamt.add(eam("2001:db8:aaaa::/120", "198.51.100.0/24"), force));
        }
    }

    /** RFC 7757 § 5. */
    @Test
    void overlapIsRefusedUnlessForced() {
        add("2001:db8:aaaa::/120", "192.0.2.0/24");

        assertRefused(
                Cause.EXISTS,
                "Prefix 192.0.2.5/32 overlaps with EAM [2001:db8:aaaa::/120|192.0.2.0/24].\n"
                        + "(Use --force to override this validation.)",
                () -> add("2001:db8:ffff::5", "192.0.2.5"));
        assertRefused(
                Cause.EXISTS,
                "Prefix 2001:db8:aaaa::9/128 overlaps with EAM [2001:db8:aaaa::/120|192.0.2.0/24].\n"
                        + "(Use --force to override this validation.)",
                () -> add("2001:db8:aaaa::9", "10.9.9.9"));
        eamt.add(eam("2001:db8:ffff::5", "192.0.2.5"), true);
        eamt.add(eam("2001:db8:aaaa::9", "10.9.9.9"), true);

        assertEquals(3, eamt.size());
    }

    @Test
    void prefixAroundOthersIsNotSeenToOverlap() {
        add("2001:db8:aaaa::/120", "192.0.2.0/24");
        add("2001:db8:f00f::/112", "192.0.0.0/16");

        assertEquals("2001:db8:f00f::307", to6("192.0.3.7"));
        assertEquals("2001:db8:aaaa::7", to6("192.0.2.7"));
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "2001:db8:1::/120, 192.0.2.1/24, '192.0.2.1/24' seems to have a suffix; please fix.",
                "2001:db8:1::1/120, 192.0.2.0/24, '2001:db8:1::1/120' seems to have a suffix; please fix."
            })
    void hostBitsAreRefused(String prefix6, String prefix4, String message) {
        RefusedException refusal = assertThrows(RefusedException.class, () -> eam(prefix6, prefix4));

        assertEquals(message, refusal.getMessage());
        assertEquals(22, refusal.reason().status());
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource({"2001:db8:3::/121, 172.16.1.0/24", "2001:db8:4::/128, 172.16.2.0/24", "::/97, 0.0.0.0/0"})
    void ipv4SuffixMustNotBeLongerThanTheIpv6Suffix(String prefix6, String prefix4) {
        RefusedException refusal = assertThrows(RefusedException.class, () -> eam(prefix6, prefix4));

        assertEquals(
                "The IPv4 suffix length must be smaller or equal than the IPv6 suffix length.", refusal.getMessage());
        assertEquals(Cause.INVALID, refusal.reason());
    }

    @Test
    void removesByEitherPrefixOrBoth() {
        add("2001:db8:1::/120", "192.0.2.0/24");
        add("2001:db8:2::/120", "198.51.100.0/24");
        add("2001:db8:3::/120", "203.0.113.0/24");

        eamt.remove(Ipv6Prefix.parse("2001:db8:2::/120"));
        eamt.remove(Ipv4Prefix.parse("203.0.113.0/24"));
        eamt.remove(Ipv6Prefix.parse("2001:db8:1::/120"), Ipv4Prefix.parse("192.0.2.0/24"));

        assertEquals(0, eamt.size());
        assertEquals("none", to6("192.0.2.1"));
        assertEquals("none", to4("2001:db8:2::1"));
    }

    @Test
    void removalOfWhatIsNotThereIsRefused() {
        add("2001:db8:1::/120", "192.0.2.0/24");
        add("2001:db8:2::/120", "198.51.100.0/24");

        assertRefused(Cause.NOT_FOUND, "", () -> eamt.remove(Ipv6Prefix.parse("2001:db8:1::/119")));
        assertRefused(Cause.NOT_FOUND, "", () -> eamt.remove(Ipv4Prefix.parse("192.0.2.0/25")));
        assertRefused(
                Cause.NOT_FOUND,
                "",
                () -> eamt.remove(Ipv6Prefix.parse("2001:db8:1::/120"), Ipv4Prefix.parse("198.51.100.0/24")));
    }

    @Test
    void showsTheNewestFirstInPages() {
        for (int i = 0; i < 50; i++) {
            add("2001:db8::" + Integer.toHexString(i), "10.0.0." + i);
        }
        EamtReader reader = eamt.read();

        eamt.remove(Ipv4Prefix.parse("10.0.0.20"));
        add("2001:db8:1::", "192.0.2.0");
        List<Eam> first = reader.next(29);
        List<Eam> second = reader.next(100);

        assertEquals("10.0.0.49/32", first.get(0).prefix4().toString());
        assertEquals("10.0.0.21/32", first.get(28).prefix4().toString());
        assertEquals("10.0.0.19/32", second.get(0).prefix4().toString());
        assertEquals(20, second.size());
        assertEquals(List.of(), reader.next(1));
    }

    @Test
    void flushLeavesNothing() {
        add("2001:db8:1::/120", "192.0.2.0/24");

        eamt.flush();

        assertEquals(0, eamt.size());
        assertEquals(List.of(), all());
        assertNull(eamt.find4(IpText.parse4("192.0.2.1")));
        assertFalse(eamt.contains4(IpText.parse4("192.0.2.1")));
        add("2001:db8:1::/120", "192.0.2.0/24");
        assertEquals("2001:db8:1::1", to6("192.0.2.1"));
    }
}
