// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.daemon;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import joolj.control.Row;
import joolj.instances.Instances;
import joolj.instances.PacketPathWarmUp;
import joolj.instances.control.ControlServer;
import joolj.instances.control.DaemonControl;
import joolj.instances.control.Operations;
import joolj.instances.events.LineLog;
import joolj.instances.files.DefinitionDirectory;
import joolj.instances.rules.NetfilterRules;
import joolj.nfqueue.supervisor.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running daemon. It ends on SIGTERM, SIGINT or a client's request, and always the same way: no new requests, own
 * rules removed, queued packets handed back, exit status 0.
 */
final class Daemon implements DaemonControl {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /** How often namespaces are checked for their end, milliseconds. */
    private static final long LIVENESS_MILLIS = 250;

    /** Environment variable: the file for what logging-bib and logging-session write, instead of standard output. */
    private static final String SESSION_LOG = "JOOLJ_SESSION_LOG";

    /** How often it is looked which ports the nodes use themselves, milliseconds. */
    private static final long HOSTS_MILLIS = 1_000;

    private final Supervisor supervisor;
    private final SocketFile socket;
    private final Instances instances;
    private final DefinitionDirectory definitions;
    private final ControlServer server;
    private final ScheduledExecutorService housekeeping;
    private final long started = System.nanoTime();
    private final CountDownLatch stop = new CountDownLatch(1);

    private Daemon(Supervisor supervisor, SocketFile socket, Path config) throws IOException {
        this.supervisor = supervisor;
        this.socket = socket;
        NetfilterRules rules = new NetfilterRules(socket.sibling(".rules"));
        rules.removeStale();
        this.instances = new Instances(rules, sessionLog(System.getenv(SESSION_LOG)));
        this.definitions = new DefinitionDirectory(config, instances);
        this.server = new ControlServer(socket.server(), new Operations(instances, this));
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "housekeeping");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static LineLog sessionLog(String file) throws IOException {
        if (file == null || file.isEmpty()) {
            return LineLog.ofStandardOutput();
        }
        try {
            return LineLog.ofFile(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new IOException(SESSION_LOG + ": '" + file + "' cannot be written to: " + e, e);
        }
    }

    /**
     * Starts the daemon.
     *
     * @throws IOException if another daemon has the control socket or it cannot be used
     */
    static Daemon start(DaemonOptions options) throws IOException {
        Supervisor supervisor = new Supervisor(System.getenv(Supervisor.VARIABLE));
        SocketFile socket = SocketFile.listen(options.socket());
        try {
            Daemon daemon = new Daemon(supervisor, socket, options.config());
            Runtime.getRuntime().addShutdownHook(new Thread(daemon::endBySignal, "shutdown"));
            ScheduledFuture<?> unused = daemon.housekeeping.scheduleWithFixedDelay(
                    daemon::endAbandoned, LIVENESS_MILLIS, LIVENESS_MILLIS, TimeUnit.MILLISECONDS);
            daemon.readDefinitions();
            HangupSignal.handle(daemon::reload);
            PacketPathWarmUp.start();
            ScheduledFuture<?> unusedToo = daemon.housekeeping.scheduleWithFixedDelay(
                    daemon::watchHosts, HOSTS_MILLIS, HOSTS_MILLIS, TimeUnit.MILLISECONDS);
            daemon.server.start();
            LOG.info("jool-j {} ready on {}", daemon.version(), options.socket());
            supervisor.ready("listening on " + options.socket());
            return daemon;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Waits until somebody asks for the end, and carries it out. */
    void awaitEnd() {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The rest is the shutdown hook's, as it is on a signal.
        System.exit(0);
    }

    @Override
    public String version() {
        String version = Daemon.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public long uptimeSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
    }

    @Override
    public Row.Reload reload() {
        supervisor.reloading();
        Row.Reload done = readDefinitions();
        supervisor.ready("definition files read");
        return done;
    }

    private Row.Reload readDefinitions() {
        Row.Reload done = definitions.load();
        done.problems().forEach(problem -> LOG.error("{}", problem));
        if (done.added() + done.changed() + done.removed() + done.unchanged() > 0) {
            LOG.info(
                    "definition files: {} added, {} changed, {} removed, {} unchanged",
                    done.added(),
                    done.changed(),
                    done.removed(),
                    done.unchanged());
        }
        return done;
    }

    @Override
    public void requestStop() {
        ScheduledFuture<?> unused = housekeeping.schedule(stop::countDown, LIVENESS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A fault must not keep the next round from taking place. */
    private void endAbandoned() {
        try {
            instances.endAbandoned();
        } catch (RuntimeException e) {
            LOG.error("cannot end the instances of namespaces that are gone", e);
        }
    }

    /** A fault must not keep the next round from taking place. */
    private void watchHosts() {
        try {
            instances.watchHosts();
        } catch (RuntimeException e) {
            LOG.error("cannot look at the sockets of instances' nodes", e);
        }
    }

    private void endBySignal() {
        try {
            end();
        } finally {
            // A JVM that a signal ends would exit with 128 and the signal's number, but this end is a regular one.
            Runtime.getRuntime().halt(0);
        }
    }

    private void end() {
        LOG.info("stopping");
        try {
            supervisor.stopping();
            socket.server().close();
            housekeeping.shutdownNow();
            // Whoever follows sessions learns of their instance's end and is answered.
            instances.close();
            server.close();
            socket.close();
        } catch (IOException e) {
            LOG.warn("{}", e.toString());
        }
        LOG.info("stopped");
    }
}
