// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import joolj.config.RefusedException;
import joolj.control.DefinitionLines;
import joolj.control.MalformedMessageException;
import joolj.control.Protocol;
import joolj.control.ReplyWriter;
import joolj.control.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the clients of the control socket: one request a connection, each on a thread of its own, so that a long
 * table does not keep others waiting. A client that sends or reads nothing for too long is cut off; if others wait for its
 * place, also one that is slow with a line. Whatever it sends, the daemon goes on: nothing is locked meanwhile.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /** What a daemon bears. */
    private static final Limits LIMITS = new Limits(64, 10, 60);

    /** How long a client may keep the daemon waiting before it has to make room for others. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_MILLIS = 50;

    /** How long the answers that are being given may take to come to their end when the server closes. */
    private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A client that has kept the server waiting for so long is not waited for when it closes. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long LAST_LOOK_MILLIS = 5;

    /** How long a thread waits for the next client before it ends, seconds. */
    private static final int IDLE_SECONDS = 30;

    /**
     * Bounds on what clients can take.
     *
     * @param clients connections served at a time; more wait to be accepted
     * @param requestSeconds how long a client may send nothing in the middle of a line or before one that is due
     * @param readSeconds how long a client may take to read what was last written to it
     */
    record Limits(int clients, int requestSeconds, int readSeconds) {}

    private final Limits limits;
    private final ServerSocketChannel server;
    private final PeerGuard guard;
    private final RequestHandler handler;
    private final Semaphore free;
    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadPoolExecutor clients;
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(1, task -> daemonThread(task, "control-deadlines"));
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    /**
     * @param server listens already; stays the caller's to close, before this object
     * @param handler carries out requests
     * @throws IOException if the system cannot tell who the daemon's own user is
     */
    public ControlServer(ServerSocketChannel server, RequestHandler handler) throws IOException {
        this(server, handler, LIMITS);
    }

    ControlServer(ServerSocketChannel server, RequestHandler handler, Limits limits) throws IOException {
        this.limits = limits;
        this.free = new Semaphore(limits.clients());
        this.clients = new ThreadPoolExecutor(
                limits.clients(),
                limits.clients(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemonThread(task, "control-" + threads.incrementAndGet()));
        clients.allowCoreThreadTimeOut(true);
        // Nearly all deadlines are met, and long ones would pile up.
        deadlines.setRemoveOnCancelPolicy(true);
        this.server = server;
        this.handler = handler;
        this.guard = new PeerGuard();
        this.acceptor = daemonThread(this::accept, "control");
    }

    /** Begins to answer. */
    public void start() {
        acceptor.start();
    }

    /** Lets the answers that are being given come to their end, for a moment, and then cuts all connections off. */
    @Override
    public void close() {
        awaitAnswers();
        for (Connection client : open) {
            client.cutOff();
        }
        clients.shutdown();
        deadlines.shutdownNow();
    }

    private void awaitAnswers() {
        long deadline = System.nanoTime() + LAST_ANSWERS_NANOS;
        try {
            while (isAnswering() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(LAST_LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAnswering() {
        for (Connection client : open) {
            if (client.waitedNanos() < IDLE_NANOS) {
                return true;
            }
        }
        return false;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                take(server.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warn("control socket: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void take(SocketChannel channel) throws InterruptedException {
        Connection client = new Connection(channel, deadlines, limits);
        while (!free.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            makeRoom();
        }
        open.add(client);
        try {
            clients.execute(() -> serve(client));
        } catch (RuntimeException | Error e) {
            leave(client);
            throw e;
        }
    }

    /** Cuts off whoever has kept the daemon waiting longest, if that is too long. */
    private void makeRoom() {
        Connection slowest = null;
        long longest = PATIENCE_NANOS;
        for (Connection client : open) {
            long waited = client.waitedNanos();
            if (waited > longest) {
                longest = waited;
                slowest = client;
            }
        }
        if (slowest != null) {
            slowest.cutOff();
        }
    }

    private void leave(Connection client) {
        client.cutOff();
        open.remove(client);
        free.release();
    }

    private void serve(Connection client) {
        try {
            answer(client);
        } catch (IOException e) {
            LOG.debug("control socket: {}", e.toString());
        } catch (RuntimeException | Error e) {
            LOG.error("control socket: a request failed", e);
        } finally {
            leave(client);
        }
    }

    private void answer(Connection client) throws IOException {
        ReplyWriter reply = new ReplyWriter(client);
        try {
            if (!guard.admits(client.channel())) {
                reply.fail(RefusedException.EPERM, Protocol.NOT_PERMITTED);
                return;
            }
            String line = client.readLine();
            if (line != null) {
                handle(Request.decode(line), client::readLine, reply);
            }
        } catch (MalformedMessageException e) {
            reply.fail(RefusedException.EINVAL, e.getMessage());
        } catch (RefusedException e) {
            reply.fail(e.errno(), e.getMessage());
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
}
