// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import joolj.nfqueue.DirectMemory;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.NfQueue;
import joolj.nfqueue.QueueSettings;
import joolj.nfqueue.namespace.NetNamespace;
import joolj.nfqueue.route.RouteSocket;
import joolj.translation.Counters;
import joolj.translation.Outcome;
import joolj.translation.Routes;
import joolj.translation.Translation;
import joolj.translation.Translator;
import joolj.wire.TcpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the first packets of a daemon as fast as the others: goes their way with packets of its own, so that the virtual
 * machine loads, links and compiles what is on it. Everything is real but the wire: queue and sockets are those of a
 * network namespace that ends with the thread, and has neither links nor routes, so that nothing can leave.
 */
public final class WarmUp implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** It is over after so many rounds of four packets, which is when compiled code runs, or after this time. */
    private static final int ROUNDS = 12_000;

    private static final long MILLIS_MAX = 2000;
    private static final int BATCH = 4;
    private static final int MTU = 1500;

    /** TCP's flag of everything behind the first segment. */
    private static final int ACK = 0x10;

    /** The IPv4 address of a node that has none: RFC 5737. */
    private static final int OWN_ADDRESS = 0xc000_0201;

    private final Translator translator;
    private final long sourceHigh;
    private final long sourceLow;
    private final Counters counters = new Counters();
    private final Routes noLinks = new AnyRoute();
    private final ByteBuffer headers =
            ByteBuffer.allocateDirect(Translation.HEADERS_MAX).order(ByteOrder.BIG_ENDIAN);
    private ByteBuffer[] packets = {};
    private long[] addresses = {};

    private static final class AnyRoute implements Routes {
        @Override
        public int mtu4(int destination, int mark) {
            return MTU;
        }

        @Override
        public int mtu6(long destinationHigh, long destinationLow, int mark) {
            return MTU;
        }

        @Override
        public int source4(int destination, int mark) {
            return OWN_ADDRESS;
        }

        @Override
        public boolean isLocal4(int address) {
            return address == OWN_ADDRESS;
        }

        @Override
        public int anyLocal4() {
            return OWN_ADDRESS;
        }
    }

    /**
     * @param translator a translation function of its own, with the prefix 64:ff9b::/96
     * @param sourceHigh upper half of the address of an IPv6 node that it translates
     * @param sourceLow its lower half
     */
    public WarmUp(Translator translator, long sourceHigh, long sourceLow) {
        this.translator = Objects.requireNonNull(translator, "translator");
        this.sourceHigh = sourceHigh;
        this.sourceLow = sourceLow;
    }

    /** Does it; to be run by a thread of its own, which is of no use for anything else afterwards. */
    @Override
    public void run() {
        OpenResources opened = new OpenResources();
        try {
            NetNamespace.enterNew();
            long now = WorkerClock.millis();
            RouteSocket routeSocket = opened.add(RouteSocket.open());
            Reinjector out = opened.add(Reinjector.open(null, counters, now));
            NfQueue queue = opened.add(NfQueue.open(0, QueueSettings.defaults().withBatchSize(BATCH)));
            exercise(queue, new RouteCache(routeSocket, new PathMtus(), now), out);
        } catch (NativeException e) {
            LOG.debug("no warm-up: {}", e.getMessage());
        } finally {
            opened.close();
        }
    }

    private void exercise(NfQueue queue, RouteCache routes, Reinjector out) {
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(MILLIS_MAX);
        Translation translation = new Translation(noLinks, counters);
        converse(translation);
        int round = 0;
        for (; round < ROUNDS && System.nanoTime() < end; round++) {
            long now = WorkerClock.millis();
            queue.receive();
            routes.refresh(now);
            routes.mtu4(round, 0);
            routes.mtu6(sourceHigh, round, 0);
            for (int i = 0; i < packets.length; i++) {
                if (translate(translation, packets[i], now) == Outcome.TRANSLATED) {
                    out.sendTranslated(translation, addresses[i]);
                }
                queue.drop(round);
            }
            out.flush();
            queue.flushVerdicts();
        }
        LOG.debug("warm-up: {} rounds in {} ms", round, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /** Opens sessions, and makes the packets that keep using them. */
    private void converse(Translation translation) {
        ByteBuffer udp6 = SyntheticPackets.from6(sourceHigh, sourceLow, -1, SyntheticPackets.UDP_PAYLOAD);
        ByteBuffer udp4 = answer(translation, udp6, -1, SyntheticPackets.UDP_PAYLOAD);
        ByteBuffer syn6 = SyntheticPackets.from6(sourceHigh, sourceLow, TcpHeader.SYN, 0);
        ByteBuffer syn4 = answer(translation, syn6, TcpHeader.SYN | ACK, 0);
        translate(translation, syn4, WorkerClock.millis());
        ByteBuffer tcp6 = SyntheticPackets.from6(sourceHigh, sourceLow, ACK, SyntheticPackets.TCP_PAYLOAD);
        ByteBuffer tcp4 = answer(translation, tcp6, ACK, SyntheticPackets.TCP_PAYLOAD);
        packets = new ByteBuffer[] {udp6, udp4, tcp6, tcp4};
        addresses = new long[packets.length];
        for (int i = 0; i < packets.length; i++) {
            addresses[i] = DirectMemory.address(packets[i]);
        }
    }

    private ByteBuffer answer(Translation translation, ByteBuffer packet, int flags, int payload) {
        translate(translation, packet, WorkerClock.millis());
        translation.writePiece(0, headers, 0);
        return SyntheticPackets.answer4(headers, flags, payload);
    }

    private Outcome translate(Translation translation, ByteBuffer packet, long now) {
        boolean aggregate = packet.capacity() > MTU;
        translation.begin(packet, 0, packet.capacity(), 0, MTU, aggregate, aggregate, now);
        return translator.translate(translation);
    }
}
