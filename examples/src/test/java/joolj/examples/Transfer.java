// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A file that goes from one node to another over a TCP connection. */
final class Transfer {
    private Transfer() {}

    /**
     * Sends a file; the test fails if it does not arrive as it is.
     *
     * @param file what is sent
     * @param from the node that opens the connection and sends
     * @param client its address and port; port 0 for any
     * @param to the node that receives
     * @param server its address, as the sender writes it, and port; port 0 for any
     */
    static void of(Path file, Namespace from, InetSocketAddress client, Namespace to, InetSocketAddress server)
            throws IOException {
        try (HashingSink sink = to.call(() -> new HashingSink(server.getPort()))) {
            try (SocketChannel upload = from.call(() -> SocketChannel.open().bind(client));
                    FileChannel content = FileChannel.open(file)) {
                upload.connect(new InetSocketAddress(server.getAddress(), sink.port()));
                long length = content.size();
                for (long sent = 0; sent < length; ) {
                    sent += content.transferTo(sent, length - sent, upload);
                }
            }
            assertEquals(RandomFile.sha256(file), sink.awaitHash());
        }
    }
}
