// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The control socket in the file system: held by one daemon at a time, which a lock beside it ensures, and readable by
 * its owner only. The kernel drops the lock when a daemon dies, however it dies.
 */
final class SocketFile implements AutoCloseable {
    /** Requests of clients that wait to be accepted. */
    private static final int BACKLOG = 64;

    private final Path path;
    private final FileChannel lockFile;
    private final ServerSocketChannel server;

    private SocketFile(Path path, FileChannel lockFile, ServerSocketChannel server) {
        this.path = path;
        this.lockFile = lockFile;
        this.server = server;
    }

    /**
     * Takes the path and listens on it; a missing directory is made, for its owner only.
     *
     * @throws IOException if another daemon holds the path, or the path cannot be used; the message is for the operator
     */
    static SocketFile listen(Path path) throws IOException {
        makeDirectory(path);
        FileChannel lockFile = lock(path);
        try {
            Files.deleteIfExists(path);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(path), BACKLOG);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                server.close();
                throw new IOException("cannot listen on " + path + ": " + e.getMessage(), e);
            }
            return new SocketFile(path, lockFile, server);
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
    }

    /** The socket that accepts clients. */
    ServerSocketChannel server() {
        return server;
    }

    /** A file beside the socket, for what belongs to this daemon alone. */
    Path sibling(String suffix) {
        return sibling(path, suffix);
    }

    /** Stops listening and removes the socket. */
    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
        lockFile.close();
    }

    private static Path sibling(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private static void makeDirectory(Path path) throws IOException {
        Path directory = path.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            try {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (IOException e) {
                throw new IOException("cannot make the directory " + directory + ": " + e.getMessage(), e);
            }
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path file = sibling(path, ".lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("cannot open " + file + ": " + e.getMessage(), e);
        }
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held inside this very process: the same answer as for another one.
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException("another daemon is running on " + path);
        }
        return channel;
    }
}
