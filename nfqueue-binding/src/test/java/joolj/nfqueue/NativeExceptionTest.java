// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import joolj.nfqueue.NativeException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeExceptionTest {
    @ParameterizedTest(name = "errno {0}")
    @CsvSource({
        "1, EPERM (1), PERMISSION",
        "13, EACCES (13), PERMISSION",
        "16, EBUSY (16), BUSY",
        "98, EADDRINUSE (98), BUSY",
        "97, EAFNOSUPPORT (97), MISSING_KERNEL_SUPPORT",
        "24, EMFILE (24), OTHER",
        "7777, errno 7777, OTHER"
    })
    void errnoIsNamedAndClassified(int errno, String name, Kind kind) {
        NativeException failure = NativeException.of("socket", errno);

        assertEquals("socket: " + name, failure.getMessage());
        assertEquals(kind, failure.kind());
        assertEquals(errno, failure.errno());
        assertEquals("socket", failure.call());
    }

    @Test
    void adviceFollowsTheErrno() {
        NativeException failure = NativeException.of("nfq_create_queue(7)", 1, Kind.PERMISSION, "needs CAP_NET_ADMIN");

        assertEquals("nfq_create_queue(7): EPERM (1), needs CAP_NET_ADMIN", failure.getMessage());
    }

    @Test
    void missingLibraryIsToldWithItsPackage() {
        NativeException failure =
                assertThrows(NativeException.class, () -> QueueHandle.requireLibrary("libjoolj_is_not_there.so.1"));

        assertEquals(Kind.MISSING_LIBRARY, failure.kind());
        String message = failure.getMessage();
        assertTrue(message.startsWith("libnetfilter_queue is not usable ("), message);
        assertTrue(message.contains("libjoolj_is_not_there.so.1"), message);
        assertTrue(message.endsWith("install the Debian package libnetfilter-queue1"), message);
    }

    @Test
    void libraryWithoutTheFunctionsIsToldWithTheFirstMissing() {
        NativeException failure = assertThrows(NativeException.class, () -> QueueHandle.requireLibrary("libc.so.6"));

        assertEquals(Kind.MISSING_LIBRARY, failure.kind());
        assertTrue(failure.getMessage().contains("(function nfq_"), failure.getMessage());
    }

    @Test
    void queueNumberOutOfRangeIsRefused() {
        for (int number : new int[] {-1, 65536}) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> NfQueue.open(number, QueueSettings.defaults()));

            assertEquals("queue number " + number + " is not in 0 to 65535", refusal.getMessage());
        }
    }
}
