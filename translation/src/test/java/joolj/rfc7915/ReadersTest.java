// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.TestPackets;
import joolj.wire.Hex;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused because it contradicts itself or is cut short. */
class ReadersTest {
    private static final String ADDRESSES6 = "20010db8000100000000000000000002 0064ff9b0000000000000000c6336402";
    private static final String ADDRESSES4 = "c0000201 c6336402";
    private static final String UDP = "0fa00035 00080000";

    private final Packet packet = new Packet();

    private Reason read(String text) {
        ByteBuffer octets = Hex.packet(text);
        packet.locate(octets, 0, octets.capacity());
        boolean ipv6 = octets.capacity() > 0 && (octets.get(0) & 0xf0) == 0x60;
        Reason defect = ipv6 ? Ipv6Reader.read(packet, false) : Ipv4Reader.read(packet, false);
        return defect == null ? TransportReader.read(packet, false, false) : defect;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing at all, '', SKB_TRUNCATED",
        "one octet, 45, SKB_TRUNCATED",
        "19 octets, 45000014 00000000 40110000 c0000201 c63364, SKB_TRUNCATED",
        "version 5, 55000014 00000000 40110000 c0000201 c6336402, HDR4",
        "header length 16, 44000014 00000000 40110000 c0000201 c6336402, HDR4",
        "total length below the header's, 45000013 00000000 40110000 c0000201 c6336402, HDR4",
        "total length beyond the packet, 4500001d 00000000 40110000 c0000201 c6336402 0fa0003500080000, HDR4",
        "options cut, 46000018 00000000 40110000 c0000201 c6336402, HDR4",
        "no UDP header, 45000014 00000000 40110000 c0000201 c6336402, SKB_TRUNCATED",
        "UDP header cut, 4500001b 00000000 40110000 c0000201 c6336402 0fa00035000800, SKB_TRUNCATED",
        "TCP header cut, 45000027 00000000 40060000 c0000201 c6336402 "
                + "00000000000000000000000000000000000000, SKB_TRUNCATED",
        "ICMP header cut, 4500001b 00000000 40010000 c0000201 c6336402 08000000000000, SKB_TRUNCATED",
        "ICMP fragment, 4500001c 00002000 40010000 c0000201 c6336402 0800000000000000, V4_TO_V6_FRAGMENTED_ICMP"
    })
    void refusesIpv4(String title, String octets, Reason expected) {
        assertEquals(expected, read(octets));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "39 octets, 60000000 00001140 A, SKB_TRUNCATED",
        "payload length beyond the packet, 60000000 00091140 A UDP, HDR6",
        "no UDP header, 60000000 00001140 A, SKB_TRUNCATED",
        "UDP header cut, 60000000 00071140 A 0fa00035 000800, SKB_TRUNCATED",
        "extension header cut, 60000000 00070040 A 11000104 000000, SKB_TRUNCATED",
        "extension header beyond the packet, 60000000 00080040 A 11010104 00000000, SKB_TRUNCATED",
        "Fragment header cut, 60000000 00072c40 A 11000000 000000, SKB_TRUNCATED",
        "two Fragment headers, 60000000 00182c40 A 2c000000 00000001 11000000 00000001 UDP, V6_TO_V4_DOUBLE_FRAGMENT",
        "options behind a Fragment header, 60000000 00182c40 A 3c000000 00000001 11000104 00000000 UDP, "
                + "V6_TO_V4_FRAG_THEN_EXT",
        "ICMPv6 fragment, 60000000 00102c40 A 3a000001 00000001 8000000000000000, V6_TO_V4_FRAGMENTED_ICMP"
    })
    void refusesIpv6(String title, String octets, Reason expected) {
        String text = octets.replace("A", ADDRESSES6).replace("UDP", UDP);

        assertEquals(expected, read(title.equals("39 octets") ? text.substring(0, text.length() - 2) : text));
    }

    @Test
    void octetsBehindThePacketAreLeftOut() {
        assertNull(read("4500001c 00000000 40110000" + ADDRESSES4 + UDP + "deadbeef"));
        assertEquals(0, packet.payloadLength);

        assertNull(read("60000000 00081140" + ADDRESSES6 + UDP + "deadbeef"));
        assertEquals(0, packet.payloadLength);
        assertEquals(48, packet.length);
    }

    @Test
    void extensionHeadersAreWalked() {
        String hopByHop = "2b000104 00000000";
        String routing = "3c020001 00000000 0000000000000000 0000000000000000";
        String destinationOptions = "2c000104 00000000";
        String atomicFragment = "11000000 12345678";

        assertNull(read(
                "60000000 00380040" + ADDRESSES6 + hopByHop + routing + destinationOptions + atomicFragment + UDP));

        assertEquals(40 + 8 + 24 + 8 + 8, packet.headersLength);
        assertEquals(TestPackets.UDP, packet.protocol);
        assertEquals(40 + 8 + 3, packet.segmentsLeftAt);
        assertTrue(packet.fragmentHeader);
        assertEquals(0x0fa0, packet.udp.sourcePort());
    }

    @Test
    void fieldsOfTheFragmentHeaderAreKept() {
        assertNull(read("60000000 00182c40" + ADDRESSES6 + "11000579 12345678" + "0000000000000000 0000000000000000"));

        assertEquals(0x578, packet.fragmentOffset);
        assertTrue(packet.moreFragments);
        assertEquals(0x12345678, packet.identification);
        assertEquals(0, packet.transportLength);
        assertEquals(16, packet.payloadLength);
    }

    @Test
    void noOctetsMakeAReaderFailOrReadBeyondTheEnd() {
        long seed = 7915;
        SplittableRandom random = new SplittableRandom(seed);
        Packet inner = new Packet();
        for (int i = 0; i < 200_000; i++) {
            byte[] octets = new byte[random.nextInt(120)];
            random.nextBytes(octets);
            plausible(octets, random);
            ByteBuffer exact = ByteBuffer.wrap(octets);
            Assertions.assertDoesNotThrow(
                    () -> {
                        packet.locate(exact, 0, octets.length);
                        boolean ipv6 = octets.length > 0 && TestPackets.version(octets) == 6;
                        Reason defect = ipv6 ? Ipv6Reader.read(packet, false) : Ipv4Reader.read(packet, false);
                        if (defect == null
                                && TransportReader.read(packet, false, true) == null
                                && TransportReader.isIcmp(packet)
                                && packet.transportLength > 0) {
                            QuotedPacketReader.read(packet, inner);
                        }
                    },
                    () -> "seed " + seed + ": " + TestPackets.hex(octets));
        }
    }

    /** Makes the version and the lengths right most of the time, so that the octets behind them matter. */
    private static void plausible(byte[] octets, SplittableRandom random) {
        if (octets.length < 40 || random.nextInt(8) == 0) {
            return;
        }
        if (random.nextBoolean()) {
            octets[0] = (byte) (0x45 + random.nextInt(2));
            TestPackets.put16(octets, 2, octets.length);
            TestPackets.put16(octets, 6, random.nextInt(3) == 0 ? 0x2000 : 0);
            octets[9] = (byte) new int[] {1, 6, 17, 58}[random.nextInt(4)];
        } else {
            octets[0] = 0x60;
            TestPackets.put16(octets, 4, octets.length - 40);
            octets[6] = (byte) new int[] {0, 6, 17, 43, 44, 58, 60}[random.nextInt(7)];
        }
    }
}
