// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.reassembly;

import static joolj.reassembly.FragmentFate.COMPLETE;
import static joolj.reassembly.FragmentFate.DUPLICATE;
import static joolj.reassembly.FragmentFate.KEPT;
import static joolj.reassembly.FragmentFate.MALFORMED;
import static joolj.reassembly.FragmentFate.NOT_OURS;
import static joolj.reassembly.FragmentFate.OVERLAPPING;
import static joolj.reassembly.FragmentFate.TOO_MANY;
import static joolj.reassembly.Fragments.TCP;
import static joolj.reassembly.Fragments.UDP;
import static joolj.reassembly.Fragments.data;
import static joolj.reassembly.Fragments.ipv4;
import static joolj.reassembly.Fragments.ipv6;
import static joolj.reassembly.Fragments.wholeIpv4;
import static joolj.reassembly.Fragments.wholeIpv6;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import joolj.translation.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6146 § 3.4, RFC 791 § 3.2, RFC 8200 § 4.5, RFC 5722. */
class ReassemblerTest {
    private final List<String> givenUp = new ArrayList<>();
    private final Reassembler reassembler = new Reassembler(
            new ReassemblyLimits(8, 1 << 17, 30_000, 60_000),
            (ipv6, cause) -> givenUp.add((ipv6 ? "IPv6 " : "IPv4 ") + cause));

    private FragmentFate add(ByteBuffer packet, long now) {
        return reassembler.add(packet, 0, packet.capacity(), now);
    }

    private FragmentFate add(ByteBuffer packet) {
        return add(packet, 0);
    }

    private void assertPacket(byte[] expected) {
        assertEquals(expected.length, reassembler.length());
        assertArrayEquals(expected, Fragments.bytes(reassembler.packet(), reassembler.length()));
    }

    @Test
    void piecesInOrderBecomeAnIpv4Packet() {
        byte[] data = data(3_000, 1);

        assertEquals(KEPT, add(ipv4(1, 77, UDP, 0, data, 0, 1480)));
        assertEquals(KEPT, add(ipv4(1, 77, UDP, 0, data, 1480, 2960)));
        assertEquals(COMPLETE, add(ipv4(1, 77, UDP, 0, data, 2960, 3000)));

        assertPacket(wholeIpv4(1, 77, UDP, 0, data));
        assertEquals(1500, reassembler.largestFragment());
        assertEquals(77, reassembler.identification());
        assertEquals(0, reassembler.incomplete());
        assertEquals(List.of(), givenUp);
    }

    @ParameterizedTest(name = "{0} octets of options")
    @ValueSource(ints = {0, 8, 64})
    void piecesInReverseBecomeAnIpv6Packet(int options) {
        byte[] data = data(2_500, 2);

        assertEquals(KEPT, add(ipv6(1, 0xabcdef01, UDP, options, data, 2400, 2500)));
        assertEquals(KEPT, add(ipv6(1, 0xabcdef01, UDP, options, data, 1200, 2400)));
        assertEquals(COMPLETE, add(ipv6(1, 0xabcdef01, UDP, options, data, 0, 1200)));

        assertPacket(wholeIpv6(1, UDP, options, data));
        assertEquals(1248 + options, reassembler.largestFragment());
        assertEquals(0xabcdef01, reassembler.identification());
    }

