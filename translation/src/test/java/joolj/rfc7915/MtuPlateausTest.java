// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 1191 § 5 and § 7. */
class MtuPlateausTest {
    @ParameterizedTest(name = "below {0}: {1}")
    @CsvSource({"1500, 1492", "1492, 1006", "69, 68", "68, 0", "0, 0", "65535, 32000"})
    void thePlateauIsStrictlyBelowTheLength(int length, int expected) {
        assertEquals(expected, MtuPlateaus.DEFAULT.below(length));
    }

    @Test
    void plateausAreSortedAndZerosAndDuplicatesAreLeftOut() {
        assertArrayEquals(new int[] {1500, 600, 68}, new MtuPlateaus(68, 0, 1500, 600, 68, 0).toArray());
    }

    @Test
    void listsThatCannotWorkAreRefused() {
        assertEquals(
                "The plateaus list contains nothing but zeroes.",
                assertThrows(IllegalArgumentException.class, () -> new MtuPlateaus(0, 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new MtuPlateaus(65536));
        assertThrows(IllegalArgumentException.class, () -> new MtuPlateaus(-1, 68));
    }

    @Test
    void aCopyOfTheListCannotChangeIt() {
        MtuPlateaus plateaus = new MtuPlateaus(100);

        plateaus.toArray()[0] = 1;

        assertEquals(new MtuPlateaus(100), plateaus);
    }
}
