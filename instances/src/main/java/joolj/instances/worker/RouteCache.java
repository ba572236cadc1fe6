// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.util.Arrays;
import java.util.function.Function;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.route.LocalAddresses;
import joolj.nfqueue.route.RouteSocket;
import joolj.translation.Address6;
import joolj.translation.OwnAddresses4;
import joolj.translation.Routes;

/**
 * Answers the engine's questions about routing from what the kernel answered a short while ago. An entry is believed
 * for {@link #LIFETIME_MILLIS}, and all are forgotten within {@link #CHECK_MILLIS} of the kernel's report of a change of a
 * link, an address or a route.
 *
 * <p>Confined to its worker.
 */
public final class RouteCache implements Routes {
    /** How long an answer is believed, milliseconds: bounds how long a path MTU that the kernel learned goes unseen. */
    static final long LIFETIME_MILLIS = 2_000;

    /** How often the kernel is asked for changes, milliseconds: not for each batch, since it costs a system call. */
    static final long CHECK_MILLIS = 4;

    /** Entries of each family; a power of two. */
    private static final int SIZE = 4096;

    private static final int LINKS = 256;
    private static final int MTU_MAX = 65535;

    /** What {@link #rehearsing} takes for the node's address: 192.0.2.1, one of RFC 5737. */
    public static final int REHEARSAL_ADDRESS = 0xc000_0201;

    /** What it takes for the MTU of every link. */
    private static final int REHEARSAL_MTU = 1500;

    private final RouteSocket socket;
    private final PathMtus pathMtus;
    private final boolean rehearsal;
    private long now;

    private final int[] destination4 = new int[SIZE];
    private final int[] mark4 = new int[SIZE];
    private final int[] mtu4 = new int[SIZE];
    private final int[] source4 = new int[SIZE];
    private final long[] expires4 = new long[SIZE];

    private final long[] high6 = new long[SIZE];
    private final long[] low6 = new long[SIZE];
    private final int[] mark6 = new int[SIZE];
    private final int[] mtu6 = new int[SIZE];
    private final long[] sourceHigh6 = new long[SIZE];
    private final long[] sourceLow6 = new long[SIZE];
    private final boolean[] local6 = new boolean[SIZE];
    private final long[] expires6 = new long[SIZE];

    private final int[] linkIndex = new int[LINKS];
    private final int[] linkMtu = new int[LINKS];

    private int[] locals = {};
    private OwnAddresses4 own = OwnAddresses4.NONE;
    private boolean localsOutdated;
    private long nextCheck = Long.MIN_VALUE;

    /**
     * @param socket stays the caller's to close
     * @param pathMtus shared by the instance's workers
     * @param now milliseconds of {@link WorkerClock}
     */
    RouteCache(RouteSocket socket, PathMtus pathMtus, long now) {
        this(socket, pathMtus, now, false);
    }

    private RouteCache(RouteSocket socket, PathMtus pathMtus, long now, boolean rehearsal) {
        this.socket = socket;
        this.pathMtus = pathMtus;
        this.now = now;
        this.rehearsal = rehearsal;
        forget();
    }

    /**
     * Routes for a network namespace without links: all asks the kernel as it does elsewhere, but what has no route
     * seems to be behind a link, and the node to have an address. Parameters as for the constructor.
     */
    static RouteCache rehearsing(RouteSocket socket, PathMtus pathMtus, long now) {
        return new RouteCache(socket, pathMtus, now, true);
    }

    /**
     * Runs code with the routing of the calling thread's network namespace at hand.
     *
     * @throws joolj.nfqueue.NativeException if the kernel refuses to tell the routes
     */
    public static <T> T with(Function<Routes, T> code) {
        try (RouteSocket socket = RouteSocket.open()) {
            return code.apply(new RouteCache(socket, new PathMtus(), WorkerClock.millis()));
        }
    }

    /**
     * Takes note of the time and of what changed in the kernel; called once a batch.
     *
     * @param now milliseconds of the worker's clock
     */
    void refresh(long now) {
        this.now = now;
        if (now < nextCheck) {
            return;
        }
        nextCheck = now + CHECK_MILLIS;
        if (socket.changed() || localsOutdated) {
            forget();
        }
    }

    /** The MTU of a link, octets, or 65535 if it is not known. */
    int linkMtu(int index) {
        if (index <= 0) {
            return MTU_MAX;
        }
        int slot = index & (LINKS - 1);
        if (linkIndex[slot] != index) {
            int mtu = socket.linkMtu(index);
            linkMtu[slot] = mtu <= 0 ? MTU_MAX : Math.min(mtu, MTU_MAX);
            linkIndex[slot] = index;
        }
        return linkMtu[slot];
    }

    @Override
    public int mtu4(int destination, int mark) {
        return mtu4[entry4(destination, mark)];
    }

    @Override
    public int source4(int destination, int mark) {
        return source4[entry4(destination, mark)];
    }

