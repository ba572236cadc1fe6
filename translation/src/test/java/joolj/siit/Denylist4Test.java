// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.translation.RefusedException;
import joolj.translation.RefusedException.Cause;
import joolj.translation.SubnetScoped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The prefixes that pool6 does not translate. */
class Denylist4Test {
    private static Denylist4 of(String... prefixes) {
        Denylist4 list = Denylist4.EMPTY;
        for (String prefix : prefixes) {
            list = list.with(Ipv4Prefix.parse(prefix), false);
        }
        return list;
    }

    @Test
    void keepsOrderAndDuplicates() {
        Denylist4 list = of("198.51.100.0/24", "198.51.100.0/24", "198.51.100.128/25", "198.51.0.0/16", "10.0.0.1");

        assertEquals(
                "[198.51.100.0/24, 198.51.100.0/24, 198.51.100.128/25, 198.51.0.0/16, 10.0.0.1/32]",
                list.prefixes().toString());
    }

    @Test
    void removalTakesOneOccurrence() {
        Denylist4 once =
                of("198.51.100.0/24", "10.0.0.1", "198.51.100.0/24").without(Ipv4Prefix.parse("198.51.100.0/24"));

        assertEquals("[10.0.0.1/32, 198.51.100.0/24]", once.prefixes().toString());
        assertTrue(once.contains(IpText.parse4("198.51.100.3")));
    }

    @Test
    void removalOfWhatIsNotThereIsRefused() {
        Denylist4 list = of("198.51.100.0/24");

        RefusedException refusal =
                assertThrows(RefusedException.class, () -> list.without(Ipv4Prefix.parse("198.51.100.0/25")));

        assertEquals("Could not find the requested entry in the IPv4 pool.", refusal.getMessage());
        assertEquals(Cause.NOT_FOUND, refusal.reason());
    }

    @Test
    void hostBitsAreRefusedEvenByForce() {
        Ipv4Prefix prefix = Ipv4Prefix.parse("203.0.113.1/24");

        RefusedException refusal = assertThrows(RefusedException.class, () -> Denylist4.EMPTY.with(prefix, true));

        assertEquals("'203.0.113.1/24' seems to have a suffix; please fix.", refusal.getMessage());
        assertEquals(Cause.INVALID, refusal.reason());
    }

    @ParameterizedTest(name = "{0} intersects with {1}")
    @CsvSource({
        "127.0.0.0/8, 127.0.0.0/8",
        "0.0.0.0/0, 0.0.0.0/8",
        "0.1.2.3, 0.0.0.0/8",
        "127.9.0.0/16, 127.0.0.0/8",
        "169.0.0.0/8, 169.254.0.0/16",
        "232.0.0.0/8, 224.0.0.0/4",
        "255.255.255.0/24, 255.255.255.255/32"
    })
    void prefixesThatAreNeverTranslatedNeedForce(String text, String network) {
        Ipv4Prefix prefix = Ipv4Prefix.parse(text);

        RefusedException refusal = assertThrows(RefusedException.class, () -> Denylist4.EMPTY.with(prefix, false));

        assertEquals(
                "Prefix " + prefix + " intersects with subnet scoped network " + network
                        + ".Will cancel the operation. Use --force to ignore this validation.",
                refusal.getMessage());
        assertEquals(Cause.INVALID, refusal.reason());
        assertTrue(Denylist4.EMPTY.with(prefix, true).contains(prefix.address()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "0.0.0.0, true",
        "0.0.0.1, false",
        "0.255.255.255, false",
        "126.255.255.255, false",
        "127.0.0.0, true",
        "127.255.255.255, true",
        "128.0.0.0, false",
        "169.253.255.255, false",
        "169.254.0.0, true",
        "169.254.255.255, true",
        "169.255.0.0, false",
        "223.255.255.255, false",
        "224.0.0.0, true",
        "239.255.255.255, true",
        "240.0.0.0, false",
        "255.255.255.254, false",
        "255.255.255.255, true"
    })
    void subnetScopedAddresses(String address, boolean expected) {
        assertEquals(expected, SubnetScoped.contains(IpText.parse4(address)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 4, 5})
    void containsWhatItsPrefixesContain(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            Ipv4Prefix[] prefixes = new Ipv4Prefix[random.nextInt(8)];
            for (int i = 0; i < prefixes.length; i++) {
                int spread = random.nextInt(2) == 0 ? random.nextInt() : 0x0a00_0000 | random.nextInt(256);
                prefixes[i] = new Ipv4Prefix(spread, random.nextInt(33)).network();
            }
            Denylist4 list = Denylist4.EMPTY.withAll(List.of(prefixes), true);
            for (int i = 0; i < 100; i++) {
                int address = random.nextInt(2) == 0 ? random.nextInt() : 0x0a00_0000 | random.nextInt(256);
                boolean expected = List.of(prefixes).stream().anyMatch(p -> p.contains(address));
                assertEquals(expected, list.contains(address), () -> IpText.format4(address) + " seed " + seed);
            }
        }
        assertFalse(Denylist4.EMPTY.contains(0));
    }
}
