// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.namespace;

import java.nio.file.Path;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * What tells a file from all others.
 *
 * @param device device number, in the form of stat(2)
 * @param inode inode number
 */
record FileIdentity(long device, long inode) {
    private static final LibC C = Libraries.c();

    /**
     * Opens a file for reading, without ever waiting for another process.
     *
     * @return the descriptor
     * @throws NativeException if it cannot be opened
     */
    static int open(Path file) {
        NativeBuffer path = NativeBuffer.ofString(file.toString());
        int fd = C.open(path.address(), Linux.O_RDONLY | Linux.O_NONBLOCK | Linux.O_CLOEXEC);
        int errno = fd < 0 ? Libraries.errno() : 0;
        path.keep();
        if (fd < 0) {
            throw NativeException.of("open(" + file + ")", errno);
        }
        return fd;
    }

    /**
     * The identity of an open file.
     *
     * <p>By statx(2), whose structure is the same on every processor.
     */
    static FileIdentity of(int fd) {
        NativeBuffer empty = NativeBuffer.ofString("");
        NativeBuffer result = new NativeBuffer(Layout.STATX_SIZE);
        int status = C.statx(fd, empty.address(), Linux.AT_EMPTY_PATH, Linux.STATX_INO, result.address());
        int errno = status < 0 ? Libraries.errno() : 0;
        empty.keep();
        if (status < 0) {
            throw NativeException.of("statx", errno);
        }
        long major = Integer.toUnsignedLong(result.host().getInt(Layout.STATX_DEV_MAJOR));
        long minor = Integer.toUnsignedLong(result.host().getInt(Layout.STATX_DEV_MINOR));
        return new FileIdentity(device(major, minor), result.host().getLong(Layout.STATX_INODE));
    }

    /** Joins the halves of a device number as makedev(3) does. */
    static long device(long major, long minor) {
        return (major & 0xfffff000L) << 32 | (major & 0xfff) << 8 | (minor & 0xffffff00L) << 12 | (minor & 0xff);
    }
}
