// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import joolj.nfqueue.raw.NativeBuffer;
import joolj.nfqueue.raw.NetlinkBytes;
import org.junit.jupiter.api.Test;

class QueuedPacketTest {
    private static final int HEADER = 1;
    private static final int MARK = 3;
    private static final int IN_DEVICE = 5;
    private static final int PAYLOAD = 10;
    private static final int CAP_LEN = 13;
    private static final int SKB_INFO = 14;

    private final NativeBuffer memory = new NativeBuffer(512);
    private final QueuedPacket packet = new QueuedPacket(memory);

    @Test
    void allAttributesAreRead() {
        NetlinkBytes bytes = new NetlinkBytes(memory, 4)
                .octets(10, 0, 0x19, 0)
                .attribute(HEADER, 0x80, 0, 0, 7, 0x86, 0xdd, 2)
                .attributeInt(IN_DEVICE, 5)
                .attributeInt(MARK, 0xf0000001)
                .attribute(17, new int[20])
                .attributeInt(SKB_INFO, 3)
                .attributeInt(CAP_LEN, 70000)
                .attribute(PAYLOAD, 0x60, 1, 2, 3, 4);

        packet.wrap(4, bytes.end(), false);

        assertEquals(0x80000007, packet.id());
        assertEquals(0x86dd, packet.protocol());
        assertEquals(2, packet.hook());
        assertTrue(packet.hasMark());
        assertEquals(0xf0000001, packet.mark());
        assertEquals(5, packet.inDevice());
        assertTrue(packet.checksumNotReady());
        assertTrue(packet.gso());
        assertTrue(packet.truncated());
        assertEquals(5, packet.payloadLength());
        assertEquals(0x60, memory.network().get(packet.payloadStart()));
    }

    @Test
    void whatIsAbsentIsNotLeftFromThePacketBefore() {
        allAttributesAreRead();
        NetlinkBytes bytes = new NetlinkBytes(memory, 4).octets(2, 0, 0x19, 0).attribute(HEADER, 0, 0, 0, 8, 8, 0, 0);

        packet.wrap(4, bytes.end(), false);

        assertEquals(8, packet.id());
        assertEquals(0x0800, packet.protocol());
        assertFalse(packet.hasMark());
        assertEquals(0, packet.mark());
        assertEquals(0, packet.inDevice());
        assertFalse(packet.checksumNotReady());
        assertFalse(packet.gso());
        assertFalse(packet.truncated());
        assertEquals(0, packet.payloadLength());
    }

    @Test
    void flagsOfTheSkbAreToldApart() {
        for (int flags = 0; flags < 8; flags++) {
            NetlinkBytes bytes = new NetlinkBytes(memory, 0)
                    .octets(2, 0, 0, 0)
                    .attribute(HEADER, 0, 0, 0, 8, 8, 0, 0)
                    .attributeInt(SKB_INFO, flags);
            packet.wrap(0, bytes.end(), false);

            assertEquals((flags & 1) != 0, packet.checksumNotReady());
            assertEquals((flags & 2) != 0, packet.gso());
        }
    }

    @Test
    void everyTruncationOfAMessageIsSurvived() {
        int end = new NetlinkBytes(memory, 0)
                .octets(2, 0, 0, 0)
                .attribute(HEADER, 0, 0, 0, 8, 8, 0, 0)
                .attributeInt(MARK, 9)
                .attribute(PAYLOAD, new int[100])
                .end();
        for (int length = 0; length < end; length++) {
            packet.wrap(0, length, true);

            assertEquals(length >= 15 ? 8 : 0, packet.id(), "length " + length);
            assertEquals(length >= 24 ? 9 : 0, packet.mark(), "length " + length);
            assertEquals(Math.max(0, length - 28), packet.payloadLength(), "length " + length);
            assertTrue(packet.truncated());
        }
    }

    @Test
    void payloadThatClaimsToBeLongerIsTruncated() {
        int end = new NetlinkBytes(memory, 0)
                .octets(2, 0, 0, 0)
                .attribute(HEADER, 0, 0, 0, 8, 8, 0, 0)
                .attribute(PAYLOAD, new int[8])
                .end();
        memory.host().putShort(16, (short) 0xffff);

        packet.wrap(0, end, false);

        assertTrue(packet.truncated());
        assertEquals(8, packet.payloadLength());
    }

    @Test
    void randomOctetsNeverThrowAndOnlyTheMessageDecides() {
        long seed = 0x7061636b;
        SplittableRandom random = new SplittableRandom(seed);
        QueuedPacket again = new QueuedPacket(memory);
        for (int round = 0; round < 20_000; round++) {
            int start = 4 * random.nextInt(16);
            int end = start + random.nextInt(memory.length() - start);
            randomize(random, 0, memory.length());
            packet.wrap(start, end, false);
            randomize(random, 0, start);
            randomize(random, end, memory.length());
            again.wrap(start, end, false);

            String where = "seed " + seed + ", round " + round;
            assertEquals(describe(packet), describe(again), where);
            assertTrue(packet.payloadStart() >= start && packet.payloadStart() + packet.payloadLength() <= end, where);
        }
    }

    private void randomize(SplittableRandom random, int start, int end) {
        for (int at = start; at < end; at++) {
            memory.network().put(at, (byte) (at % 2 == 0 ? random.nextInt(24) : random.nextInt(4) / 3));
        }
    }

    private static String describe(QueuedPacket packet) {
        return packet.id() + " " + packet.protocol() + " " + packet.mark() + " " + packet.inDevice() + " "
                + packet.hook() + " " + packet.payloadStart() + " " + packet.payloadLength() + " "
                + packet.checksumNotReady() + packet.gso() + packet.truncated();
    }
}
