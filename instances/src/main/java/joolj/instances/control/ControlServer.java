// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import joolj.config.RefusedException;
import joolj.control.DefinitionLines;
import joolj.control.LineReader;
import joolj.control.MalformedMessageException;
import joolj.control.Protocol;
import joolj.control.ReplyWriter;
import joolj.control.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the clients of the control socket: one request a connection, each on a thread of its own, so that a long
 * table does not keep others waiting. A client that sends or reads too slowly is cut off; whatever it sends, the daemon
 * goes on.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /** Connections served at a time; more wait to be accepted. */
    private static final int CLIENTS_MAX = 32;

    /** How long a client may take to send its request, seconds. */
    private static final int REQUEST_SECONDS = 10;

    /** How long a client may take to read what was last written to it, seconds. */
    private static final int READ_SECONDS = 60;

    private final ServerSocketChannel server;
    private final PeerGuard guard;
    private final RequestHandler handler;
    private final Semaphore free = new Semaphore(CLIENTS_MAX);
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService clients =
            Executors.newCachedThreadPool(task -> daemonThread(task, "control-" + threads.incrementAndGet()));
    private final ScheduledExecutorService deadlines =
            Executors.newSingleThreadScheduledExecutor(task -> daemonThread(task, "control-deadlines"));
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    /**
     * @param server listens already; stays the caller's to close, before this object
     * @param handler carries out requests
     * @throws IOException if the system cannot tell who the daemon's own user is
     */
    public ControlServer(ServerSocketChannel server, RequestHandler handler) throws IOException {
        this.server = server;
        this.handler = handler;
        this.guard = new PeerGuard();
        this.acceptor = daemonThread(this::accept, "control");
    }

    /** Begins to answer. */
    public void start() {
        acceptor.start();
    }

    /** Cuts all connections off. */
    @Override
    public void close() {
        for (SocketChannel client : open) {
            closeQuietly(client);
        }
        clients.shutdown();
        deadlines.shutdownNow();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                free.acquire();
                SocketChannel client = server.accept();
                open.add(client);
                clients.execute(() -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                free.release();
                LOG.warn("control socket: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try {
            answer(client);
        } catch (IOException e) {
            LOG.debug("control socket: {}", e.toString());
        } catch (RuntimeException | Error e) {
            LOG.error("control socket: a request failed", e);
        } finally {
            closeQuietly(client);
            open.remove(client);
            free.release();
        }
    }

    private void answer(SocketChannel client) throws IOException {
        ScheduledFuture<?> deadline = deadlines.schedule(() -> closeQuietly(client), REQUEST_SECONDS, TimeUnit.SECONDS);
        ReplyWriter reply = new ReplyWriter(new SlowReaderGuard(client, deadlines, READ_SECONDS));
        try {
            if (!guard.admits(client)) {
                reply.fail(RefusedException.EPERM, Protocol.NOT_PERMITTED);
                return;
            }
            LineReader lines = new LineReader(client);
            String line = lines.read();
            deadline.cancel(false);
            if (line != null) {
                handle(Request.decode(line), () -> readInTime(client, lines), reply);
            }
        } catch (MalformedMessageException e) {
            reply.fail(RefusedException.EINVAL, e.getMessage());
        } catch (RefusedException e) {
            reply.fail(e.errno(), e.getMessage());
        } finally {
            deadline.cancel(false);
        }
    }

    /** Reads a line, and gives the client as long for it as for the request itself. */
    private String readInTime(SocketChannel client, LineReader lines) throws IOException {
        ScheduledFuture<?> deadline = deadlines.schedule(() -> closeQuietly(client), REQUEST_SECONDS, TimeUnit.SECONDS);
        try {
            return lines.read();
        } finally {
            deadline.cancel(false);
        }
    }

    private void handle(Request request, DefinitionLines.LineSource more, ReplyWriter reply) throws IOException {
        try {
            handler.handle(request, more, reply);
            reply.succeed();
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("request {} failed", request.command().operation(), e);
            reply.fail(RefusedException.EIO, "The daemon failed: " + e + " (see its log).");
        }
    }

    private static Thread daemonThread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void closeQuietly(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("control socket: {}", e.toString());
        }
    }
}
