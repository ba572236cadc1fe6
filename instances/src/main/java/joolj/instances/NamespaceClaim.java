// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.nio.file.Path;
import java.util.Optional;
import joolj.config.RefusedException;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.namespace.NetNamespace;

/**
 * The network namespace that a client says it lives in, or a file names.
 *
 * @param pid the client's process, as the client numbers it: in a container it may be another's here
 * @param key what identifies the namespace; decides whether the process's namespace is the one that is meant
 * @param file the file that stands for the namespace, or null if the process tells it
 */
public record NamespaceClaim(long pid, NamespaceKey key, Path file) {
    /** The claim of a client. */
    public NamespaceClaim(long pid, NamespaceKey key) {
        this(pid, key, null);
    }

    /**
     * The namespace that a file stands for now.
     *
     * @throws RefusedException if it stands for none
     */
    public static NamespaceClaim ofFile(Path file) {
        try (NetNamespace namespace = NetNamespace.ofPath(file)) {
            NamespaceKey key = new NamespaceKey(namespace.device(), namespace.inode());
            return new NamespaceClaim(ProcessHandle.current().pid(), key, file);
        } catch (NativeException e) {
            throw new RefusedException(
                    RefusedException.ESRCH, "The network namespace " + file + " cannot be used: " + e.getMessage());
        }
    }

    /**
     * Opens the namespace: the one of the process if it is the right one, else whichever is found to be.
     *
     * @throws RefusedException if it is found nowhere
     */
    NetNamespace open() {
        NetNamespace ofProcess = null;
        try {
            ofProcess = file == null ? NetNamespace.ofProcess(pid) : NetNamespace.ofPath(file);
            if (ofProcess.device() == key.device() && ofProcess.inode() == key.inode()) {
                return ofProcess;
            }
        } catch (NativeException e) {
            // The process is gone or belongs to somebody else's numbering: look for the namespace itself.
        }
        if (ofProcess != null) {
            ofProcess.close();
        }
        Optional<NetNamespace> found = NetNamespace.find(key.device(), key.inode());
        return found.orElseThrow(() -> new RefusedException(
                RefusedException.ESRCH,
                "The network namespace of process " + pid + " (" + key.label() + ") was not found."));
    }
}
