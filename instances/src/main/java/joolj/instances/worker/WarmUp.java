// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.QueueSettings;
import joolj.nfqueue.RehearsedPacket;
import joolj.nfqueue.namespace.NetNamespace;
import joolj.translation.Counters;
import joolj.translation.Outcome;
import joolj.translation.Routes;
import joolj.translation.Translation;
import joolj.wire.Ipv6Header;
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

    /** Packets of a round. */
    private static final int PACKETS = 6;

    /** Each round of so many is one of what is rare but not unheard of: code that never ran is not compiled either. */
    private static final int UNUSUAL = 16;

    private static final int IPV4_TTL = 8;
    private static final int IPV6_HOP_LIMIT = 7;
    private static final int IPV6_DESTINATION = 24;

    /** It is over after so many rounds, which is when compiled code runs, or after this time. */
    private static final int ROUNDS = 10_000;

    private static final long MILLIS_MAX = 2000;

    /** The loopback's, which every namespace has, and the first of those that there are not. */
    private static final int DEVICE = 1;

    private static final int NO_DEVICE = 1000;

    /** What is longer passes for an aggregate. */
    private static final int MTU = 1500;

    /** TCP's flag of everything behind the first segment. */
    private static final int ACK = 0x10;

    private final Workload work;
    private final long sourceHigh;
    private final long sourceLow;
    private final Counters counters = new Counters();
    private final ByteBuffer headers =
            ByteBuffer.allocateDirect(Translation.HEADERS_MAX).order(ByteOrder.BIG_ENDIAN);

    /**
     * @param work of a NAT64 instance without a TUN device, with the prefix 64:ff9b::/96; its pool4, if any, has
     *     {@link RouteCache#REHEARSAL_ADDRESS}
     * @param sourceHigh upper half of the address of an IPv6 node that it translates
     * @param sourceLow its lower half
     */
    public WarmUp(Workload work, long sourceHigh, long sourceLow) {
        this.work = Objects.requireNonNull(work, "work");
        this.sourceHigh = sourceHigh;
        this.sourceLow = sourceLow;
    }

    /** Does it; to be run by a thread of its own, which is of no use for anything else afterwards. */
    @Override
    public void run() {
        try {
            NetNamespace.enterNew();
            QueueSettings settings = QueueSettings.defaults().withBatchSize(PACKETS);
            try (PacketPath path = PacketPath.openRehearsal(settings, work, counters)) {
                exercise(path);
            }
        } catch (NativeException e) {
            // What the first instance will complain of, if there is one.
            LOG.debug("no warm-up: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("no warm-up: {}", e.toString());
        }
    }

    private void exercise(PacketPath path) {
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(MILLIS_MAX);
        RehearsedPacket[] packets = conversation(path.routes());
        ByteBuffer opening = SyntheticPackets.udp6(sourceHigh, sourceLow);
        RehearsedPacket[] unusual = unusual(opening, packets);
        int round = 0;
        for (; round < ROUNDS && System.nanoTime() < end; round++) {
            if (round % UNUSUAL == 0) {
                // Of another session, by another link.
                opening.putShort(Ipv6Header.LENGTH, (short) round);
                unusual[0] = new RehearsedPacket(opening, NO_DEVICE + round, false);
                path.rehearse(unusual);
            } else {
                path.rehearse(packets);
            }
        }
        LOG.debug("warm-up: {} rounds in {} ms", round, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /** Opens sessions, and makes the packets that keep using them. */
    private RehearsedPacket[] conversation(Routes routes) {
        Translation translation = new Translation(routes, counters);
        ByteBuffer udp6 = SyntheticPackets.udp6(sourceHigh, sourceLow);
        ByteBuffer udp4 = SyntheticPackets.udp4(translated(translation, udp6));
        ByteBuffer echo6 = SyntheticPackets.echo6(sourceHigh, sourceLow);
        ByteBuffer echo4 = SyntheticPackets.echo4(translated(translation, echo6));
        ByteBuffer syn6 = SyntheticPackets.tcp6(sourceHigh, sourceLow, TcpHeader.SYN, 0);
        ByteBuffer syn4 = SyntheticPackets.tcp4(translated(translation, syn6), TcpHeader.SYN | ACK, 0);
        translate(translation, syn4);
        ByteBuffer tcp6 = SyntheticPackets.tcp6(sourceHigh, sourceLow, ACK, SyntheticPackets.TCP_PAYLOAD);
        ByteBuffer tcp4 = SyntheticPackets.tcp4(translated(translation, tcp6), ACK, SyntheticPackets.TCP_PAYLOAD);
        ByteBuffer[] packets = {udp6, udp4, echo6, echo4, tcp6, tcp4};
        RehearsedPacket[] rehearsed = new RehearsedPacket[PACKETS];
        for (int i = 0; i < PACKETS; i++) {
            rehearsed[i] = new RehearsedPacket(packets[i], DEVICE, packets[i].capacity() > MTU);
        }
        return rehearsed;
    }

    /**
     * Makes packets that are not translated, or make the tables grow.
     *
     * @param opening opens a session
     * @param usual what comes otherwise, from IPv6 and from IPv4
     */
    private RehearsedPacket[] unusual(ByteBuffer opening, RehearsedPacket[] usual) {
        ByteBuffer notOurs6 = SyntheticPackets.udp6(sourceHigh, sourceLow);
        notOurs6.putLong(IPV6_DESTINATION, sourceHigh);
        ByteBuffer tooFar6 = SyntheticPackets.udp6(sourceHigh, sourceLow);
        tooFar6.put(IPV6_HOP_LIMIT, (byte) 1);
        ByteBuffer tooFar4 = SyntheticPackets.udp4(usual[1].packet());
        tooFar4.put(IPV4_TTL, (byte) 1);
        return new RehearsedPacket[] {
            new RehearsedPacket(opening, NO_DEVICE, false),
            new RehearsedPacket(notOurs6, DEVICE, false),
            new RehearsedPacket(tooFar6, DEVICE, false),
            new RehearsedPacket(tooFar4, DEVICE, false),
            usual[0],
            usual[1],
        };
    }

    /** What becomes of a packet: the headers. */
    private ByteBuffer translated(Translation translation, ByteBuffer packet) {
        Outcome outcome = translate(translation, packet);
        if (outcome != Outcome.TRANSLATED) {
            throw new IllegalStateException("a packet of the warm-up: " + outcome + ", " + translation.reason());
        }
        translation.writePiece(0, headers, 0);
        return headers;
    }

    private Outcome translate(Translation translation, ByteBuffer packet) {
        boolean aggregate = packet.capacity() > MTU;
        translation.begin(packet, 0, packet.capacity(), 0, MTU, aggregate, aggregate, WorkerClock.millis());
        return work.translator().translate(translation);
    }
}
