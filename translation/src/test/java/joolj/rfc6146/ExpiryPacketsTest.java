// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 6146 § 3.5.2.2. */
class ExpiryPacketsTest {
    private static final int AT = 16;

    private final ExpiryPackets packets = new ExpiryPackets();
    private final ByteBuffer out = ByteBuffer.allocateDirect(AT + ExpiryPackets.LENGTH_MAX + 16);

    @BeforeEach
    void fillsTheOutputSoThatAForgottenFieldShows() {
        for (int i = 0; i < out.capacity(); i++) {
            out.put(i, (byte) 0xa5);
        }
    }

    @Test
    void probeIsAnEmptyAckFromTheIpv4NodesAddressToTheIpv6Node() {
        Flow flow = new Flow();
        flow.local6High = 0x0064ff9b00000000L;
        flow.local6Low = 0xcb007110L;
        flow.local6Port = 80;
        flow.remote6High = 0x20010db800000000L;
        flow.remote6Low = 8;
        flow.remote6Port = 0x1234;

        packets.writeProbe(out, AT, flow);

        // The 16-bit words that are not 0, pseudo-header included: 2001 + 0db8 + 0008 + 0064 + ff9b + cb00 + 7110 +
        // 0014
        // + 0006 + 0050 + 1234 + 5010 + 2000 = 2ec7e; folded ec80; its complement is 137f.
        assertEquals(
                "60000000001406ff" + "0064ff9b0000000000000000cb007110" + "20010db8000000000000000000000008"
                        + "00501234" + "00000000" + "00000000" + "50102000" + "137f0000",
                hex(AT, ExpiryPackets.PROBE_LENGTH));
        assertEquals("a5a5a5a5", hex(AT + ExpiryPackets.PROBE_LENGTH, 4));
    }

    @Test
    void portUnreachableQuotesTheSyn() {
        String syn = "4500002812344000400600" + "00c0000201c6336401";

        int length = packets.writePortUnreachable(
                out, AT, ByteBuffer.wrap(HexFormat.of().parseHex(syn)));

        // 0303 + 4500 + 0028 + 1234 + 4000 + 4006 + c000 + 0201 + c633 + 6401 = 2c69a; folded c69c; complement 3963.
        assertEquals("03033963" + "00000000" + syn, hex(AT, length));
        assertEquals("a5a5a5a5", hex(AT + length, 4));
    }

    @Test
    void portUnreachableCutsALongSyn() {
        ByteBuffer syn = ByteBuffer.allocateDirect(548);

        int length = packets.writePortUnreachable(out, AT, syn);

        assertEquals(ExpiryPackets.LENGTH_MAX, length);
        assertEquals("a5a5a5a5", hex(AT + length, 4));
    }

    private String hex(int at, int length) {
        byte[] octets = new byte[length];
        out.get(at, octets);
        return HexFormat.of().formatHex(octets);
    }
}
