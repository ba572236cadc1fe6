// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.control.Row;
import joolj.rfc6146.StateObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a NAT64 instance that tells what happened to its state: writes lines, hands events to followers, and warns
 * when pool4 runs out. It looks for work every few milliseconds while somebody wants to know, otherwise once a second, so
 * that workers need not wake it.
 */
public final class EventPump implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);

    private static final long BUSY_NANOS = 10_000_000;
    private static final long IDLE_NANOS = 1_000_000_000;
    private static final long WARNING_NANOS = 60_000_000_000L;
    private static final long CLOSE_MILLIS = 5_000;

    /** Characters that are written at once. */
    private static final int LINES = 64 * 1024;

    private final String instance;
    private final LineLog log;
    private final LogLine lines;
    private final EventRecorder recorder = new EventRecorder();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StateEvent event = new StateEvent();
    private final AtomicLong unwritten = new AtomicLong();
    private final Thread thread;

    private volatile boolean logsBib;
    private volatile boolean logsSessions;
    private volatile boolean closed;
    private int linesWaiting;
    private long lostBefore;
    private long exhaustions;
    private long warned;

    private EventPump(String instance, LineLog log) {
        this.instance = instance;
        this.log = log;
        this.lines = new LogLine(instance);
        this.warned = System.nanoTime() - WARNING_NANOS;
        this.thread = new Thread(this::run, "events-" + instance);
        this.thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @param instance name of the instance
     * @param log where lines go; stays the caller's to close, after this
     */
    public static EventPump start(String instance, LineLog log) {
        EventPump pump = new EventPump(instance, log);
        pump.thread.start();
        return pump;
    }

    /** Who is to observe the instance's state. */
    public StateObserver observer() {
        return recorder;
    }

    /** Chooses which events are logged from now on. */
    public synchronized void log(boolean bib, boolean sessions) {
        logsBib = bib;
        logsSessions = sessions;
        watch();
    }

    /** Adds somebody to tell of sessions. */
    public synchronized Follower follow() {
        Follower follower = new Follower();
        if (closed) {
            follower.end();
        } else {
            followers.add(follower);
            watch();
        }
        return follower;
    }

    /** Tells somebody no more. */
    public synchronized void unfollow(Follower follower) {
        followers.remove(follower);
        watch();
    }

    /** Lines that should have been written and were not. */
    public long lost() {
        return recorder.lost() + unwritten.get();
    }

    /** Writes what there is, and ends. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        recorder.watch(logsBib || logsSessions || !followers.isEmpty());
        LockSupport.unpark(thread);
    }

    private void run() {
        boolean last;
        do {
            last = closed;
            try {
                work();
            } catch (RuntimeException e) {
                LOG.error("instance '{}': what happened to sessions cannot be told", instance, e);
            }
            if (!last) {
                LockSupport.parkNanos(recorder.watchesEntries() ? BUSY_NANOS : IDLE_NANOS);
            }
        } while (!last);
        for (Follower follower : followers) {
            follower.end();
        }
    }

    private void work() {
        EventRing ring = recorder.ring();
        if (ring != null) {
            while (ring.poll(event)) {
                tell();
            }
            tellOfLosses();
            flush();
        }
        warnOfExhaustion();
    }

    private void tell() {
        boolean session = event.kind.concernsSession();
        boolean ordered = event.kind == StateEvent.Kind.BIB_REMOVED || event.kind == StateEvent.Kind.SESSION_REMOVED;
        if (!ordered && (session ? logsSessions : logsBib)) {
            lines.append(text, event);
            linesWaiting++;
            if (text.length() >= LINES) {
                flush();
            }
        }
        if (session && !followers.isEmpty()) {
            Row.SessionEvent row = row(event);
            for (Follower follower : followers) {
                follower.offer(row);
            }
        }
    }

    private void tellOfLosses() {
        long lost = recorder.lost();
        if (lost != lostBefore) {
            for (Follower follower : followers) {
                follower.lost(lost - lostBefore);
            }
            lostBefore = lost;
        }
    }

    private void flush() {
        if (linesWaiting > 0) {
            if (!log.write(text)) {
                unwritten.addAndGet(linesWaiting);
            }
            text.setLength(0);
            linesWaiting = 0;
        }
    }

    private void warnOfExhaustion() {
        exhaustions += recorder.takeExhaustions();
        long now = System.nanoTime();
        if (exhaustions > 0 && now - warned >= WARNING_NANOS) {
            LOG.warn(
                    "instance '{}': running out of pool4 addresses for mark {} ({} packets dropped)",
                    instance,
                    Integer.toUnsignedLong(recorder.exhaustedMark()),
                    exhaustions);
            warned = now;
            exhaustions = 0;
        }
    }

    private static Row.SessionEvent row(StateEvent event) {
        boolean icmp = event.protocol == L4Protocol.ICMP;
        return new Row.SessionEvent(
                event.millis,
                event.kind == StateEvent.Kind.SESSION_ADDED,
                event.protocol,
                new TransportAddress6(event.remote6High, event.remote6Low, event.remote6Port),
                new TransportAddress6(event.local6High, event.local6Low, icmp ? event.remote6Port : event.local6Port),
                new TransportAddress4(event.local4, event.local4Port),
                new TransportAddress4(event.remote4, icmp ? event.local4Port : event.remote4Port));
    }
}
