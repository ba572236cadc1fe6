// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.NfQueue;
import joolj.nfqueue.QueueSettings;
import joolj.nfqueue.namespace.NetNamespace;
import joolj.nfqueue.processor.Affinity;
import joolj.translation.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that serves one queue from its start to its end. It lives in the queue's network namespace; whatever goes
 * wrong in it, it opens everything anew and goes on until it is closed.
 */
public final class QueueWorker implements AutoCloseable {
    /** The kernel chooses the processor. */
    public static final int ANY_PROCESSOR = -1;

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

    private static final long CLOSE_DEADLINE_MILLIS = 10_000;

    private final NetNamespace namespace;
    private final int queue;
    private final QueueSettings settings;
    private final int processor;
    private final Workload work;
    private final Counters counters = new Counters();
    private final CountDownLatch started = new CountDownLatch(1);
    private final Thread thread;

    private volatile RuntimeException startFailure;
    private volatile boolean stopping;
    private int restarts;
    private volatile NfQueue open;

    private QueueWorker(NetNamespace namespace, int queue, QueueSettings settings, int processor, Workload work) {
        this.namespace = namespace;
        this.queue = queue;
        this.settings = settings;
        this.processor = processor;
        this.work = work;
        this.thread = new Thread(this::run, "queue-" + queue);
        this.thread.setDaemon(true);
    }

    /**
     * Starts a worker and returns when it serves its queue.
     *
     * @param namespace where the queue is; stays open until the worker is closed
     * @param queue queue number, 0 to 65535
     * @param settings how the queue is set up
     * @param processor what the thread is bound to, or {@link #ANY_PROCESSOR}
     * @param work what it shares with the other workers of its instance
     * @throws NativeException if the queue or a socket cannot be opened; nothing is left behind
     */
    public static QueueWorker start(
            NetNamespace namespace, int queue, QueueSettings settings, int processor, Workload work) {
        QueueWorker worker = new QueueWorker(namespace, queue, settings, processor, work);
        worker.thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                worker.started.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (worker.startFailure != null) {
            throw worker.startFailure;
        }
        return worker;
    }

    /** Its counters, readable at any time. */
    public Counters counters() {
        return counters;
    }

    /** Stops the thread and waits for its end; packets still queued go on untranslated. */
    @Override
    public void close() {
        stopping = true;
        NfQueue waiting = open;
        if (waiting != null) {
            waiting.wake();
        }
        try {
            thread.join(CLOSE_DEADLINE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.error("queue {}: the worker does not end", queue);
        }
    }

    private void run() {
        boolean first = true;
        while (!stopping) {
            try {
                if (first) {
                    namespace.enter();
                    bind();
                }
                serve();
            } catch (RuntimeException e) {
                if (started.getCount() > 0) {
                    startFailure = e;
                    started.countDown();
                    return;
                }
                restart(e);
            } catch (Error e) {
                if (started.getCount() > 0) {
                    startFailure = new IllegalStateException("the worker of queue " + queue + " failed: " + e, e);
                    started.countDown();
                    return;
                }
                restart(e);
            }
            first = false;
        }
    }

    private void bind() {
        if (processor != ANY_PROCESSOR) {
            Affinity.bind(processor);
        }
    }

    private void serve() {
        try (PacketPath path = PacketPath.open(queue, settings, work, counters)) {
            open = path.queue();
            started.countDown();
            while (!stopping) {
                path.handleBatch();
            }
            path.handBackQueued();
        } finally {
            open = null;
        }
    }

    /** Waits a moment, so that a worker that fails again and again does not take a processor for itself. */
    private void restart(Throwable failure) {
        restarts++;
        LOG.error("queue {}: the worker failed and starts anew (restart {})", queue, restarts, failure);
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
