// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSocketsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'   0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000', 3306",
        "'  12: 00000000000000000000000000000000:EE49 00000000000000000000000000000000:0000 07', 61001",
        "' sl  local_address rem_address   st tx_queue', -1",
        "'', -1",
        "'1: 0100007F:XYZW 00000000:0000', -1",
    })
    void theLocalPortIsReadOutOfALine(String line, int port) {
        BitSet ports = new BitSet();

        HostSockets.add(line, ports);

        assertEquals(port, ports.length() - 1);
    }

    @Test
    void aListeningSocketIsSeenInItsNamespace() throws IOException {
        try (ServerSocket server = highSocket()) {
            assertTrue(
                    HostSockets.ports().toString().contains(Integer.toString(server.getLocalPort())),
                    () -> "port " + server.getLocalPort());
        }
        assertTrue(HostSockets.lastEphemeralPort() > 0);
    }

    private static ServerSocket highSocket() throws IOException {
        for (int port = 65535; ; port--) {
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                if (port < 65000) {
                    throw e;
                }
            }
        }
    }
}
