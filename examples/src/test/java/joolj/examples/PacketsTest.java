// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class PacketsTest {
    @Test
    void writesAnIpv4HeaderWhoseOctetsSumUpToZero() {
        byte[] packet = Packets.ipv4("203.0.113.16", "203.0.113.1", Packets.UDP, 0, new byte[0]);
        // 4500 + 0014 + 0001 + 4011 + cb00 + 7110 + cb00 + 7101 = 2fd37, folded fd39, complement 02c6.
        assertEquals(
                "45000014000100004011" + "02c6" + "cb007110cb007101",
                HexFormat.of().formatHex(packet));
    }

    @Test
    void writesAUdpDatagramWithItsIpv6Checksum() {
        byte[] datagram = Packets.udp6("::1", "::2", 1, 2, new byte[] {3});
        // 1 + 2 (addresses) + 9 (length) + 11 (protocol) + 1 + 2 (ports) + 9 (length) + 0300 (data) = 0329 in
        // hexadecimal.
        assertEquals("000100020009" + "fcd6" + "03", HexFormat.of().formatHex(datagram));
    }

    @Test
    void writesAnIpv6Header() {
        byte[] packet = Packets.ipv6("2001:db8::8", "64:ff9b::cb00:7110", Packets.TCP, new byte[] {1});
        assertEquals(
                "60000000" + "00010640" + "20010db8000000000000000000000008" + "0064ff9b0000000000000000cb007110"
                        + "01",
                HexFormat.of().formatHex(packet));
    }
}
