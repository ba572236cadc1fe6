// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.supervisor;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupervisorTest {
    private static final LibC C = Libraries.c();

    /** A datagram socket that plays systemd. */
    private static final class Listener implements AutoCloseable {
        private final int fd = C.socket(Linux.AF_UNIX, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC, 0);

        Listener(String socket) {
            byte[] name = socket.replace('@', '\0').getBytes(StandardCharsets.UTF_8);
            NativeBuffer address = new NativeBuffer(2 + name.length);
            address.host().putShort(0, (short) Linux.AF_UNIX);
            address.network().put(2, name);
            assertEquals(0, C.bind(fd, address.address(), address.length()));
            address.keep();
        }

        String receive() {
            NativeBuffer buffer = new NativeBuffer(500);
            long length = C.recv(fd, buffer.address(), buffer.length(), Linux.MSG_DONTWAIT);
            byte[] octets = new byte[(int) length];
            buffer.network().get(0, octets);
            return new String(octets, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            C.close(fd);
        }
    }

    private static void assertTells(String socket) {
        try (Listener listener = new Listener(socket)) {
            Supervisor supervisor = new Supervisor(socket);

            supervisor.ready("2 instances\nREADY=0");
            supervisor.reloading();
            supervisor.stopping();

            assertEquals("READY=1\nSTATUS=2 instances READY=0", listener.receive());
            assertEquals("RELOADING=1", listener.receive());
            assertEquals("STOPPING=1", listener.receive());
        }
    }

    @Test
    void supervisorWithASocketInTheFileSystemHearsEveryState(@TempDir Path directory) {
        assertTells(directory.resolve("notify").toString());
    }

    @Test
    void supervisorWithAnAbstractSocketHearsEveryState() {
        assertTells("@joolj-test-" + ProcessHandle.current().pid());
    }

    @Test
    void nothingHappensIfNobodyWantsToKnowOrNobodyListens(@TempDir Path directory) {
        for (String socket : new String[] {null, "", directory.resolve("nobody").toString()}) {
            Supervisor supervisor = new Supervisor(socket);
            assertDoesNotThrow(() -> supervisor.ready(""));
            assertDoesNotThrow(supervisor::stopping);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notify",
                "vsock:2:1",
                "/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789/1234567"
            })
    void anythingElseThanASocketsNameIsRefused(String socket) {
        assertThrows(IllegalArgumentException.class, () -> new Supervisor(socket));
    }
}
