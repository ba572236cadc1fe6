// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0/24, false",
        "192.0.2.1, 192.0.2.1/32, false",
        "192.0.2.1/, 192.0.2.1/32, false",
        "192.0.2.1/24, 192.0.2.1/24, true",
        "0.0.0.0/0, 0.0.0.0/0, false",
        "128.0.0.0/0, 128.0.0.0/0, true",
        "10.0.0.0/8x, 10.0.0.0/8, false"
    })
    void readsAnIpv4Prefix(String text, String canonical, boolean suffix) {
        Ipv4Prefix prefix = Ipv4Prefix.parse(text);

        assertEquals(canonical, prefix.toString());
        assertEquals(suffix, prefix.hasSuffix());
        assertFalse(prefix.network().hasSuffix());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "64:ff9b::/96, 64:ff9b::/96, false",
        "64:ff9b::, 64:ff9b::/128, false",
        "64:ff9b::/, 64:ff9b::/128, false",
        "64:ff9b::1/96, 64:ff9b::1/96, true",
        "2001:db8:0:1::/64, 2001:db8:0:1::/64, false",
        "2001:db8:0:1::/63, 2001:db8:0:1::/63, true",
        "2001:db8::1:0:0:0/64, 2001:db8:0:0:1::/64, true",
        "2001:db8::8000:0:0:0/65, 2001:db8:0:0:8000::/65, false",
        "::/0, ::/0, false",
        "::1/0, ::1/0, true"
    })
    void readsAnIpv6Prefix(String text, String canonical, boolean suffix) {
        Ipv6Prefix prefix = Ipv6Prefix.parse(text);

        assertEquals(canonical, prefix.toString());
        assertEquals(suffix, prefix.hasSuffix());
        assertFalse(prefix.network().hasSuffix());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "192.0.2.0/33 | '33' is out of bounds (0-32). | false",
                "192.0.2.0/9999999 | '9999999' is out of bounds (0-32). | false",
                "192.0.2.0/-1 | '-1' is not an unsigned integer. (error code 1) | true",
                "192.0.2.0/x | 'x' is not an unsigned integer. (error code 1) | true",
                "192.0.2/24 | Cannot parse '192.0.2' as an IPv4 address. | false",
                "192.168.100.100/240 | '192.168.100.100/240' is too long for this poor, limited parser... | false"
            })
    void saysWhatIsWrongWithAnIpv4Prefix(String text, String message, boolean numberExpected) {
        AddressFormatException refusal = assertThrows(AddressFormatException.class, () -> Ipv4Prefix.parse(text));

        assertEquals(message, refusal.getMessage());
        assertEquals(numberExpected, refusal.numberExpected());
    }

    @Test
    void saysWhatIsWrongWithAnIpv6Prefix() {
        String outOfBounds = assertThrows(AddressFormatException.class, () -> Ipv6Prefix.parse("64:ff9b::/129"))
                .getMessage();
        String noAddress = assertThrows(AddressFormatException.class, () -> Ipv6Prefix.parse("1.2.3.0/24"))
                .getMessage();

        assertEquals("'129' is out of bounds (0-128).", outOfBounds);
        assertEquals("Cannot parse '1.2.3.0' as an IPv6 address.", noAddress);
    }

    @ParameterizedTest(name = "{0} contains {1}: {2}")
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.0/24, 192.0.2.128/25, true",
        "192.0.2.0/25, 192.0.2.0/24, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "10.0.0.1/32, 10.0.0.1, true",
        "10.0.0.1/32, 10.0.0.0, false"
    })
    void ipv4PrefixContains(String outer, String inner, boolean expected) {
        assertEquals(expected, Ipv4Prefix.parse(outer).contains(Ipv4Prefix.parse(inner)));
    }

    @ParameterizedTest(name = "{0} contains {1}: {2}")
    @CsvSource({
        "64:ff9b::/96, 64:ff9b::c000:221, true",
        "64:ff9b::/96, 64:ff9b::1:c000:221, false",
        "64:ff9b::/96, 64:ff9b:1::c000:221, false",
        "2001:db8::/64, 2001:db8::ffff:0:0:1, true",
        "2001:db8::/64, 2001:db8:0:1::, false",
        "2001:db8::/32, 2001:db8:ffff::/48, true",
        "2001:db8::/48, 2001:db8::/32, false",
        "::/0, ffff::, true"
    })
    void ipv6PrefixContains(String outer, String inner, boolean expected) {
        assertEquals(expected, Ipv6Prefix.parse(outer).contains(Ipv6Prefix.parse(inner)));
    }

    @Test
    void countsTheAddressesOfAPrefix() {
        assertEquals(1L << 32, Ipv4Prefix.parse("0.0.0.0/0").size());
        assertEquals(256, Ipv4Prefix.parse("192.0.2.0/24").size());
        assertEquals(1, Ipv4Prefix.parse("192.0.2.1").size());
    }

    @Test
    void refusesLengthsThatDoNotExist() {
        assertThrows(IllegalArgumentException.class, () -> new Ipv4Prefix(0, 33));
        assertThrows(IllegalArgumentException.class, () -> new Ipv6Prefix(0, 0, -1));
        assertTrue(new Ipv6Prefix(0, 0, 128).contains(0, 0));
    }
}
