// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server that greets at {@code /} and serves the files of one directory, by their bare names. */
public final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(FileServer::daemonThread);
    private final Path directory;

    /**
     * Starts serving on all addresses of the calling thread's network namespace.
     *
     * @param directory whose files are served; sub-directories are not
     * @param port TCP port, 0 to 65535, 0 for any free one
     * @throws IOException if the port cannot be had
     */
    public FileServer(Path directory, int port) throws IOException {
        this.directory = directory;
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private static Thread daemonThread(Runnable task) {
        Thread thread = new Thread(task, "http");
        thread.setDaemon(true);
        return thread;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String name = exchange.getRequestURI().getPath().substring(1);
            Path file = directory.resolve(name);
            if (name.isEmpty()) {
                send(exchange, HttpURLConnection.HTTP_OK, "Hello from an IPv4-only node.\n");
            } else if (name.indexOf('/') >= 0 || name.startsWith(".") || !Files.isRegularFile(file)) {
                send(exchange, HttpURLConnection.HTTP_NOT_FOUND, "No such file.\n");
            } else {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, Files.size(file));
                try (OutputStream body = exchange.getResponseBody()) {
                    Files.copy(file, body);
                }
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(status, octets.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(octets);
        }
    }

    /** The TCP port served. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops at once, with whatever is being served. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
