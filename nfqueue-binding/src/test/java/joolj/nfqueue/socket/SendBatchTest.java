// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import joolj.nfqueue.netns.EnabledIfNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIfNetns
class SendBatchTest {
    private RawSocket socket;

    @BeforeEach
    void openSocket() {
        socket = RawSocket.openIpv4();
    }

    @AfterEach
    void closeSocket() {
        socket.close();
    }

    @Test
    void headersOfMessagesDoNotOverlap() {
        SendBatch batch = new SendBatch(socket, 3);
        for (int number = 0; number < 3; number++) {
            assertEquals(number * SendBatch.HEADER_OCTETS, batch.nextHeaderAt());
            assertEquals(batch.nextHeaderAt(), batch.headerAt(number));
            batch.add4(SendBatch.HEADER_OCTETS, 0, 0, number, 0);
        }

        assertEquals(3 * SendBatch.HEADER_OCTETS, batch.headers().capacity());
        assertEquals(3, batch.size());
        assertTrue(batch.full());
    }

    @Test
    void fullBatchRefusesMore() {
        SendBatch batch = new SendBatch(socket, 1);
        batch.add4(20, 0, 0, 1, 0);

        assertThrows(IllegalStateException.class, () -> batch.add4(20, 0, 0, 2, 0));
        assertEquals(1, batch.size());
        assertEquals(1, batch.destination4(0));
    }

    @ParameterizedTest(name = "{0} + {1} octets")
    @CsvSource({"0, 0", "1281, 0", "20, -1", "20, 65536"})
    void impossibleLengthsAreRefused(int headerLength, int payloadLength) {
        SendBatch batch = new SendBatch(socket, 1);

        assertThrows(IllegalArgumentException.class, () -> batch.add4(headerLength, 0, payloadLength, 1, 0));
        assertEquals(0, batch.size());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1025})
    void impossibleCapacitiesAreRefused(int capacity) {
        assertThrows(IllegalArgumentException.class, () -> new SendBatch(socket, capacity));
    }

    @Test
    void flushingNothingSendsNothing() {
        SendBatch batch = new SendBatch(socket, 1);

        assertEquals(0, batch.flush((index, errno) -> {
            throw new AssertionError("message " + index);
        }));
    }
}
