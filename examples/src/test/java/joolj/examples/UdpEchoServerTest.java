// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class UdpEchoServerTest {
    @Test
    void sendsEveryDatagramBackWhereItCameFrom() throws IOException {
        try (UdpEchoServer server = new UdpEchoServer(0);
                UdpPeer client = new UdpPeer()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            for (int length : new int[] {0, 1, 1000, 60_000}) {
                byte[] question = new byte[length];
                UdpPeer.Datagram answer = client.exchange(question, address);
                assertEquals(ByteBuffer.wrap(question), answer.octets());
                assertEquals(client.port(), ((InetSocketAddress) server.lastPeer()).getPort());
            }
        }
    }
}
