// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which network namespace a request is about. The process only tells where to look first: the daemon checks that the
 * file it opens has this device and inode.
 *
 * @param pid a process inside the namespace, as it knows itself; the daemon may see it under another number
 * @param device device number of the namespace's file
 * @param inode inode number of the namespace's file
 */
public record NamespaceId(long pid, long device, long inode) {
    private static final Path OWN = Path.of("/proc/self/ns/net");

    /**
     * The namespace of this process.
     *
     * @throws IOException if /proc cannot be read
     */
    public static NamespaceId own() throws IOException {
        return of(OWN);
    }

    /**
     * The namespace that a file stands for, such as one of {@code /run/netns}.
     *
     * @throws IOException if there is no such file
     */
    public static NamespaceId of(Path file) throws IOException {
        long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
        long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
        return new NamespaceId(ProcessHandle.current().pid(), device, inode);
    }
}
