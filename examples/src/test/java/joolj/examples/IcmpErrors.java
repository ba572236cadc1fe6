// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** What a node's sockets learn from ICMP errors. */
final class IcmpErrors {
    private IcmpErrors() {}

    /**
     * Sends datagrams to a port that nobody listens on, until the sending socket gets the error about one; the test fails
     * if that does not happen within {@link Command#PATIENCE}.
     */
    static void awaitPortUnreachable(Namespace from, InetSocketAddress nobody) throws IOException {
        try (DatagramChannel client = from.call(() -> DatagramChannel.open().connect(nobody))) {
            client.configureBlocking(false);
            Waiting.until("the error reaches the socket", () -> {
                try {
                    client.write(ByteBuffer.wrap(new byte[] {1}));
                    client.read(ByteBuffer.allocate(1));
                    return false;
                } catch (PortUnreachableException e) {
                    return true;
                }
            });
        }
    }
}
