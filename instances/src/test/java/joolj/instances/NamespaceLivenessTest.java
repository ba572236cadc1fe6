// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamespaceLivenessTest {
    private static final NamespaceKey NOWHERE = new NamespaceKey(4, 1);

    private final NamespaceLiveness liveness = new NamespaceLiveness();

    @Test
    void ownNamespaceIsAliveAndOneThatNobodyHoldsIsAbandoned() throws IOException {
        NamespaceKey own = ownNamespace();

        assertEquals(Set.of(NOWHERE), liveness.abandoned(Set.of(own, NOWHERE)));
    }

    @Test
    void nothingIsAbandonedWhereNothingIsAsked() throws IOException {
        assertEquals(Set.of(), liveness.abandoned(Set.of()));
    }

    private static NamespaceKey ownNamespace() throws IOException {
        Path file = Path.of("/proc/self/ns/net");
        long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
        long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
        return new NamespaceKey(device, inode);
    }
}
