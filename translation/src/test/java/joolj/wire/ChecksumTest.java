// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private static final long SEED = 1071;
    private static final int EXACT = 333;

    private final ByteBuffer packet = ByteBuffer.allocateDirect(4096);
    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void sumsTheExampleOfRfc1071Section3() {
        byte[] example = {0x00, 0x01, (byte) 0xf2, 0x03, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7};
        packet.put(0, example);

        assertEquals(0xddf2, Checksum.fold(Checksum.sum(packet, 0, example.length)));
        assertEquals(0x220d, Checksum.of(Checksum.sum(packet, 0, example.length)));
    }

    @Test
    void updatesTheExampleOfRfc1624Section4() {
        assertEquals(0x0000, Checksum.update(0xdd2f, 0x5555, 0x3285));
    }

    @Test
    void sumsAnyLengthAtAnyIndexLikeTheDefinition() {
        for (int length = 0; length < 2100; length++) {
            int index = random.nextInt(64);
            fillRandomly();

            int expected = slowSum(index, length);

            int at = length;
            assertEquals(
                    expected,
                    Checksum.fold(Checksum.sum(packet, index, length)),
                    () -> "seed " + SEED + ", length " + at);
        }
    }

    @Test
    void readsNothingBehindTheEnd() {
        ByteBuffer exact = ByteBuffer.allocateDirect(EXACT);

        for (int length = 0; length <= EXACT; length++) {
            assertEquals(0, Checksum.sum(exact, EXACT - length, length));
        }
    }

    @Test
    void sumOfTheLargestPacketDoesNotOverflow() {
        ByteBuffer large = ByteBuffer.allocateDirect(65535);
        for (int i = 0; i < 65535; i++) {
            large.put(i, (byte) 0xff);
        }

        assertEquals(0xff00, Checksum.fold(Checksum.sum(large, 0, 65535)));
    }

    @Test
    void addressesHaveTheSumOfTheirOctets() {
        fillRandomly();

        assertEquals(slowSum(8, 4), Checksum.fold(Checksum.sumOf(packet.getInt(8))));
        assertEquals(slowSum(16, 16), Checksum.fold(Checksum.sumOf(packet.getLong(16), packet.getLong(24))));
    }

    @Test
    void incrementalUpdateEqualsTheFullSum() {
        for (int i = 0; i < 20_000; i++) {
            fillRandomly();
            int before = Checksum.of(Checksum.sum(packet, 0, 128));
            int length = 2 * random.nextInt(1, 17);
            int index = 2 * random.nextInt(0, 48);
            long removed = Checksum.sum(packet, index, length);
            for (int at = index; at < index + length; at++) {
                packet.put(at, (byte) random.nextInt());
            }

            int updated = Checksum.update(before, removed, Checksum.sum(packet, index, length));

            assertEquals(Checksum.of(Checksum.sum(packet, 0, 128)), updated, () -> "seed " + SEED);
        }
    }

    @Test
    void aWrongChecksumStaysWrongByTheSameAmount() {
        int right = 0x1234;
        int wrong = 0x1235;

        int difference = Checksum.update(wrong, 0x1111, 0x2222) - Checksum.update(right, 0x1111, 0x2222);

        assertEquals(1, difference);
    }

    private void fillRandomly() {
        for (int i = 0; i < 512; i += 8) {
            packet.putLong(i, random.nextLong());
        }
    }

    /** The definition in RFC 1071 § 1: words one by one, carries added at once. */
    private int slowSum(int index, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int octet = packet.get(index + i) & 0xff;
            sum += i % 2 == 0 ? octet << 8 : octet;
            if (sum > 0xffff) {
                sum -= 0xffff;
            }
        }
        return sum;
    }
}
