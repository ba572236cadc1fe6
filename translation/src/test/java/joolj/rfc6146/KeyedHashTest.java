// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
    private final KeyedHash hash = KeyedHash.of(Packets.SECRET, 1);

    @Test
    void dependsOnEveryOctetOfTheSecretAndOnThePurpose() {
        long usual = hash.hash(1, 2, 3);

        assertEquals(usual, KeyedHash.of(Packets.SECRET.clone(), 1).hash(1, 2, 3));
        assertNotEquals(usual, KeyedHash.of(Packets.SECRET, 2).hash(1, 2, 3));
        for (int i = 0; i < Packets.SECRET.length; i++) {
            byte[] other = Packets.SECRET.clone();
            other[i] ^= 1;
            assertNotEquals(usual, KeyedHash.of(other, 1).hash(1, 2, 3));
        }
    }

    @Test
    void aShortSecretIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> KeyedHash.of(new byte[15], 1));
    }

    @Test
    void everyInputBitChangesHalfOfTheResult() {
        SplittableRandom random = new SplittableRandom(3);
        for (int bit = 0; bit < 192; bit++) {
            int changed = 0;
            for (int i = 0; i < 200; i++) {
                long[] words = {random.nextLong(), random.nextLong(), random.nextLong()};
                long before = hash.hash(words[0], words[1], words[2]);
                words[bit / 64] ^= 1L << (bit % 64);
                changed += Long.bitCount(before ^ hash.hash(words[0], words[1], words[2]));
            }
            int average = changed / 200;
            assertTrue(average >= 28 && average <= 36, "bit " + bit + " changes " + average);
        }
    }
}
