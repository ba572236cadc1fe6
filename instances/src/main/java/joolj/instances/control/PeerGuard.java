// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** Decides by the kernel's word, not the client's, who may speak to the daemon: root and the daemon's own user. */
final class PeerGuard {
    private final UserPrincipal root;
    private final UserPrincipal self;

    /** @throws IOException if the system cannot tell who the daemon's own user is */
    PeerGuard() throws IOException {
        root = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
        self = Files.getOwner(Path.of("/proc/self/ns/net"));
    }

    /** Whether the process at the other end of a connection may speak. */
    boolean admits(SocketChannel client) throws IOException {
        UserPrincipal peer = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return peer.equals(root) || peer.equals(self);
    }
}
