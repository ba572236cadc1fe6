// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

/**
 * What tells one network namespace from another: its file's device and inode.
 *
 * @param device device number of the file system that holds namespaces
 * @param inode inode of the namespace
 */
public record NamespaceKey(long device, long inode) {
    /** The identifier that {@code instance display} prints: the inode's low 32 bits, eight hexadecimal digits. */
    public String label() {
        return String.format("%08x", (int) inode);
    }
}
