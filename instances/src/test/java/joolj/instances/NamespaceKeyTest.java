// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NamespaceKeyTest {
    @Test
    void labelIsEightHexadecimalDigitsOfTheInode() {
        assertEquals("f0000000", new NamespaceKey(4, 4026531840L).label());
        assertEquals("0000002a", new NamespaceKey(4, 42).label());
        assertEquals("00000001", new NamespaceKey(4, (1L << 32) + 1).label());
    }
}
