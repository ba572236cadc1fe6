// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetlinkAttributesTest {
    private static final int NESTED = 0x8000;
    private static final int BIG_ENDIAN = 0x4000;

    private final NativeBuffer memory = new NativeBuffer(256);
    private final NetlinkAttributes attributes = new NetlinkAttributes(memory.host());

    @Test
    void walksAttributesPastTheirPadding() {
        int end = new NetlinkBytes(memory, 16)
                .attribute(3, 1, 2, 3, 4, 5)
                .attribute(NESTED | BIG_ENDIAN | 7)
                .attribute(9, 6)
                .end();

        attributes.begin(16, end);

        assertTrue(attributes.next());
        assertEquals(3, attributes.type());
        assertEquals(20, attributes.start());
        assertEquals(5, attributes.length());
        assertTrue(attributes.next());
        assertEquals(7, attributes.type());
        assertEquals(0, attributes.length());
        assertTrue(attributes.next());
        assertEquals(9, attributes.type());
        assertEquals(1, attributes.length());
        assertEquals(attributes.start() + 1, attributes.end());
        assertFalse(attributes.cut());
        assertFalse(attributes.next());
        assertFalse(attributes.next());
    }

    @Test
    void attributeLongerThanItsRangeIsCut() {
        int end = new NetlinkBytes(memory, 0).attribute(10, new int[20]).end();

        attributes.begin(0, end - 5);

        assertTrue(attributes.next());
        assertTrue(attributes.cut());
        assertEquals(15, attributes.length());
        assertFalse(attributes.next());
    }

    @Test
    void lengthShorterThanAHeaderEndsTheRange() {
        new NetlinkBytes(memory, 0).attribute(1, 1, 2, 3, 4).attribute(2);
        for (int length = 0; length < 4; length++) {
            memory.host().putShort(0, (short) length);

            assertFalse(attributes.begin(0, 12).next());
            assertFalse(attributes.next());
        }
    }

    @Test
    void emptyAndNegativeRangesHaveNoAttributes() {
        assertFalse(attributes.begin(8, 8).next());
        assertFalse(attributes.begin(8, 11).next());
        assertFalse(attributes.begin(8, 4).next());
    }

    @Test
    void randomOctetsNeverLeadOutsideAndAlwaysEnd() {
        long seed = 0x61747472;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            int start = 4 * random.nextInt(8);
            int end = start + random.nextInt(memory.length() - start);
            for (int at = 0; at < memory.length(); at += 2) {
                boolean small = random.nextInt(3) > 0;
                memory.host().putShort(at, (short) (small ? random.nextInt(32) : random.nextInt()));
            }
            int steps = 0;
            attributes.begin(start, end);
            while (attributes.next()) {
                steps++;
                boolean inside = attributes.start() >= start + 4
                        && attributes.end() >= attributes.start()
                        && attributes.end() <= end;
                assertTrue(inside, "seed " + seed + ", round " + round);
            }
            assertTrue(steps <= (end - start) / 4, "seed " + seed + ", round " + round);
        }
    }
}
