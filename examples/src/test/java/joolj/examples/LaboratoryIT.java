// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ground that the other tests stand on: the network without a translator, and the packets made by hand. */
@NetnsTest
final class LaboratoryIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static TutorialNetwork network;

    @BeforeAll
    static void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
    }

    @Test
    void connectsTheTranslatorWithBothSides() {
        network.t().run("ping", "-c", "1", "-W", "5", "2001:db8::8");
        network.t().run("ping", "-c", "1", "-W", "5", "203.0.113.16");
    }

    @Test
    void leavesTheTwoSidesApart() {
        assertEquals(1, network.ping().status(), "nobody translates, so nobody answers");
    }

    @Test
    void deliversHandMadePackets() throws IOException {
        UdpPeer receiver = LABORATORY.udp(network.t());
        byte[] data = "made by hand".getBytes(StandardCharsets.UTF_8);
        byte[] datagram = Packets.udp6("2001:db8::8", "2001:db8::1", 1234, receiver.port(), data);
        byte[] packet = Packets.ipv6("2001:db8::8", "2001:db8::1", Packets.UDP, datagram);
        try (Frames frames = Frames.open(network.c(), "eth0", network.t(), "eth0")) {
            UdpPeer.Datagram received = receiver.receive(() -> frames.send6(packet));
            assertEquals(ByteBuffer.wrap(data), received.octets());
        }
    }

    @Test
    void removesEverythingAtTheEnd() {
        Laboratory other = new Laboratory();
        Namespace node = other.namespace("gone");
        Process background = other.background(node.command("ping", "-q", "127.0.0.1"));
        other.close();
        assertFalse(Files.exists(node.file()));
        assertFalse(background.isAlive());
    }
}
