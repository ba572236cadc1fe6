// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 4443 § 2.4 (f). */
class TokenBucketTest {
    private static final long START = 77;

    private final TokenBucket bucket = new TokenBucket(10, 3, START);

    @Test
    void allowsABurstAndNoMore() {
        assertEquals(3, taken(START, 100));
    }

    @Test
    void refillsAtItsRate() {
        taken(START, 100);

        assertFalse(bucket.take(START + 99));
        assertTrue(bucket.take(START + 100));
        assertFalse(bucket.take(START + 100));
        assertEquals(1, taken(START + 200, 5));
    }

    @Test
    void shortTimesAddUp() {
        taken(START, 100);

        int taken = 0;
        for (long now = START + 1; now <= START + 1000; now++) {
            taken += bucket.take(now) ? 1 : 0;
        }

        assertEquals(10, taken);
    }

    @Test
    void aLongSilenceFillsItToTheBurstOnly() {
        taken(START, 100);

        assertEquals(3, taken(START + Long.MAX_VALUE / 4, 100));
    }

    private int taken(long now, int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += bucket.take(now) ? 1 : 0;
        }
        return taken;
    }
}
