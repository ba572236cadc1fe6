// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.nio.ByteBuffer;
import joolj.nfqueue.NfQueue;
import joolj.nfqueue.Poller;
import joolj.nfqueue.QueueSettings;
import joolj.nfqueue.QueuedPacket;
import joolj.nfqueue.route.RouteSocket;
import joolj.translation.Counters;
import joolj.translation.Reason;
import joolj.translation.Translation;

/**
 * A packet's way through the daemon: from the queue through the engine to a raw socket, and the verdict back. Confined
 * to the worker's thread, and opened by it, because everything in it belongs to the thread's network namespace.
 */
final class PacketPath implements AutoCloseable {
    /** Sessions that may be ended after one batch; keeps the expiry of many from delaying packets. */
    private static final int EXPIRY_BUDGET = 256;

    private static final int IPV4_PROTOCOL = 9;
    private static final int IPV6_NEXT_HEADER = 6;
    private static final int UDP = 17;

    private final NfQueue queue;
    private final Poller poller;
    private final RouteSocket routeSocket;
    private final RouteCache routes;
    private final Reinjector out;
    private final Translation translation;
    private final Workload work;
    private final Counters counters;
    private final FaultLog faults;

    private PacketPath(
            NfQueue queue,
            Poller poller,
            RouteSocket routeSocket,
            Reinjector out,
            Workload work,
            Counters counters,
            long now) {
        this.queue = queue;
        this.poller = poller;
        this.routeSocket = routeSocket;
        this.routes = new RouteCache(routeSocket, now);
        this.out = out;
        this.translation = new Translation(routes, counters);
        this.work = work;
        this.counters = counters;
        this.faults = new FaultLog("queue " + queue.number());
    }

    /**
     * Opens the queue and the sockets in the calling thread's network namespace.
     *
     * @throws joolj.nfqueue.NativeException if one cannot be opened; the others are closed again
     */
    static PacketPath open(int number, QueueSettings settings, Workload work, Counters counters, long now) {
        OpenResources opened = new OpenResources();
        try {
            // The queue comes last: packets must not wait in it while the rest is opened.
            RouteSocket routeSocket = opened.add(RouteSocket.open());
            Reinjector out = opened.add(Reinjector.open(counters));
            NfQueue queue = opened.add(NfQueue.open(number, settings));
            Poller poller = opened.add(Poller.open(queue));
            out.source(queue.buffer(), queue.bufferAddress());
            return new PacketPath(queue, poller, routeSocket, out, work, counters, now);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** What the worker sleeps on. */
    Poller poller() {
        return poller;
    }

    /**
     * Handles the packets that are there, and then what has timed out.
     *
     * @param now milliseconds of {@link WorkerClock}
     * @return how much there was to do; 0 if nothing
     */
    int handleBatch(long now) {
        int packets = queue.receive();
        if (packets > 0) {
            routes.refresh(now);
            for (int i = 0; i < packets; i++) {
                handle(queue.packet(i), now);
            }
            out.flush();
            queue.flushVerdicts();
        }
        int expired = work.expire(now, EXPIRY_BUDGET, out);
        if (expired > 0) {
            out.flush();
        }
        return packets + expired;
    }

    /** Lets everything that is still queued go on untranslated. */
    void handBackQueued() {
        for (int packets = queue.receive(); packets > 0; packets = queue.receive()) {
            for (int i = 0; i < packets; i++) {
                queue.accept(queue.packet(i).id());
            }
            queue.flushVerdicts();
        }
    }

    @Override
    public void close() {
        queue.close();
        poller.close();
        out.close();
        routeSocket.close();
    }

    private void handle(QueuedPacket packet, long now) {
        int id = packet.id();
        boolean taken = true;
        try {
            if (packet.gso() && isUdp(queue.buffer(), packet.payloadStart(), packet.payloadLength())) {
                segment(id);
                return;
            }
            taken = translate(packet, now);
        } catch (RuntimeException | Error e) {
            faults.packet(e);
            counters.increment(Reason.UNKNOWN);
        }
        if (taken) {
            queue.drop(id);
        } else {
            queue.accept(id);
        }
    }

    /** Returns whether the packet is consumed. */
    private boolean translate(QueuedPacket packet, long now) {
        translation.begin(
                queue.buffer(),
                packet.payloadStart(),
                packet.payloadLength(),
                packet.mark(),
                routes.linkMtu(packet.inDevice()),
                packet.checksumNotReady(),
                packet.gso(),
                now);
        switch (work.translator().translate(translation)) {
            case TRANSLATED -> out.sendTranslated(translation);
            case ACCEPT -> {
                return false;
            }
            case DROP -> {
                if (translation.hasReply()) {
                    out.sendReply(translation, packet.payloadStart());
                }
            }
            case CONTINUE -> throw new IllegalStateException("an unfinished translation");
        }
        return true;
    }

    private void segment(int id) {
        int segmenting = work.segmentingQueue();
        if (segmenting == Workload.NO_QUEUE) {
            counters.increment(Reason.ENOMEM);
            queue.drop(id);
        } else {
            queue.requeue(id, segmenting);
        }
    }

    private static boolean isUdp(ByteBuffer packet, int start, int length) {
        if (length <= IPV4_PROTOCOL) {
            return false;
        }
        int version = packet.get(start) >> 4 & 0xf;
        return packet.get(start + (version == 4 ? IPV4_PROTOCOL : IPV6_NEXT_HEADER)) == UDP;
    }
}
