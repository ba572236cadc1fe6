// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.nio.ByteBuffer;
import java.util.Optional;
import joolj.nfqueue.tun.TunDevice;
import joolj.rfc6146.ExpiryObserver;
import joolj.translation.Routes;
import joolj.translation.Translator;

/** What all workers of one instance share; safe for several threads. */
public interface Workload {
    /** {@link #segmentingQueue} if there is none. */
    int NO_QUEUE = -1;

    /** The instance's translation function. */
    Translator translator();

    /**
     * The TUN device that translated packets are to come in by, made anew if the one before was lost.
     *
     * @return nothing if they are to leave through raw sockets
     * @throws joolj.nfqueue.NativeException if it cannot be made
     */
    Optional<TunDevice> tunDevice();

    /** Takes note that a device is gone: somebody removed it. */
    void tunDeviceLost(TunDevice device);

    /** The path MTUs that the instance's workers have learned. */
    PathMtus pathMtus();

    /**
     * Whether a fragment is to be put together with its siblings before it is translated.
     *
     * @param packet holds the fragment; big-endian, read by absolute index
     * @param start index of its IP header, which is complete
     * @param routes the routing of the worker's namespace
     */
    boolean reassembles(ByteBuffer packet, int start, Routes routes);

    /**
     * Ends what has timed out, a bounded part of it.
     *
     * @param now milliseconds of the workers' clock
     * @param budget how many entries may be ended at most
     * @param observer sends what ending sessions demand
     * @return how many entries were ended
     */
    int expire(long now, int budget, ExpiryObserver observer);

    /**
     * Whether {@link #expire} has left something to its next call, which should come soon then.
     *
     * @param now as there
     */
    boolean isExpiring(long now);

    /**
     * The queue that hands over aggregates of UDP datagrams one by one: the kernel does not tell where the datagrams of
     * an aggregate begin, so only the kernel can take one apart. The first call opens it, which takes milliseconds.
     *
     * @return its number, or {@link #NO_QUEUE} if it cannot be opened
     */
    int segmentingQueue();
}
