// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Makes what end-to-end tests need and removes all of it at the end, whatever happens: namespaces, daemons, processes,
 * temporary files.
 *
 * <p>As a static extension of a test class it lives as long as the class; a test that needs one to itself uses
 * try-with-resources.
 */
final class Laboratory implements AutoCloseable, AfterAllCallback, TestExecutionExceptionHandler {
    /** Where the project lies: the directory of the launchers. */
    static final Path HOME =
            Path.of(System.getProperty("joolj.home", "..")).toAbsolutePath().normalize();

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix = "jjx-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-";
    private final Deque<AutoCloseable> made = new ArrayDeque<>();
    private final List<Daemon> daemons = new ArrayList<>();
    private Path directory;

    Laboratory() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::removeAll, "laboratory"));
    }

    /** Remembers something to be closed at the end, before all that was made earlier. */
    synchronized <T extends AutoCloseable> T keep(T resource) {
        made.push(resource);
        return resource;
    }

    /** A directory for this laboratory's files. */
    synchronized Path directory() {
        if (directory == null) {
            try {
                Path fresh = Files.createTempDirectory("jjx");
                keep(() -> {
                    deleteTree(fresh);
                    directory = null;
                });
                directory = fresh;
            } catch (IOException e) {
                throw new AssertionError("no temporary directory", e);
            }
        }
        return directory;
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Makes a network namespace. */
    Namespace namespace(String node) {
        Namespace namespace = Namespace.create(prefix + node);
        keep(namespace::delete);
        return namespace;
    }

    /** Starts a daemon on a socket of its own. */
    Daemon daemon() {
        return daemon(null);
    }

    /**
     * Starts a daemon on a socket of its own.
     *
     * @param java the Java to run daemon and clients with, null for the usual one
     */
    Daemon daemon(Path java) {
        return daemon(java, Map.of());
    }

    /** The same, with environment variables for the daemon and its clients. */
    synchronized Daemon daemon(Path java, Map<String, String> variables) {
        Daemon daemon = keep(new Daemon(directory().resolve("control" + daemons.size() + ".sock"), java, variables));
        daemons.add(daemon);
        daemon.start();
        return daemon;
    }

    /** Starts a web server in a namespace, which serves the files of {@link #directory}. */
    FileServer fileServer(Namespace namespace, int port) {
        Path files = directory();
        return keep(namespace.call(() -> new FileServer(files, port)));
    }

    /** Starts a UDP echo server in a namespace. */
    UdpEchoServer echoServer(Namespace namespace, int port) {
        return keep(namespace.call(() -> new UdpEchoServer(port)));
    }

    /** Opens a UDP socket in a namespace. */
    UdpPeer udp(Namespace namespace) {
        return keep(namespace.call(UdpPeer::new));
    }

    /** Opens a UDP socket in a namespace with the given address and port. */
    UdpPeer udp(Namespace namespace, InetSocketAddress own) {
        return keep(namespace.call(() -> new UdpPeer(own)));
    }

    /** Starts a command that stays in the background until the laboratory is closed. */
    Process background(Command command) {
        try {
            return background(command, Files.createTempFile(directory(), "background", ".log"));
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command, e);
        }
    }

    /** The same, with a file for what it writes to the screen. */
    Process background(Command command, Path log) throws IOException {
        Process process = command.start(log, log);
        keep(() -> process.destroyForcibly().waitFor());
        return process;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable problem) throws Throwable {
        for (Daemon daemon : daemons) {
            problem.addSuppressed(new AssertionError("the daemon's last words:\n" + daemon.lastWords()));
        }
        throw problem;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Removes everything; the laboratory may then be used afresh. */
    @Override
    public void close() {
        removeAll();
    }

    private synchronized void removeAll() {
        daemons.clear();
        while (!made.isEmpty()) {
            try {
                made.pop().close();
            } catch (Exception e) {
                System.err.println("could not remove part of a test's network: " + e);
            }
        }
    }
}
