// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import joolj.config.Processors;
import joolj.config.QueueRange;
import joolj.config.RefusedException;
import joolj.config.Reinjection;
import joolj.config.WorkerOptions;
import joolj.instances.events.DebugLog;
import joolj.instances.events.DebugTranslator;
import joolj.instances.worker.PathMtus;
import joolj.instances.worker.QueueWorker;
import joolj.instances.worker.Workload;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.QueueSettings;
import joolj.nfqueue.namespace.NetNamespace;
import joolj.nfqueue.processor.Affinity;
import joolj.nfqueue.tun.TunDevice;
import joolj.rfc6146.ExpiryObserver;
import joolj.translation.Counters;
import joolj.translation.Routes;
import joolj.translation.Translator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one instance: one for each of its queues and, once an aggregate of UDP datagrams was seen, one more
 * whose queue the kernel takes such aggregates apart for.
 */
final class Workers implements Workload, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** The first queue number that is tried for an instance that was given none. */
    static final int FIRST_QUEUE = 6400;

    /** The most queues of one instance: each has a thread and several megabytes of buffers. */
    private static final int QUEUES_MAX = 64;

    /** Marks that nobody has needed {@link #segmentingQueue} yet. */
    private static final int NOT_OPENED = -2;

    private static final int LAST_QUEUE = 65535;
    private final NetNamespace namespace;
    private final Engine engine;
    private final WorkerOptions options;
    private final TunExits.Exit exit;
    private final List<QueueWorker> workers = new CopyOnWriteArrayList<>();
    private final PathMtus pathMtus = new PathMtus();
    private final Object segmentingLock = new Object();
    private volatile Translator debugTranslator;
    private DebugLog debugLog;
    private QueueRange queues;
    private volatile int segmentingQueue = NOT_OPENED;
    private boolean closed;

    private Workers(NetNamespace namespace, Engine engine, WorkerOptions options, TunExits.Exit exit) {
        this.exit = exit;
        this.namespace = namespace;
        this.engine = engine;
        this.options = options;
    }

    /**
     * Starts the workers.
     *
     * @param namespace where the queues are; stays the caller's to close, after these workers
     * @param engine what translates
     * @param options the queues to read, or none for the lowest free one from {@link #FIRST_QUEUE} up, and the rest
     * @param exit where its TUN device comes from; stays the caller's to close, after these workers
     * @throws RefusedException if a queue is in use or the kernel refuses something; nothing is left running
     */
    static Workers start(NetNamespace namespace, Engine engine, WorkerOptions options, TunExits.Exit exit) {
        QueueRange wanted = options.queues().orElse(null);
        if (wanted != null && wanted.size() > QUEUES_MAX) {
            throw RefusedException.invalid(
                    "An instance cannot have " + wanted.size() + " queues (max: " + QUEUES_MAX + ").");
        }
        refuseMissing(options.processors());
        Workers workers = new Workers(namespace, engine, options, exit);
        try {
            if (wanted == null) {
                int queue = workers.startOnFreeQueue(FIRST_QUEUE, LAST_QUEUE, QueueSettings.defaults());
                workers.queues = new QueueRange(queue, queue);
            } else {
                for (int queue = wanted.first(); queue <= wanted.last(); queue++) {
                    workers.startOn(queue, QueueSettings.defaults());
                }
                workers.queues = wanted;
            }
        } catch (NativeException e) {
            workers.close();
            throw refusal(e);
        }
        return workers;
    }

    /** No workers, but what they would share without a TUN device: to go the way of a packet without them. */
    static Workers ofRehearsal(Engine engine) {
        return new Workers(null, engine, WorkerOptions.DEFAULTS, new TunExits().open(Reinjection.RAW, null));
    }

    /** The queues of the instance, without the one for aggregates. */
    QueueRange queues() {
        return queues;
    }

    /** What the operator chose. */
    WorkerOptions options() {
        return options;
    }

    /**
     * Begins or ends to write a line about each packet. Called by one thread at a time.
     *
     * @param prefix what lines begin with, or null to write none
     */
    void debug(String prefix) {
        if ((prefix == null) == (debugLog == null)) {
            return;
        }
        if (prefix == null) {
            debugTranslator = null;
            debugLog.close();
            debugLog = null;
        } else {
            debugLog = DebugLog.start(prefix);
            debugTranslator = new DebugTranslator(engine.translator(), debugLog);
        }
    }

    /** The counters of all workers. */
    List<Counters> counters() {
        List<Counters> counters = new ArrayList<>();
        for (QueueWorker worker : workers) {
            counters.add(worker.counters());
        }
        return counters;
    }

    /** The routing of the namespace, for threads that are not in it. */
    NamespaceRoutes routes() {
        return new NamespaceRoutes(namespace);
    }

    @Override
    public Translator translator() {
        Translator debugging = debugTranslator;
        return debugging == null ? engine.translator() : debugging;
    }

    @Override
    public Optional<TunDevice> tunDevice() {
        return exit.device();
    }

    @Override
    public void tunDeviceLost(TunDevice device) {
        exit.lost(device);
    }

    @Override
    public PathMtus pathMtus() {
        return pathMtus;
    }

    @Override
    public boolean reassembles(ByteBuffer packet, int start, Routes routes) {
        return engine.reassembles(packet, start, routes);
    }

    @Override
    public int expire(long now, int budget, ExpiryObserver observer) {
        return engine.expire(now, budget, observer);
    }

    @Override
    public boolean isExpiring(long now) {
        return engine.isExpiring(now);
    }

    @Override
    public int segmentingQueue() {
        if (segmentingQueue == NOT_OPENED) {
            synchronized (segmentingLock) {
                if (segmentingQueue == NOT_OPENED) {
                    segmentingQueue = closed ? NO_QUEUE : openSegmentingQueue();
                }
            }
        }
        return segmentingQueue;
    }

    /** Stops all workers and waits for their end; packets still queued go on untranslated. */
    @Override
    public void close() {
        synchronized (segmentingLock) {
            closed = true;
        }
        for (QueueWorker worker : workers) {
            worker.close();
        }
    }

    private int openSegmentingQueue() {
        try {
            // From the top: the numbers from FIRST_QUEUE up are for instances, and for operators to reckon with.
            int queue = startOnFreeQueue(
                    LAST_QUEUE, FIRST_QUEUE, QueueSettings.defaults().withGso(false));
            LOG.info("queue {}: takes apart aggregates of UDP datagrams for queue {}", queue, queues);
            return queue;
        } catch (NativeException e) {
            LOG.warn("aggregates of UDP datagrams are dropped: {}", e.getMessage());
            return NO_QUEUE;
        }
    }

    private int startOnFreeQueue(int from, int to, QueueSettings settings) {
        int step = from <= to ? 1 : -1;
        for (int queue = from; ; queue += step) {
            try {
                startOn(queue, settings);
                return queue;
            } catch (NativeException e) {
                if (e.kind() != NativeException.Kind.BUSY || queue == to) {
                    throw e;
                }
            }
        }
    }

    private void startOn(int queue, QueueSettings settings) {
        // The worker for aggregates comes behind the others and shares the last one's processor.
        int processor =
                options.processors().named() ? options.processors().of(workers.size()) : QueueWorker.ANY_PROCESSOR;
        workers.add(QueueWorker.start(namespace, queue, settings, processor, this));
    }

    private static void refuseMissing(Processors processors) {
        BitSet available = processors.named() ? Affinity.available() : new BitSet();
        for (int number : processors.numbers()) {
            if (!available.get(number)) {
                String numbers = available.stream().mapToObj(String::valueOf).collect(Collectors.joining(","));
                throw RefusedException.invalid(
                        "Processor " + number + " cannot be used (this daemon may use: " + numbers + ").");
            }
        }
    }

    static RefusedException refusal(NativeException e) {
        int errno = e.kind() == NativeException.Kind.BUSY
                ? RefusedException.EBUSY
                : e.errno() > 0 ? e.errno() : RefusedException.EIO;
        return new RefusedException(errno, e.getMessage());
    }
}
