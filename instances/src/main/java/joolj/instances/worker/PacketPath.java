// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.nio.ByteBuffer;
import joolj.nfqueue.DirectMemory;
import joolj.nfqueue.NfQueue;
import joolj.nfqueue.QueueSettings;
import joolj.nfqueue.QueuedPacket;
import joolj.nfqueue.RehearsedPacket;
import joolj.nfqueue.route.RouteSocket;
import joolj.reassembly.FragmentFate;
import joolj.reassembly.Reassembler;
import joolj.reassembly.ReassemblyLimits;
import joolj.reassembly.ReassemblyObserver;
import joolj.translation.Counters;
import joolj.translation.Reason;
import joolj.translation.Routes;
import joolj.translation.Translation;
import joolj.translation.Translator;

/**
 * A packet's way through the daemon: from the queue through the engine to a raw socket, and the verdict back. Confined
 * to the worker's thread, and opened by it, because everything in it belongs to the thread's network namespace.
 */
final class PacketPath implements AutoCloseable {
    /** Sessions that may be ended after one batch; keeps the expiry of many from delaying packets. */
    private static final int EXPIRY_BUDGET = 256;

    /** In a smaller batch, there is too little to read at the same time. */
    private static final int LEAST_TO_READ_AHEAD = 3;

    /** How long an idle worker sleeps before it looks for expired sessions, milliseconds. */
    private static final int IDLE_MILLIS = 500;

    /** Enough to empty a full queue. */
    private static final int BATCHES_HANDED_BACK = 1024;

    private static final int IPV4_PROTOCOL = 9;
    private static final int IPV6_NEXT_HEADER = 6;
    private static final int UDP = 17;

    private final NfQueue queue;
    private final RouteSocket routeSocket;
    private final RouteCache routes;
    private final Reinjector out;
    private final TunExit tun;
    private final Translation translation;
    private final Workload work;
    private final Counters counters;
    private final FaultLog faults;

    /** Made when the first fragment comes: many namespaces never see one, since connection tracking reassembles. */
    private Reassembler reassembler;

    private long reassemblerAddress;

    /** More may have timed out than was handled. */
    private boolean moreToExpire;

    private PacketPath(
            NfQueue queue,
            RouteSocket routeSocket,
            RouteCache routes,
            Reinjector out,
            TunExit tun,
            Workload work,
            Counters counters) {
        this.queue = queue;
        this.routeSocket = routeSocket;
        this.routes = routes;
        this.out = out;
        this.tun = tun;
        this.translation = new Translation(routes, counters, tun != null);
        this.work = work;
        this.counters = counters;
        this.faults = new FaultLog("queue " + queue.number());
    }

