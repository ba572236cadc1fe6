// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6052;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import joolj.address.IpText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6052 § 2.2 to § 2.4. */
class Pool6Test {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2001:db8::/32, 2001:db8:c000:221::",
        "2001:db8:100::/40, 2001:db8:1c0:2:21::",
        "2001:db8:122::/48, 2001:db8:122:c000:2:2100::",
        "2001:db8:122:300::/56, 2001:db8:122:3c0:0:221::",
        "2001:db8:122:344::/64, 2001:db8:122:344:c0:2:2100:0",
        "2001:db8:122:344::/96, 2001:db8:122:344::c000:221",
        "64:ff9b::/96, 64:ff9b::c000:221"
    })
    void embedsTheAddressOfTheExamplesOfSection24(String prefix, String expected) {
        Pool6 pool = Pool6.parse(prefix);
        int address = IpText.parse4("192.0.2.33");

        assertEquals(expected, pool.embedText(address));
        long[] embedded = IpText.parse6(expected);
        assertTrue(pool.contains(embedded[0], embedded[1]));
        assertEquals(address, pool.extract(embedded[0], embedded[1]));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "2001:db8::/32",
                "2001:db8:ff00::/40",
                "2001:db8:122::/48",
                "2001:db8:122:ff00::/56",
                "2001:db8:122:344::/64",
                "2001:db8:122:344::/96"
            })
    void extractsWhatWasEmbeddedWhateverTheSuffixAndOctetU(String prefix) {
        long seed = 6052;
        SplittableRandom random = new SplittableRandom(seed);
        Pool6 pool = Pool6.parse(prefix);
        for (int i = 0; i < 10_000; i++) {
            int address = random.nextInt();
            long noise = pool.prefix().length() == 96
                    ? 0
                    : random.nextLong() & ignoredBits(pool.prefix().length());

            long high = pool.embedHigh(address);
            long low = pool.embedLow(address);

            assertTrue(pool.contains(high, low), () -> "seed " + seed);
            assertEquals(address, pool.extract(high, low | noise), () -> "seed " + seed);
            assertEquals(0, low & ignoredBits(pool.prefix().length()), () -> "seed " + seed);
        }
    }

    /** The octet u and the suffix, in the low half of the address. */
    private static long ignoredBits(int length) {
        return switch (length) {
            case 32 -> -1L;
            case 40 -> 0xff00ffff_ffffffffL;
            case 48 -> 0xff0000ff_ffffffffL;
            case 56 -> 0xff000000_ffffffffL;
            case 64 -> 0xff000000_00ffffffL;
            default -> 0;
        };
    }

    @Test
    void addressesOutsideThePrefixAreNotContained() {
        Pool6 pool = Pool6.parse("64:ff9b::/96");

        assertFalse(pool.contains(0x0064ff9b00000000L, 0x1_00000000L));
        assertFalse(pool.contains(0x0064ff9b00000001L, 0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "64:ff9b::/95 | 95 is not a valid prefix length (32, 40, 48, 56, 64, 96).",
                "64:ff9b:: | 128 is not a valid prefix length (32, 40, 48, 56, 64, 96).",
                "64:ff9b::/72 | 72 is not a valid prefix length (32, 40, 48, 56, 64, 96).",
                "::/0 | 0 is not a valid prefix length (32, 40, 48, 56, 64, 96).",
                "64:ff9b::1/96 | '64:ff9b::1/96' seems to have a suffix; please fix."
            })
    void refusesOtherPrefixes(String text, String message) {
        String actual = assertThrows(IllegalArgumentException.class, () -> Pool6.parse(text))
                .getMessage();

        assertEquals(message, actual);
    }
}
