// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LibrariesTest {
    /** A function that no C library has, and one that every one has. */
    interface Prototypes {
        int close(int fd);

        int joolj_is_not_a_function();
    }

    @Test
    void missingLibraryIsNamed() {
        String missing = Libraries.missing("libjoolj_is_not_there.so.1", Prototypes.class);

        assertTrue(missing.contains("libjoolj_is_not_there.so.1"), missing);
    }

    @Test
    void missingFunctionIsNamed() {
        assertEquals("function joolj_is_not_a_function of libc.so.6", Libraries.missing(Libraries.C, Prototypes.class));
    }

    @Test
    void libraryOfThisMachineHasAllFunctions() {
        assertEquals("", Libraries.missing(Libraries.C, LibC.class));
    }

    @Test
    void errnoIsThatOfTheLastCall() {
        assertEquals(-1, Libraries.c().close(-1));
        assertEquals(9, Libraries.errno());
        assertEquals(-1, Libraries.c().socket(-1, 0, 0));
        assertEquals(Linux.EAFNOSUPPORT, Libraries.errno());
    }
}
