// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ReplacingVerdictTest {
    @Test
    void messageHoldsTheVerdictAndTheNewPacketPaddedToFourOctets() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the expected octets are those of such hosts");
        ReplacingVerdict verdict = new ReplacingVerdict(6400);
        ByteBuffer packet = ByteBuffer.allocateDirect(8).putLong(0, 0x4500000611223344L);

        int length = verdict.write(0x01020304, packet, 6);

        // Netlink header, struct nfgenmsg, verdict attribute (accept, id), payload attribute of 4 + 6 octets, padding.
        String host = "2c000000" + "0103" + "0100" + "00000000" + "00000000";
        String family = "00" + "00" + "1900";
        String accept = "0c00" + "0200" + "00000001" + "01020304";
        String payload = "0a00" + "0a00" + "450000061122" + "0000";
        assertEquals(44, length);
        assertEquals(host + family + accept + payload, hex(verdict.octets(), length));
    }

    private static String hex(ByteBuffer buffer, int length) {
        byte[] octets = new byte[length];
        buffer.get(0, octets);
        return HexFormat.of().formatHex(octets);
    }
}
