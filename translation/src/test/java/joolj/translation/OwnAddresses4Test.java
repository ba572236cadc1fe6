// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses of the translator's own that SIIT leaves alone. */
class OwnAddresses4Test {
    private static OwnAddresses4 of(String... prefixes) {
        int[] addresses = new int[prefixes.length];
        int[] lengths = new int[prefixes.length];
        for (int i = 0; i < prefixes.length; i++) {
            Ipv4Prefix prefix = Ipv4Prefix.parse(prefixes[i]);
            addresses[i] = prefix.address();
            lengths[i] = prefix.length();
        }
        return OwnAddresses4.of(addresses, lengths);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource({
        "198.18.98.1/24, 198.18.98.1, true",
        "198.18.98.1/24, 198.18.98.255, true",
        "198.18.98.1/24, 198.18.98.0, false",
        "198.18.98.1/24, 198.18.98.7, false",
        "198.18.96.6/30, 198.18.96.6, true",
        "198.18.96.6/30, 198.18.96.7, true",
        "198.18.96.6/30, 198.18.96.4, false",
        "198.18.97.1/31, 198.18.97.1, true",
        "198.18.97.1/31, 198.18.97.0, false",
        "198.18.97.0/31, 198.18.97.1, false",
        "198.18.99.1/32, 198.18.99.1, false",
        "10.0.0.1/0, 255.255.255.255, true",
        "200.0.0.1/1, 255.255.255.255, true"
    })
    void prefixLengthDecides(String configured, String address, boolean expected) {
        OwnAddresses4 own = of("203.0.113.9/28", configured, "10.9.8.7/8");

        assertEquals(expected, own.contains(IpText.parse4(address)));
    }

    @Test
    void nothingIsOwnWithoutInterfaces() {
        assertFalse(OwnAddresses4.NONE.contains(0));
    }

    @Test
    void refusesListsOfDifferentLengths() {
        assertThrows(IllegalArgumentException.class, () -> OwnAddresses4.of(new int[1], new int[2]));
    }
}
