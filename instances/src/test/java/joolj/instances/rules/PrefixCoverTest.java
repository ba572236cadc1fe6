// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixCoverTest {
    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "0, 4294967295, 0.0.0.0/0",
        "1, 1, 0.0.0.1/32",
        "4294967295, 4294967295, 255.255.255.255/32",
        "3221225985, 3221225990, 192.0.2.1/32 192.0.2.2/31 192.0.2.4/31 192.0.2.6/32",
        "2147483647, 2147483648, 127.255.255.255/32 128.0.0.0/32",
    })
    void rangeIsCoveredByTheFewestPrefixes(long first, long last, String expected) {
        assertEquals(expected, join(PrefixCover.ofRange(first, last)));
    }

    @Test
    void halvesAreJoinedAndPartsDisappear() {
        assertEquals("192.0.2.0/24 203.0.113.0/32", join4("203.0.113.0/32 192.0.2.128/25 192.0.2.0/26 192.0.2.64/26"));
        assertEquals("10.0.0.0/8", join4("10.1.2.3/32 10.0.0.0/8 10.0.0.0/8 10.255.0.0/16"));
        assertEquals("0.0.0.0/0", join4("128.0.0.0/1 0.0.0.0/1"));
        assertEquals("", join4(""));
    }

    @Test
    void ipv6PrefixesAreJoinedAcrossTheMiddle() {
        List<Ipv6Prefix> prefixes =
                List.of(Ipv6Prefix.parse("8000::/1"), Ipv6Prefix.parse("::/1"), Ipv6Prefix.parse("2001:db8::1/128"));

        assertEquals(List.of(Ipv6Prefix.parse("::/0")), PrefixCover.of6(prefixes));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void coverHoldsTheSameAddressesAndNoTwoOfItsPrefixesCanBeJoined(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Ipv4Prefix> prefixes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            prefixes.add(new Ipv4Prefix(0x0a000000 + random.nextInt(1 << 12), 22 + random.nextInt(11)).network());
        }

        List<Ipv4Prefix> cover = PrefixCover.of4(prefixes);

        assertEquals(addresses(prefixes), addresses(cover), () -> prefixes + " became " + cover);
        for (int i = 1; i < cover.size(); i++) {
            Ipv4Prefix one = cover.get(i - 1);
            Ipv4Prefix other = cover.get(i);
            assertTrue(Integer.compareUnsigned(one.address(), other.address()) < 0 && !one.contains(other));
            assertTrue(
                    one.length() != other.length() || !new Ipv4Prefix(one.address(), one.length() - 1).contains(other),
                    () -> one + " and " + other);
        }
    }

    private static BitSet addresses(List<Ipv4Prefix> prefixes) {
        BitSet set = new BitSet();
        for (Ipv4Prefix prefix : prefixes) {
            int first = prefix.address() - 0x0a000000;
            set.set(first, first + (int) prefix.size());
        }
        return set;
    }

    private static String join4(String prefixes) {
        List<Ipv4Prefix> list = new ArrayList<>();
        for (String prefix : prefixes.split(" ", -1)) {
            if (!prefix.isEmpty()) {
                list.add(Ipv4Prefix.parse(prefix));
            }
        }
        return join(PrefixCover.of4(list));
    }

    private static String join(List<Ipv4Prefix> prefixes) {
        return String.join(" ", prefixes.stream().map(Ipv4Prefix::toString).toList());
    }
}