    /**
     * Opens the queue and the sockets in the calling thread's network namespace.
     *
     * @throws joolj.nfqueue.NativeException if one cannot be opened; the others are closed again
     */
    static PacketPath open(int number, QueueSettings settings, Workload work, Counters counters) {
        long now = WorkerClock.millis();
        OpenResources opened = new OpenResources();
        try {
            // The queue comes last: packets must not wait in it while the rest is opened.
            RouteSocket routeSocket = opened.add(RouteSocket.open());
            RouteCache routes = new RouteCache(routeSocket, work.pathMtus(), now);
            TunExit tun = work.tunDevice().map(TunExit::new).orElse(null);
            Reinjector out = opened.add(Reinjector.open(tun, counters, now));
            NfQueue queue = opened.add(NfQueue.open(number, settings));
            return new PacketPath(queue, routeSocket, routes, out, tun, work, counters);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Opens the path for {@link #rehearse} in the calling thread's network namespace, which has neither links nor rules.
     *
     * @param settings of a queue for as many packets as are rehearsed at once
     * @throws joolj.nfqueue.NativeException if something cannot be opened; the rest is closed again
     */
    static PacketPath openRehearsal(QueueSettings settings, Workload work, Counters counters) {
        long now = WorkerClock.millis();
        OpenResources opened = new OpenResources();
        try {
            RouteSocket routeSocket = opened.add(RouteSocket.open());
            RouteCache routes = RouteCache.rehearsing(routeSocket, work.pathMtus(), now);
            Reinjector out = opened.add(Reinjector.open(null, counters, now));
            NfQueue queue = opened.add(NfQueue.open(0, settings));
            return new PacketPath(queue, routeSocket, routes, out, null, work, counters);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** The queue: what the worker sleeps on. */
    NfQueue queue() {
        return queue;
    }

    /** Handles the packets that are there, or the first ones that come in a while, and then what has timed out. */
    void handleBatch() {
        handle(moreToExpire ? queue.receive() : queue.receive(IDLE_MILLIS), WorkerClock.millis());
    }

    /** Handles packets as if they had come by the queue, which nothing else may come by. */
    void rehearse(RehearsedPacket... packets) {
        // Reads the kernel's complaints about the verdicts of last time.
        int unused = queue.receive();
        handle(queue.rehearse(packets), WorkerClock.millis());
    }

    /** What the engine gets to know of the namespace. */
    Routes routes() {
        return routes;
    }

    private void handle(int packets, long now) {
        if (packets > 0) {
            routes.refresh(now);
            if (packets >= LEAST_TO_READ_AHEAD) {
                readAhead(packets);
            }
            for (int i = 0; i < packets; i++) {
                handle(queue.packet(i), now);
            }
            out.flush();
            endIfBroken();
        }
        // Also those that the kernel had no memory for last time.
        queue.flushVerdicts();
        if (reassembler != null) {
            reassembler.expire(now);
        }
        int expired = work.expire(now, EXPIRY_BUDGET, out);
        if (expired > 0) {
            out.flush();
        }
        moreToExpire = work.isExpiring(now);
    }

    /** Has the engine bring near what all packets of the batch will need. */
    private void readAhead(int packets) {
        Translator translator = work.translator();
        try {
            boolean gains = true;
            for (int i = 0; i < packets && gains; i++) {
                QueuedPacket packet = queue.packet(i);
                gains = translator.expect(translation, queue.buffer(), packet.payloadStart(), packet.payloadLength());
            }
            if (gains) {
                translator.readAhead(translation);
            }
        } catch (RuntimeException | Error e) {
            faults.packet(e);
        }
    }

    private void endIfBroken() {
        if (tun != null && tun.broken()) {
            work.tunDeviceLost(tun.device());
            throw new IllegalStateException("the device " + tun.device().name() + " was removed");
        }
    }

    /** Lets what is still queued go on untranslated; not without end, for a rule may go on filling the queue. */
    void handBackQueued() {
        int packets = queue.receive();
        for (int batch = 0; packets > 0 && batch < BATCHES_HANDED_BACK; batch++) {
            for (int i = 0; i < packets; i++) {
                queue.accept(queue.packet(i).id());
            }
            queue.flushVerdicts();
            packets = queue.receive();
        }
    }

    @Override
    public void close() {
        queue.close();
        out.close();
        routeSocket.close();
    }

    private void handle(QueuedPacket packet, long now) {
        int id = packet.id();
        boolean taken = true;
        try {
            int start = packet.payloadStart();
            int length = packet.payloadLength();
            if (packet.truncated()) {
                countRefused(packet, Reason.SKB_TRUNCATED);
                queue.drop(id);
                return;
            }
            if (packet.gso() && isUdp(queue.buffer(), start, length)) {
                segment(id);
                return;
            }
            if (Reassembler.isFragment(queue.buffer(), start, length)
                    && work.reassembles(queue.buffer(), start, routes)) {
                FragmentFate fate = reassembler().add(queue.buffer(), start, length, now);
                if (fate != FragmentFate.NOT_OURS) {
                    handleFragment(packet, fate, now);
                    return;
                }
            }
            int ingressMtu = routes.linkMtu(packet.inDevice());
            boolean checksumNotReady = packet.checksumNotReady();
            translation.begin(
                    queue.buffer(), start, length, packet.mark(), ingressMtu, checksumNotReady, packet.gso(), now);
            taken = translate(queue.buffer(), queue.bufferAddress(), start);
        } catch (RuntimeException | Error e) {
            faults.packet(e);
            counters.increment(Reason.UNKNOWN);
        }
        answer(id, taken);
    }

    /** Handles a fragment that the reassembler took; only the last one of a datagram leads to anything. */
    private void handleFragment(QueuedPacket packet, FragmentFate fate, long now) {
        int id = packet.id();
        switch (fate) {
            case MALFORMED, OVERLAPPING ->
                countRefused(packet, isIpv6(queue.buffer(), packet.payloadStart()) ? Reason.HDR6 : Reason.HDR4);
            case TOO_MANY -> countRefused(packet, Reason.ENOMEM);
            case COMPLETE, KEPT, DUPLICATE, NOT_OURS -> {}
        }
        if (fate != FragmentFate.COMPLETE) {
            queue.drop(id);
            return;
        }
        ByteBuffer whole = reassembler.packet();
        // Larger than the largest of its fragments, which tells the engine that it may be cut again.
        translation.begin(
                whole, 0, reassembler.length(), packet.mark(), reassembler.largestFragment(), false, false, now);
        boolean taken = translate(whole, reassemblerAddress, 0);
        // The reassembler's buffer is about to be used again.
        out.flush();
        if (taken || !queue.acceptInstead(id, whole, reassembler.length())) {
            queue.drop(id);
        }
    }

    /** Counts a datagram of which nothing but pieces has come. */
    private void countGivenUp(boolean ipv6, ReassemblyObserver.Cause cause) {
        counters.increment(ipv6 ? Reason.RECEIVED6 : Reason.RECEIVED4);
        counters.increment(
                switch (cause) {
                    case TIME -> Reason.FRAGMENTS_TIMEOUT;
                    case DATAGRAMS -> Reason.FRAGMENTS_DATAGRAMS;
                    case OCTETS -> Reason.FRAGMENTS_OCTETS;
                });
    }

    /** Counts what ends here as received, too, so that what is received and what becomes of it agree. */
    private void countRefused(QueuedPacket packet, Reason why) {
        counters.increment(isIpv6(queue.buffer(), packet.payloadStart()) ? Reason.RECEIVED6 : Reason.RECEIVED4);
        counters.increment(why);
    }

    /** Returns whether the packet is consumed. */
    private boolean translate(ByteBuffer buffer, long bufferAddress, int start) {
        switch (work.translator().translate(translation)) {
            case TRANSLATED -> out.sendTranslated(translation, bufferAddress);
            case ACCEPT -> {
                return false;
            }
            case DROP -> {
                if (translation.hasReply()) {
                    out.sendReply(translation, buffer, bufferAddress, start);
                }
            }
            case CONTINUE -> throw new IllegalStateException("an unfinished translation");
        }
        return true;
    }

    private void answer(int id, boolean taken) {
        if (taken) {
            queue.drop(id);
        } else {
            queue.accept(id);
        }
    }

    private Reassembler reassembler() {
        if (reassembler == null) {
            reassembler = new Reassembler(ReassemblyLimits.DEFAULT, this::countGivenUp);
            reassemblerAddress = DirectMemory.address(reassembler.packet());
        }
        return reassembler;
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
        return packet.get(start + (isIpv6(packet, start) ? IPV6_NEXT_HEADER : IPV4_PROTOCOL)) == UDP;
    }

    private static boolean isIpv6(ByteBuffer packet, int start) {
        return (packet.get(start) & 0xf0) == 0x60;
    }
}
