// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells which network namespaces somebody but this daemon still holds: by a mount, as {@code ip netns} does, or by a
 * process that lives there. The daemon's own workers keep a namespace alive, so its end must be looked for; where a
 * kernel module would be told, a process has to ask.
 */
final class NamespaceLiveness {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final Path PROCESSES = Path.of("/proc");

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String CAPABILITIES = "CapEff:\t";
    private static final int CAP_SYS_PTRACE = 19;

    private final String ownPid = Long.toString(ProcessHandle.current().pid());
    private final boolean looksAtAll = looksAtAll();

    /**
     * Returns those of {@code namespaces} that nobody else holds.
     *
     * @throws IOException if the mounts cannot be read; nothing is known then
     */
    Set<NamespaceKey> abandoned(Collection<NamespaceKey> namespaces) throws IOException {
        Set<NamespaceKey> left = new HashSet<>(namespaces);
        String mounts = Files.readString(MOUNTS, StandardCharsets.UTF_8);
        left.removeIf(key -> mounts.contains(name(key)));
        if (!left.isEmpty()) {
            removeInhabited(left);
        }
        return left;
    }

    private void removeInhabited(Set<NamespaceKey> left) throws IOException {
        // The daemon's main thread never leaves the namespace that the daemon was started in.
        Set<String> inhabited = new HashSet<>(Set.of(link(PROCESSES.resolve("self/ns/net"))));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (!process.getFileName().toString().equals(ownPid)) {
                    inhabited.add(link(process.resolve("ns/net")));
                }
            }
        } catch (AccessDeniedException e) {
            // It cannot be known who lives where: then nothing is given up.
            left.clear();
            return;
        }
        left.removeIf(key -> inhabited.contains(name(key)));
    }

    /**
     * The text of a namespace's link, or an empty one for a process that has just ended or that even this daemon's
     * capability to look at others does not reach, such as one of another user namespace.
     */
    private String link(Path path) throws AccessDeniedException {
        try {
            return Files.readSymbolicLink(path).toString();
        } catch (AccessDeniedException e) {
            if (!looksAtAll) {
                throw e;
            }
            return "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether this process may look at those of other users: CAP_SYS_PTRACE. */
    private static boolean looksAtAll() {
        try {
            for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(CAPABILITIES)) {
                    long effective = Long.parseUnsignedLong(line.substring(CAPABILITIES.length()), 16);
                    return (effective >>> CAP_SYS_PTRACE & 1) != 0;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return false;
        }
        return false;
    }

    private static String name(NamespaceKey key) {
        return "net:[" + key.inode() + "]";
    }
}
