// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.namespace;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.NativeException.Kind;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;

/**
 * A network namespace, held open: it lives at least until the object is closed, whatever its processes do.
 *
 * <p>Namespaces are the same if device and inode of their files are. Safe for use by several threads.
 */
public final class NetNamespace implements AutoCloseable {
    private static final LibC C = Libraries.c();
    private static final Path NAMED = Path.of("/run/netns");
    private static final Path PROCESSES = Path.of("/proc");
    private static final Path OF_PROCESS = Path.of("ns", "net");

    private final long device;
    private final long inode;
    private int fd;

    private NetNamespace(int fd, FileIdentity identity) {
        this.fd = fd;
        this.device = identity.device();
        this.inode = identity.inode();
    }

    /**
     * Moves the calling thread into a namespace of its own, without links that are up, which ends with the thread.
     *
     * @throws NativeException if CAP_SYS_ADMIN is missing ({@code PERMISSION})
     */
    public static void enterNew() {
        if (C.unshare(Linux.CLONE_NEWNET) < 0) {
            throw NativeException.of("unshare(CLONE_NEWNET)", Libraries.errno());
        }
    }

    /** The calling thread's namespace. */
    public static NetNamespace current() {
        return ofPath(PROCESSES.resolve("thread-self").resolve(OF_PROCESS));
    }

    /**
     * The namespace of a process, that of its first thread.
     *
     * @param pid the process id, at least 1
     * @throws NativeException if there is no such process or this one may not look at it
     */
    public static NetNamespace ofProcess(long pid) {
        if (pid < 1) {
            throw new IllegalArgumentException("process id " + pid + " is not positive");
        }
        return ofPath(PROCESSES.resolve(Long.toString(pid)).resolve(OF_PROCESS));
    }

    /**
     * The namespace that a file stands for.
     *
     * @param file such as {@code /run/netns/blue} or {@code /proc/4711/ns/net}
     * @throws NativeException if it cannot be opened or is no network namespace
     */
    public static NetNamespace ofPath(Path file) {
        int fd = FileIdentity.open(file);
        try {
            if (C.ioctl(fd, Linux.NS_GET_NSTYPE, 0) != Linux.CLONE_NEWNET) {
                throw NativeException.worded(
                        "ioctl(NS_GET_NSTYPE)", Linux.EINVAL, Kind.OTHER, file + " is not a network namespace");
            }
            return new NetNamespace(fd, FileIdentity.of(fd));
        } catch (RuntimeException | Error e) {
            int unused = C.close(fd);
            throw e;
        }
    }

    /**
     * Looks for a namespace among the named ones and those of all processes.
     *
     * @param device device number of its file, as stat(2) gives it
     * @param inode inode number of its file
     * @return empty if none is it, or none that this process may look at
     */
    public static Optional<NetNamespace> find(long device, long inode) {
        Optional<NetNamespace> named = find(NAMED, "*", Path.of(""), device, inode);
        return named.isPresent() ? named : find(PROCESSES, "[0-9]*", OF_PROCESS, device, inode);
    }

    private static Optional<NetNamespace> find(Path directory, String pattern, Path inEntry, long device, long inode) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern)) {
            for (Path entry : entries) {
                Optional<NetNamespace> namespace = openIf(entry.resolve(inEntry), device, inode);
                if (namespace.isPresent()) {
                    return namespace;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty(); // a directory that is not there has no namespaces
        }
        return Optional.empty();
    }

    /** Opens a file if it is the namespace looked for. Processes end at any time, so failures only mean no. */
    private static Optional<NetNamespace> openIf(Path file, long device, long inode) {
        try {
            NetNamespace namespace = ofPath(file);
            if (namespace.device == device && namespace.inode == inode) {
                return Optional.of(namespace);
            }
            namespace.close();
        } catch (NativeException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Device number of the namespace's file, as stat(2) gives it. */
    public long device() {
        return device;
    }

    /** Inode number of the namespace's file. */
    public long inode() {
        return inode;
    }

    /**
     * Where other processes find the open namespace, to enter it: an entry of /proc that is valid until {@link #close}.
     *
     * @throws IllegalStateException if the namespace is closed
     */
    public synchronized Path path() {
        if (fd < 0) {
            throw new IllegalStateException(this + " is closed");
        }
        return PROCESSES.resolve(Long.toString(ProcessHandle.current().pid())).resolve("fd/" + fd);
    }

    /**
     * Moves the calling thread into the namespace; sockets that it opens from now on belong there. A thread that is there
     * already needs no permission.
     *
     * @throws NativeException if CAP_SYS_ADMIN is missing ({@code PERMISSION})
     * @throws IllegalStateException if this object is closed
     */
    public synchronized void enter() {
        if (fd < 0) {
            throw new IllegalStateException(this + " is closed");
        }
        if (C.setns(fd, Linux.CLONE_NEWNET) < 0) {
            int errno = Libraries.errno();
            if (errno == Linux.EPERM && isCurrent()) {
                return;
            }
            throw errno == Linux.EPERM
                    ? NativeException.of("setns", errno, Kind.PERMISSION, "needs CAP_SYS_ADMIN (run as root)")
                    : NativeException.of("setns", errno);
        }
    }

    private boolean isCurrent() {
        try (NetNamespace current = current()) {
            return equals(current);
        }
    }

    /**
     * Runs code inside the namespace, on a thread made for it, and waits for it; the calling thread stays where it is.
     *
     * @param code what to run
     * @throws NativeException if the namespace cannot be entered
     */
    public void run(Runnable code) {
        try {
            Object unused = call(() -> {
                code.run();
                return "done";
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("a Runnable threw a checked exception", e);
        }
    }

    /**
     * Runs code inside the namespace, on a thread made for it, and waits for its result; the calling thread stays where
     * it is. If the waiting is interrupted, so is the code.
     *
     * @param code what to run
     * @return what it returned
     * @throws NativeException if the namespace cannot be entered
     * @throws Exception what the code threw
     */
    public <T> T call(Callable<T> code) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter();
            return code.call();
        });
        Thread thread = new Thread(task, "netns-" + inode);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        }
    }

    /** Releases the namespace; closing twice is harmless. */
    @Override
    public synchronized void close() {
        if (fd >= 0) {
            int unused = C.close(fd);
            fd = -1;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetNamespace namespace && device == namespace.device && inode == namespace.inode;
    }

    @Override
    public int hashCode() {
        return Objects.hash(device, inode);
    }

    /** As the kernel's links show it: {@code net:[4026531840]}. */
    @Override
    public String toString() {
        return "net:[" + inode + "]";
    }
}
