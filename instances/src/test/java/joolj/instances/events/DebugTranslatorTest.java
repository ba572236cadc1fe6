// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import joolj.address.IpText;
import org.junit.jupiter.api.Test;

class DebugTranslatorTest {
    @Test
    void packetsAreDescribedAsFarAsTheirOctetsGo() {
        ByteBuffer packet = ByteBuffer.allocate(64);
        packet.put(3, (byte) 0x45).put(12, (byte) 17);
        packet.putInt(15, IpText.parse4("192.0.2.1")).putInt(19, IpText.parse4("203.0.113.5"));

        assertEquals("IPv4 192.0.2.1 to 203.0.113.5, protocol 17, 28 octets", DebugTranslator.describe(packet, 3, 28));
        assertEquals("a packet without a whole IP header, 19 octets", DebugTranslator.describe(packet, 3, 19));

        long[] source = IpText.parse6("2001:db8::5");
        packet.put(3, (byte) 0x60).put(9, (byte) 6);
        packet.putLong(11, source[0])
                .putLong(19, source[1])
                .putLong(27, source[0])
                .putLong(35, 9);
        assertEquals(
                "IPv6 2001:db8::5 to 2001:db8::9, next header 6, 40 octets", DebugTranslator.describe(packet, 3, 40));
        assertEquals("a packet without a whole IP header, 39 octets", DebugTranslator.describe(packet, 3, 39));
        assertEquals("a packet without a whole IP header, 0 octets", DebugTranslator.describe(packet, 3, 0));
    }
}
