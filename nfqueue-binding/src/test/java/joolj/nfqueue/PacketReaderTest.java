// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import joolj.nfqueue.raw.NetlinkBytes;
import org.junit.jupiter.api.Test;

class PacketReaderTest {
    private static final int PACKET = 0x300;
    private static final int ERROR = 2;
    private static final int SLOT = 1024;
    private static final int NO_SOCKET = -1;

    private final PacketReader reader = new PacketReader(4, SLOT);
    private final QueuedPacket packet = new QueuedPacket(reader.memory());

    @Test
    void eachDatagramIsAPacket() {
        int first = packets(0, 7);
        int second = packets(1, 8);

        assertEquals(2, reader.readSlots(first, second));

        assertEquals("7 8", ids(2));
        assertEquals(0, reader.malformed());
    }

    @Test
    void datagramOfSeveralMessagesIsSeveralPackets() {
        int first = packets(0, 1, 2);
        int second = packets(1, 3);

        assertEquals(3, reader.readSlots(first, second));

        assertEquals("1 2 3", ids(3));
    }

    @Test
    void packetsBeyondTheBatchAreReadNextTime() {
        int first = packets(0, 1, 2, 3);
        int second = packets(1, 4, 5, 6, 7, 8, 9);

        assertEquals(4, reader.readSlots(first, second));
        assertEquals("1 2 3 4", ids(4));
        assertEquals(4, reader.read(NO_SOCKET, false));
        assertEquals("5 6 7 8", ids(4));
        assertEquals(1, reader.read(NO_SOCKET, false));
        assertEquals("9", ids(1));
        assertThrows(NativeException.class, () -> reader.read(NO_SOCKET, false));
    }

    @Test
    void rehearsedPacketsAreAsIfTheKernelHadSentThem() {
        ByteBuffer first = ByteBuffer.allocate(31).put(0, (byte) 0x60).put(30, (byte) 7);
        ByteBuffer second = ByteBuffer.allocate(20).put(0, (byte) 0x45);

        assertEquals(2, reader.rehearse(new RehearsedPacket(first, 3, true), new RehearsedPacket(second, 0, false)));

        reader.describe(0, packet);
        assertTrue(packet.gso() && packet.checksumNotReady() && !packet.truncated());
        assertEquals(3, packet.inDevice());
        assertEquals(31, packet.payloadLength());
        assertEquals(0x60, reader.memory().network().get(packet.payloadStart()));
        assertEquals(7, reader.memory().network().get(packet.payloadStart() + 30));
        reader.describe(1, packet);
        assertFalse(packet.gso() || packet.checksumNotReady());
        assertEquals(20, packet.payloadLength());
        assertEquals("1 2", ids(2));
        assertEquals(0, reader.malformed());
    }

    @Test
    void errorsAreCountedAndAcknowledgementsAreNot() {
        int errors = new NetlinkBytes(reader.memory(), 0)
                .message(ERROR, 0, 0)
                .hostInt(-2)
                .octets(new int[16])
                .message(ERROR, 0, 0)
                .hostInt(0)
                .octets(new int[16])
                .message(ERROR, 0, 0)
                .hostInt(-19)
                .end();

        assertEquals(0, reader.readSlots(errors));

        assertEquals(2, reader.refused());
        assertEquals(0, reader.malformed());
    }

    @Test
    void senselessMessagesAreCountedAndSkipped() {
        int datagram = new NetlinkBytes(reader.memory(), 0)
                .message(PACKET, 0, 0) // without an id
                .octets(2, 0, 0, 0)
                .message(0x301, 0, 0)
                .message(ERROR, 0, 0) // without an errno
                .message(PACKET, 0, 0)
                .octets(2, 0, 0, 0)
                .attribute(1, 0, 0, 0, 5, 8, 0, 0)
                .end();

        assertEquals(1, reader.readSlots(datagram));

        assertEquals("5", ids(1));
        assertEquals(3, reader.malformed());
    }

    @Test
    void indexesOutsideTheBatchAreRefused() {
        reader.readSlots(packets(0, 1));

        assertThrows(IndexOutOfBoundsException.class, () -> reader.describe(1, packet));
        assertThrows(IndexOutOfBoundsException.class, () -> reader.describe(-1, packet));
    }

    @Test
    void lengthsLargerThanASlotStayInIt() {
        new NetlinkBytes(reader.memory(), 0)
                .message(PACKET, 0, 0)
                .octets(2, 0, 0, 0)
                .attribute(1, 0, 0, 0, 5, 8, 0, 0);
        reader.memory().host().putInt(0, 4 * SLOT);

        assertEquals(1, reader.readSlots(2 * SLOT));

        reader.describe(0, packet);
        assertTrue(packet.truncated());
        assertTrue(packet.payloadStart() + packet.payloadLength() <= SLOT);
    }

    @Test
    void randomOctetsNeverThrow() {
        long seed = 0x72656164;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 5_000; round++) {
            for (int at = 0; at < 4 * SLOT; at += 2) {
                int value = random.nextInt(3) == 0 ? random.nextInt(65536) : random.nextInt(40);
                reader.memory().host().putShort(at, (short) (at % 1024 == 4 ? PACKET : value));
            }
            int count = reader.readSlots(random.nextInt(SLOT), random.nextInt(SLOT), random.nextInt(2 * SLOT), -1);
            for (int index = 0; index < count; index++) {
                reader.describe(index, packet);
                int slot = packet.payloadStart() / SLOT;
                boolean inside = packet.payloadLength() == 0
                        || (packet.payloadStart() + packet.payloadLength() - 1) / SLOT == slot;
                assertTrue(inside, "seed " + seed + ", round " + round);
            }
        }
    }

    /** Writes a datagram of packets with those ids into a slot; returns its length. */
    private int packets(int slot, int... ids) {
        NetlinkBytes bytes = new NetlinkBytes(reader.memory(), slot * SLOT);
        for (int id : ids) {
            bytes.message(PACKET, 0, 0)
                    .octets(2, 0, 0, 0)
                    .attribute(1, 0, 0, 0, id, 8, 0, 0)
                    .attribute(10, 0x45, 0, 0);
        }
        return bytes.end() - slot * SLOT;
    }

    private String ids(int count) {
        StringBuilder ids = new StringBuilder();
        for (int index = 0; index < count; index++) {
            reader.describe(index, packet);
            ids.append(index == 0 ? "" : " ").append(packet.id());
        }
        return ids.toString();
    }
}
