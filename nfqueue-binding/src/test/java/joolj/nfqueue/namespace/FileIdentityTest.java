// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.raw.Libraries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileIdentityTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/proc/self/ns/net", "/etc/passwd", "/dev/null"})
    void identityIsThatOfTheJavaLibrary(Path file) throws Exception {
        int fd = FileIdentity.open(file);
        FileIdentity identity = FileIdentity.of(fd);
        assertEquals(0, Libraries.c().close(fd));

        assertEquals(Files.getAttribute(file, "unix:dev"), identity.device());
        assertEquals(Files.getAttribute(file, "unix:ino"), identity.inode());
    }

    @ParameterizedTest(name = "{0}:{1}")
    @CsvSource({
        "0, 4, 0x4",
        "8, 1, 0x801",
        "0xfff, 0xff, 0xfffff",
        "0xfffff, 0xfffff, 0xff000ffffffff",
        "0xffffffff, 0xffffffff, 0xffffffffffffffff"
    })
    void deviceNumbersAreJoinedLikeMakedev(String major, String minor, String device) {
        assertEquals(
                Long.parseUnsignedLong(device.substring(2), 16),
                FileIdentity.device(Long.decode(major), Long.decode(minor)));
    }

    @Test
    void missingFileIsNamed() {
        Path file = directory.resolve("none");

        NativeException failure = assertThrows(NativeException.class, () -> FileIdentity.open(file));

        assertEquals("open(" + file + "): ENOENT (2)", failure.getMessage());
    }

    @Test
    void closedDescriptorHasNoIdentity() {
        assertThrows(NativeException.class, () -> FileIdentity.of(-1));
    }
}