    @Override
    public int mtu6(long high, long low, int mark) {
        return mtu6[entry6(high, low, mark)];
    }

    @Override
    public boolean source6(long high, long low, int mark, Address6 result) {
        int slot = entry6(high, low, mark);
        if ((sourceHigh6[slot] | sourceLow6[slot]) == 0) {
            return false;
        }
        result.set(sourceHigh6[slot], sourceLow6[slot]);
        return true;
    }

    @Override
    public boolean isLocal6(long high, long low, int mark) {
        return local6[entry6(high, low, mark)];
    }

    @Override
    public boolean isLocal4(int address) {
        return Arrays.binarySearch(locals, address) >= 0;
    }

    @Override
    public boolean isOwn4(int address) {
        return own.contains(address);
    }

    @Override
    public int anyLocal4() {
        return locals.length == 0 ? 0 : locals[0];
    }

    @Override
    public void learnPathMtu4(int destination, int mtu) {
        pathMtus.learn4(destination, mtu, now);
    }

    @Override
    public void learnPathMtu6(long high, long low, int mtu) {
        pathMtus.learn6(high, low, mtu, now);
    }

    @Override
    public int learnedPathMtu4(int destination) {
        return pathMtus.learned4(destination, now);
    }

    @Override
    public int learnedPathMtu6(long high, long low) {
        return pathMtus.learned6(high, low, now);
    }

    private int entry4(int destination, int mark) {
        int slot = ((destination * 0x9E3779B9) ^ (mark * 0x85EBCA6B)) >>> 20 & (SIZE - 1);
        if (expires4[slot] <= now || destination4[slot] != destination || mark4[slot] != mark) {
            boolean found = !isThisHost(destination) && socket.lookup4(destination, mark);
            mtu4[slot] = found ? Math.min(socket.mtu(), MTU_MAX) : mtuWithoutRoute();
            source4[slot] = found ? socket.source4() : addressWithoutRoute();
            destination4[slot] = destination;
            mark4[slot] = mark;
            expires4[slot] = now + LIFETIME_MILLIS;
        }
        return slot;
    }

    private int entry6(long high, long low, int mark) {
        long mixed = (high * 0x9E3779B97F4A7C15L) ^ (low * 0xC2B2AE3D27D4EB4FL) ^ mark;
        int slot = (int) (mixed >>> 40) & (SIZE - 1);
        if (expires6[slot] <= now || high6[slot] != high || low6[slot] != low || mark6[slot] != mark) {
            boolean found = socket.lookup6(high, low, mark);
            mtu6[slot] = found ? Math.min(socket.mtu(), MTU_MAX) : mtuWithoutRoute();
            local6[slot] = found && socket.local();
            sourceHigh6[slot] = found ? socket.sourceHigh() : 0;
            sourceLow6[slot] = found ? socket.sourceLow() : 0;
            high6[slot] = high;
            low6[slot] = low;
            mark6[slot] = mark;
            expires6[slot] = now + LIFETIME_MILLIS;
        }
        return slot;
    }

    private int mtuWithoutRoute() {
        return rehearsal ? REHEARSAL_MTU : NO_ROUTE;
    }

    private int addressWithoutRoute() {
        return rehearsal ? REHEARSAL_ADDRESS : 0;
    }

    /**
     * Whether an address means "this host": 127.0.0.0/8 and 0.0.0.0, RFC 1122 § 3.2.1.3. The kernel delivers what is
     * sent there to itself, but what listens there trusts that nobody outside can send to it.
     */
    private static boolean isThisHost(int address) {
        return address >>> 24 == 127 || address == 0;
    }

    private void forget() {
        Arrays.fill(expires4, Long.MIN_VALUE);
        Arrays.fill(expires6, Long.MIN_VALUE);
        Arrays.fill(linkIndex, 0);
        try {
            LocalAddresses all = socket.localAddresses();
            locals = universeAddresses(all);
            own = ownAddresses(all);
            if (rehearsal) {
                locals = new int[] {REHEARSAL_ADDRESS};
                own = OwnAddresses4.of(locals, new int[] {Integer.SIZE});
            }
            localsOutdated = false;
        } catch (NativeException e) {
            // The addresses known so far are the best there are until the next batch asks again.
            localsOutdated = true;
        }
    }

    private static OwnAddresses4 ownAddresses(LocalAddresses all) {
        int[] addresses = new int[all.size()];
        int[] prefixLengths = new int[all.size()];
        for (int i = 0; i < all.size(); i++) {
            addresses[i] = all.address(i);
            prefixLengths[i] = all.prefixLength(i);
        }
        return OwnAddresses4.of(addresses, prefixLengths);
    }

    private static int[] universeAddresses(LocalAddresses all) {
        int[] found = new int[all.size()];
        int count = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.isUniverse(i)) {
                found[count++] = all.address(i);
            }
        }
        int[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
