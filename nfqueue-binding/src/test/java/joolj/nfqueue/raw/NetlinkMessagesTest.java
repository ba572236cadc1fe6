// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetlinkMessagesTest {
    private final NativeBuffer memory = new NativeBuffer(256);
    private final NetlinkMessages messages = new NetlinkMessages(memory.host());

    @Test
    void walksMessagesInTheirOrder() {
        int end = new NetlinkBytes(memory, 8)
                .message(768, 2, 77)
                .octets(1, 2, 3)
                .message(3, 0, 78)
                .end();

        messages.begin(8, end - 8);

        assertTrue(messages.next());
        assertEquals(768, messages.type());
        assertEquals(2, messages.flags());
        assertEquals(77, messages.sequence());
        assertEquals(24, messages.bodyStart());
        assertEquals(4, messages.bodyLength());
        assertFalse(messages.cut());
        assertTrue(messages.next());
        assertEquals(3, messages.type());
        assertEquals(0, messages.bodyLength());
        assertFalse(messages.next());
        assertFalse(messages.next());
    }

    @Test
    void messageLongerThanTheDatagramIsCut() {
        int end = new NetlinkBytes(memory, 0)
                .message(768, 0, 1)
                .octets(new int[40])
                .end();

        messages.begin(0, end - 10);

        assertTrue(messages.next());
        assertTrue(messages.cut());
        assertEquals(30, messages.bodyLength());
        assertFalse(messages.next());
    }

    @Test
    void lengthBeyondAllBoundsIsCut() {
        new NetlinkBytes(memory, 0).message(768, 0, 1);
        memory.host().putInt(0, -1);

        messages.begin(0, 16);

        assertTrue(messages.next());
        assertTrue(messages.cut());
        assertEquals(0, messages.bodyLength());
        assertFalse(messages.next());
    }

    @Test
    void lengthShorterThanAHeaderEndsTheDatagram() {
        new NetlinkBytes(memory, 0).message(768, 0, 1).message(768, 0, 2);
        for (int length = 0; length < 16; length++) {
            memory.host().putInt(0, length);
            messages.begin(0, 32);

            assertFalse(messages.next());
            assertFalse(messages.next());
        }
    }

    @Test
    void everyTruncationOfAHeaderIsNoMessage() {
        new NetlinkBytes(memory, 0).message(768, 0, 1);
        for (int length = 0; length < 16; length++) {
            assertFalse(messages.begin(0, length).next(), "length " + length);
        }
    }

    @Test
    void randomOctetsNeverLeadOutsideAndAlwaysEnd() {
        long seed = 0x6e657471;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            int start = 4 * random.nextInt(8);
            int length = random.nextInt(memory.length() - start);
            for (int at = 0; at < memory.length(); at += 4) {
                boolean small = random.nextInt(3) > 0;
                memory.host().putInt(at, small ? random.nextInt(64) : random.nextInt());
            }
            int steps = 0;
            messages.begin(start, length);
            while (messages.next()) {
                steps++;
                boolean inside = messages.bodyStart() >= start + 16
                        && messages.bodyEnd() >= messages.bodyStart()
                        && messages.bodyEnd() <= start + length;
                assertTrue(inside, "seed " + seed + ", round " + round);
            }
            assertTrue(steps <= length / 16, "seed " + seed + ", round " + round);
        }
    }
}