    @ParameterizedTest(name = "IPv{0}")
    @ValueSource(ints = {4, 6})
    void theLargestDatagramFits(int version) {
        byte[] data = data(version == 4 ? 65_515 : 65_535, 3);
        FragmentFate fate = KEPT;
        for (int from = 0; from < data.length; from += 1480) {
            assertEquals(KEPT, fate);
            int to = Math.min(data.length, from + 1480);
            fate = add(version == 4 ? ipv4(1, 1, UDP, 0, data, from, to) : ipv6(1, 1, UDP, 0, data, from, to));
        }

        assertEquals(COMPLETE, fate);
        assertPacket(version == 4 ? wholeIpv4(1, 1, UDP, 0, data) : wholeIpv6(1, UDP, 0, data));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"largest has it, 0, 16384, 16384", "smallest has it, 16384, 0, 0"})
    void dfIsThatOfTheLargestFragment(String name, int small, int large, int expected) {
        byte[] data = data(1_000, 4);

        assertEquals(KEPT, add(ipv4(1, 1, UDP, small, data, 0, 200)));
        assertEquals(COMPLETE, add(ipv4(1, 1, UDP, large, data, 200, 1000)));

        assertEquals(expected, reassembler.packet().getShort(6));
    }

    @ParameterizedTest(name = "{0}, {1} -> {2}")
    @CsvSource({"0, 0, 0", "2, 2, 2", "2, 3, 3", "3, 1, 3", "3, 3, 3", "0, 3, -1", "3, 0, -1"})
    void aCongestionMarkSurvivesAndImpossibleMarksDrop(int first, int second, int expected) {
        byte[] data = data(800, 5);
        ByteBuffer head6 = ipv6(1, 1, UDP, 0, data, 0, 400);
        ByteBuffer tail6 = ipv6(1, 1, UDP, 0, data, 400, 800);
        head6.putInt(0, 0x6000_0000 | first << 20);
        tail6.putInt(0, 0x6000_0000 | second << 20);
        ByteBuffer head4 = ipv4(1, 1, UDP, 0, data, 0, 400);
        ByteBuffer tail4 = ipv4(1, 1, UDP, 0, data, 400, 800);
        head4.put(1, (byte) first);
        tail4.put(1, (byte) second);

        assertEquals(KEPT, add(head6));
        assertEquals(expected < 0 ? MALFORMED : COMPLETE, add(tail6));
        int marks6 = reassembler.packet().getInt(0) >>> 20 & 3;
        assertEquals(KEPT, add(head4));
        assertEquals(expected < 0 ? MALFORMED : COMPLETE, add(tail4));
        int marks4 = reassembler.packet().get(1) & 3;

        if (expected >= 0) {
            assertEquals(expected, marks6);
            assertEquals(expected, marks4);
        }
    }

    @Test
    void differentDatagramsAreNotMixed() {
        byte[] data = data(800, 6);
        byte[] other = data(800, 7);

        assertEquals(KEPT, add(ipv4(1, 1, UDP, 0, data, 0, 400)));
        assertEquals(KEPT, add(ipv4(1, 2, UDP, 0, other, 400, 800)));
        assertEquals(KEPT, add(ipv4(2, 1, UDP, 0, other, 400, 800)));
        assertEquals(KEPT, add(ipv4(1, 1, TCP, 0, other, 400, 800)));
        assertEquals(KEPT, add(ipv6(1, 1, UDP, 0, other, 400, 800)));
        assertEquals(KEPT, add(ipv6(1, 2, UDP, 0, other, 400, 800)));
        assertEquals(6, reassembler.incomplete());
        assertEquals(COMPLETE, add(ipv4(1, 1, UDP, 0, data, 400, 800)));

        assertPacket(wholeIpv4(1, 1, UDP, 0, data));
    }

    @ParameterizedTest(name = "{0}-{1} more {2}")
    @CsvSource({
        "0, 400, true",
        "392, 800, true",
        "400, 808, true",
        "408, 424, true",
        "8, 1200, false",
        "800, 1208, true",
        "1192, 1200, false",
        "200, 1000, true",
        "1200, 1208, false",
        "1200, 1208, true",
        "8, 600, false",
        "200, 400, false",
    })
    void anOverlapOrContradictionDropsTheDatagram(int from, int to, boolean more) {
        byte[] data = data(1_200, 8);
        byte[] other = data(more ? 2_000 : to, 9);

        assertEquals(KEPT, add(ipv6(1, 1, UDP, 0, data, 400, 800)));
        assertEquals(KEPT, add(ipv6(1, 1, UDP, 0, data, 800, 1200)));
        if (from == 0 && to == 400) {
            assertEquals(COMPLETE, add(ipv6(1, 1, UDP, 0, other, from, to)), "control: this one fits");
            return;
        }
        assertEquals(OVERLAPPING, add(ipv6(1, 1, UDP, 0, other, from, to)));

        assertEquals(OVERLAPPING, add(ipv6(1, 1, UDP, 0, data, 0, 400)));
        assertEquals(OVERLAPPING, add(ipv6(1, 1, UDP, 0, data, 400, 800)));
        assertEquals(KEPT, add(ipv6(1, 1, UDP, 0, data, 0, 400), 60_000), "time is over, a new datagram begins");
    }

    @Test
    void aDuplicateDoesNoHarmButOneWithOtherOctetsDoes() {
        byte[] data = data(6_000, 10);
        byte[] altered = data.clone();
        altered[5_000]++;

        assertEquals(KEPT, add(ipv4(1, 1, UDP, 0, data, 1480, 6000)));
        assertEquals(DUPLICATE, add(ipv4(1, 1, UDP, 0, data, 1480, 6000)));
        assertEquals(KEPT, add(ipv4(1, 1, UDP, 0, data, 0, 800)));
        assertEquals(DUPLICATE, add(ipv4(1, 1, UDP, 0, data, 0, 800)));
        assertEquals(COMPLETE, add(ipv4(1, 1, UDP, 0, data, 800, 1480)));
        assertPacket(wholeIpv4(1, 1, UDP, 0, data));

        assertEquals(KEPT, add(ipv4(1, 1, UDP, 0, data, 1480, 6000)));
        assertEquals(OVERLAPPING, add(ipv4(1, 1, UDP, 0, altered, 1480, 6000)));
    }

    @ParameterizedTest(name = "IPv{0} after {1} ms")
    @CsvSource({"4, 29999, COMPLETE", "4, 30000, KEPT", "6, 59999, COMPLETE", "6, 60000, KEPT"})
    void theTimeOfTheFirstPieceCounts(int version, long later, FragmentFate expected) {
        byte[] data = data(1_200, 11);
        for (int from = 0; from < 800; from += 400) {
            long now = 1_000 + from * 20L;
            ByteBuffer packet = version == 4
                    ? ipv4(1, 1, UDP, 0, data, from, from + 400)
                    : ipv6(1, 1, UDP, 0, data, from, from + 400);
            assertEquals(KEPT, add(packet, now));
        }

        ByteBuffer last = version == 4 ? ipv4(1, 1, UDP, 0, data, 800, 1200) : ipv6(1, 1, UDP, 0, data, 800, 1200);
        assertEquals(expected, add(last, 1_000 + later));
    }

    @Test
    void anIdleWorkerExpiresToo() {
        byte[] data = data(800, 12);
        assertEquals(KEPT, add(ipv4(1, 1, UDP, 0, data, 0, 400), 0));
        assertEquals(KEPT, add(ipv6(1, 1, UDP, 0, data, 0, 400), 0));

        assertEquals(0, reassembler.expire(29_999));
        assertEquals(1, reassembler.expire(30_000));
        assertEquals(1, reassembler.expire(60_000));

        assertEquals(0, reassembler.incomplete());
        assertEquals(List.of("IPv4 TIME", "IPv6 TIME"), givenUp);
    }

    @Test
    void theOldestDatagramMakesRoomForANewOne() {
        byte[] data = data(800, 13);
        for (int id = 0; id < 9; id++) {
            assertEquals(
                    KEPT, add(id % 2 == 0 ? ipv4(1, id, UDP, 0, data, 0, 400) : ipv6(1, id, UDP, 0, data, 0, 400), id));
        }

        assertEquals(8, reassembler.incomplete());
        assertEquals(List.of("IPv4 DATAGRAMS"), givenUp);
        assertEquals(COMPLETE, add(ipv6(1, 1, UDP, 0, data, 400, 800), 9));
        assertEquals(KEPT, add(ipv4(1, 0, UDP, 0, data, 400, 800), 9));
    }

    @ParameterizedTest(name = "IPv{0}")
    @ValueSource(ints = {4, 6})
    void aFloodFromOneSourceDoesNotPushOutAnothersDatagram(int version) {
        byte[] data = data(800, 13);
        assertEquals(KEPT, add(ipv4(1, 1, UDP, 0, data, 0, 400), 0));
        assertEquals(KEPT, add(ipv6(1, 1, UDP, 0, data, 0, 400), 0));

        for (int id = 0; id < 1_000; id++) {
            ByteBuffer flood = version == 4 ? ipv4(2, id, UDP, 0, data, 0, 400) : ipv6(2, id, UDP, 0, data, 0, 400);
            if (version == 4) {
                flood.putInt(12, 0xc0000299);
            } else {
                // Another address of the attacker's own /64 each time.
                flood.putLong(8, 0x2001_0db8_0000_6666L);
                flood.putLong(16, id);
            }
            assertEquals(KEPT, add(flood, 1 + id));
        }

        assertEquals(COMPLETE, add(ipv4(1, 1, UDP, 0, data, 400, 800), 2_000));
        assertEquals(COMPLETE, add(ipv6(1, 1, UDP, 0, data, 400, 800), 2_000));
    }

    @Test
    void aSourceThatHoldsMuchMemoryMakesRoomForItself() {
        byte[] data = data(60_000, 14);
        assertEquals(KEPT, add(ipv6(1, 1, UDP, 0, data, 0, 8_000), 0));
        for (int id = 0; id < 40; id++) {
            ByteBuffer flood = ipv4(2, id, UDP, 0, data, 0, 30_000);
            assertEquals(KEPT, add(flood, 1));
        }

        for (int from = 8_000; from < 60_000; from += 4_000) {
            FragmentFate expected = from < 56_000 ? KEPT : COMPLETE;
            assertEquals(expected, add(ipv6(1, 1, UDP, 0, data, from, from + 4_000), 2), "from " + from);
        }
    }

    @Test
    void theOldestDatagramsMakeRoomForALargeOne() {
        byte[] data = data(60_000, 14);
        for (int id = 0; id < 4; id++) {
            assertEquals(KEPT, add(ipv4(1, id, UDP, 0, data, 0, 30_000), id));
        }
        for (int from = 0; from < 60_000; from += 6_000) {
            FragmentFate expected = from < 54_000 ? KEPT : COMPLETE;
            assertEquals(expected, add(ipv6(1, 9, UDP, 0, data, from, from + 6_000), 10), "from " + from);
        }

        assertPacket(wholeIpv6(1, UDP, 0, data));
        assertEquals(2, reassembler.incomplete());
        assertEquals(List.of("IPv4 OCTETS", "IPv4 OCTETS"), givenUp);
        assertEquals(COMPLETE, add(ipv4(1, 3, UDP, 0, data, 30_000, 60_000), 11));
    }

    @Test
    void aDatagramInTooManyPiecesIsDropped() {
        byte[] data = data(5_000, 15);
        for (int i = 0; i < Datagram.FRAGMENTS; i++) {
            assertEquals(KEPT, add(ipv4(1, 1, UDP, 0, data, 16 * i, 16 * i + 8)));
        }

        assertEquals(TOO_MANY, add(ipv4(1, 1, UDP, 0, data, 16 * Datagram.FRAGMENTS, 16 * Datagram.FRAGMENTS + 8)));
        assertEquals(OVERLAPPING, add(ipv4(1, 1, UDP, 0, data, 4_992, 5_000)));
        assertEquals(1, reassembler.expire(30_000));
        assertEquals(List.of(), givenUp, "what became of it was told already");
    }

    @Test
    void overlongHeadersAreDropped() {
        byte[] data = data(800, 16);

        assertEquals(KEPT, add(ipv6(1, 1, UDP, 472, data, 0, 400)));
        assertEquals(TOO_MANY, add(ipv6(1, 2, UDP, 480, data, 0, 400)));
        assertEquals(COMPLETE, add(ipv6(1, 1, UDP, 472, data, 400, 800)));
        assertPacket(wholeIpv6(1, UDP, 472, data));
    }

    @ParameterizedTest(name = "{0}: {1} octets")
    @CsvSource({"6, 16, MALFORMED", "6, 24, KEPT", "17, 8, KEPT"})
    void anIpv6FirstPieceMustHoldTheTransportHeader(int protocol, int octets, FragmentFate expected) {
        byte[] data = data(800, 17);

        assertEquals(expected, add(ipv6(1, 1, protocol, 0, data, 0, octets)));
    }

    @ParameterizedTest(name = "protocol {0}")
    @ValueSource(ints = {TCP, UDP})
    void anIpv4FirstPieceMayBeTiny(int protocol) {
        byte[] data = data(800, 19);

        assertEquals(KEPT, add(ipv4(1, 1, protocol, 0, data, 8, 400)));
        assertEquals(KEPT, add(ipv4(1, 1, protocol, 0, data, 0, 8)));
        assertEquals(COMPLETE, add(ipv4(1, 1, protocol, 0, data, 400, 800)));
        assertPacket(wholeIpv4(1, 1, protocol, 0, data));
    }

    @Test
    void headersBehindTheFragmentHeaderMustBeInTheFirstPiece() {
        byte[] data = data(800, 18);
        data[0] = (byte) UDP;
        data[1] = 2;

        assertEquals(MALFORMED, add(ipv6(1, 1, 60, 0, data, 0, 24)));
        assertEquals(KEPT, add(ipv6(1, 1, 60, 0, data, 0, 32)));
        assertEquals(COMPLETE, add(ipv6(1, 1, 60, 0, data, 32, 800)));
        assertPacket(wholeIpv6(1, 60, 0, data));
    }

    @Test
    void contradictoryPacketsAreMalformed() {
        byte[] data = data(800, 20);
        ByteBuffer odd4 = ipv4(1, 1, UDP, 0, data, 0, 401);
        ByteBuffer odd6 = ipv6(1, 1, UDP, 0, data, 0, 401);
        ByteBuffer beyond4 = ipv4(1, 1, UDP, 0, data, 0, 400);
        beyond4.putShort(6, (short) 0x1fff);
        ByteBuffer beyond6 = ipv6(1, 1, UDP, 0, data, 0, 400);
        beyond6.putShort(42, (short) 0xfff8);
        ByteBuffer long4 = ipv4(1, 1, UDP, 0, data, 0, 400);
        long4.putShort(2, (short) 421);
        ByteBuffer long6 = ipv6(1, 1, UDP, 0, data, 0, 400);
        long6.putShort(4, (short) 409);
        ByteBuffer empty4 = ipv4(1, 1, UDP, 0, data, 400, 400);
        ByteBuffer ihl = ipv4(1, 1, UDP, 0, data, 0, 400);
        ihl.put(0, (byte) 0x44);

        for (ByteBuffer packet : List.of(odd4, odd6, beyond4, beyond6, long4, long6, empty4, ihl)) {
            assertEquals(MALFORMED, add(packet));
        }
        assertEquals(0, reassembler.incomplete());
    }

    @Test
    void wholePacketsAndOtherProtocolsAreNotOurs() {
        byte[] data = data(800, 21);
        ByteBuffer atomic = ipv6(1, 1, UDP, 0, data, 0, 800);
        ByteBuffer whole = ByteBuffer.wrap(wholeIpv4(1, 1, UDP, 0x4000, data));
        ByteBuffer plain6 = ByteBuffer.wrap(wholeIpv6(1, UDP, 16, data));

        assertFalse(Reassembler.isFragment(atomic, 0, atomic.capacity()));
        assertFalse(Reassembler.isFragment(whole, 0, whole.capacity()));
        assertFalse(Reassembler.isFragment(plain6, 0, plain6.capacity()));
        assertFalse(Reassembler.isFragment(atomic, 0, 0));
        assertEquals(NOT_OURS, add(atomic));
        assertEquals(NOT_OURS, add(whole));
        assertEquals(NOT_OURS, add(ipv4(1, 1, 50, 0, data, 0, 400)));
        assertEquals(NOT_OURS, add(ipv6(1, 1, 50, 0, data, 0, 400)));
        assertTrue(Reassembler.isFragment(ipv6(1, 1, 50, 8, data, 400, 800), 0, 456));
        assertTrue(Reassembler.isFragment(ipv4(1, 1, 50, 0, data, 400, 800), 0, 420));
    }

    @Test
    void limitsOutsideTheirRangesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ReassemblyLimits(0, 1 << 20, 30_000, 60_000));
        assertThrows(IllegalArgumentException.class, () -> new ReassemblyLimits(1, 65_535, 30_000, 60_000));
        assertThrows(IllegalArgumentException.class, () -> new ReassemblyLimits(1, 65_536, 1_999, 60_000));
        assertThrows(IllegalArgumentException.class, () -> new ReassemblyLimits(1, 65_536, 2_000, 1_999));
    }

    private record Piece(int datagram, ByteBuffer packet) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyCutsInAnyOrderGiveTheDatagramsBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            List<Piece> pieces = new ArrayList<>();
            Map<Integer, byte[]> expected = new HashMap<>();
            for (int datagram = 0; datagram < 5; datagram++) {
                byte[] data = data(200 + random.nextInt(9_000), random.nextLong());
                boolean is6 = random.nextBoolean();
                int id = datagram * 65_537;
                int options = 8 * random.nextInt(4);
                expected.put(datagram, is6 ? wholeIpv6(1, UDP, options, data) : wholeIpv4(1, id, UDP, 0, data));
                int from = 0;
                while (from < data.length) {
                    int to = Math.min(data.length - (from == 0 ? 1 : 0), from + 8 * (12 + random.nextInt(180)));
                    to = to == data.length ? to : to & ~7;
                    ByteBuffer packet =
                            is6 ? ipv6(1, id, UDP, options, data, from, to) : ipv4(1, id, UDP, 0, data, from, to);
                    pieces.add(new Piece(datagram, packet));
                    from = to;
                }
            }
            Collections.shuffle(pieces, new Random(random.nextLong()));
            feed(pieces, expected, seed);
        }
    }

    private void feed(List<Piece> pieces, Map<Integer, byte[]> expected, long seed) {
        for (Piece piece : pieces) {
            FragmentFate fate = add(piece.packet);
            if (fate == COMPLETE) {
                assertPacket(expected.remove(piece.datagram));
            } else {
                assertEquals(KEPT, fate, "seed " + seed);
                assertEquals(DUPLICATE, add(piece.packet), "seed " + seed);
            }
        }
        assertTrue(expected.isEmpty(), "seed " + seed);
        assertEquals(0, reassembler.incomplete(), "seed " + seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void garbageDoesNoHarm(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] data = data(3_000, seed);
        ByteBuffer buffer = ByteBuffer.allocateDirect(3_100);
        for (int i = 0; i < 60_000; i++) {
            int from = 8 * random.nextInt(300);
            int to = Math.min(data.length, from + 1 + random.nextInt(600));
            boolean is6 = random.nextBoolean();
            ByteBuffer packet = is6
                    ? ipv6(1, random.nextInt(20), UDP, 8 * random.nextInt(3), data, from, to)
                    : ipv4(1, random.nextInt(20), UDP, 0, data, from, to);
            buffer.put(5, packet, 0, packet.capacity());
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                buffer.put(5 + random.nextInt(Math.min(80, packet.capacity())), (byte) random.nextInt(256));
            }
            int length = random.nextInt(5) == 0 ? random.nextInt(packet.capacity() + 1) : packet.capacity();

            FragmentFate fate = reassembler.add(buffer, 5, length, i);

            if (fate == COMPLETE) {
                assertTrue(reassembler.length() > 20 && reassembler.length() <= Reassembler.PACKET_MAX);
                assertFalse(Reassembler.isFragment(reassembler.packet(), 0, reassembler.length()) && !is6);
            }
            assertTrue(reassembler.incomplete() <= 8, "seed " + seed);
        }
        reassembler.expire(1_000_000);
        assertEquals(0, reassembler.incomplete());
        theLargestDatagramFits(6);
    }

    @Test
    void fragmentsAllocateNothing() {
        byte[] data = data(3_000, 22);
        List<ByteBuffer> packets = new ArrayList<>();
        for (int id = 0; id < 20; id++) {
            packets.add(ipv4(1, id, UDP, 0, data, 0, 1480));
            packets.add(ipv6(1, id, UDP, 0, data, 0, 1480));
            packets.add(ipv4(1, id, UDP, 0, data, 0, 1480));
            packets.add(ipv4(1, id, UDP, 0, data, 1400, 2000));
            packets.add(ipv6(1, id, UDP, 0, data, 1480, 3000));
            packets.add(ipv6(1, 100 + id, UDP, 0, data, 1480, 3000));
        }
        ByteBuffer[] all = packets.toArray(new ByteBuffer[0]);
        long[] dropped = {0};
        Reassembler counted =
                new Reassembler(new ReassemblyLimits(8, 1 << 17, 30_000, 60_000), (ipv6, cause) -> dropped[0]++);
        sendAll(counted, all, 0);
        long[] start = {0};

        long allocated = Allocation.least(() -> sendAll(counted, all, start[0] += 100_000));

        assertEquals(0, allocated);
        assertTrue(dropped[0] > 0);
    }

    private static void sendAll(Reassembler reassembler, ByteBuffer[] packets, long start) {
        for (int round = 0; round < 300; round++) {
            for (ByteBuffer packet : packets) {
                reassembler.add(packet, 0, packet.capacity(), start + round);
            }
        }
    }
}
