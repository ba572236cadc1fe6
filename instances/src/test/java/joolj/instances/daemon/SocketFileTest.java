// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
    @TempDir
    private Path directory;

    @Test
    void makesItsDirectoryAndSocketForTheOwnerOnly() throws IOException {
        Path path = directory.resolve("run/control.sock");

        try (SocketFile socket = SocketFile.listen(path)) {
            assertTrue(socket.server().isOpen());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())));
        }
    }

    @Test
    void refusesASecondDaemon() throws IOException {
        Path path = directory.resolve("control.sock");

        try (SocketFile socket = SocketFile.listen(path)) {
            IOException e = assertThrows(IOException.class, () -> SocketFile.listen(path));

            assertEquals("another daemon is running on " + path, e.getMessage());
            assertTrue(socket.server().isOpen());
            assertTrue(Files.exists(path));
        }
    }

    @Test
    void replacesTheSocketThatAKilledDaemonLeft() throws IOException {
        Path path = directory.resolve("control.sock");
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));

        try (SocketFile socket = SocketFile.listen(path)) {
            assertTrue(socket.server().isOpen());
        }
    }

    @Test
    void removesTheSocketAtItsEnd() throws IOException {
        Path path = directory.resolve("control.sock");

        SocketFile.listen(path).close();

        assertFalse(Files.exists(path));
    }

    @Test
    void saysWhichDirectoryCannotBeMade() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        IOException e = assertThrows(IOException.class, () -> SocketFile.listen(file.resolve("sub/control.sock")));

        assertTrue(e.getMessage().startsWith("cannot make the directory " + file.resolve("sub")), e.getMessage());
    }
}
