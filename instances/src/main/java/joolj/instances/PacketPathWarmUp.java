// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.util.Optional;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.config.Globals;
import joolj.config.Product;
import joolj.instances.worker.RouteCache;
import joolj.instances.worker.WarmUp;
import joolj.rfc6146.Pool4;

/** Warms up the packet path once per daemon, in the background, while the first command is still to come. */
public final class PacketPathWarmUp {
    private static final Optional<Ipv6Prefix> POOL6 = Optional.of(Ipv6Prefix.parse("64:ff9b::/96"));

    /** 2001:db8::8, an IPv6 node. */
    private static final long NODE_HIGH = 0x2001_0db8_0000_0000L;

    private static final long NODE_LOW = 8;
    private static final int FIRST_PORT = 1024;
    private static final int LAST_PORT = 65535;

    private PacketPathWarmUp() {}

    /** Starts it and returns at once; what fails is of no consequence. */
    public static void start() {
        Thread thread = new Thread(create(), "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static WarmUp create() {
        Nat64Engine engine = new Nat64Engine(Globals.ofNewInstance(Product.NAT64, POOL6));
        Pool4 pool4 = Pool4.EMPTY;
        for (L4Protocol protocol : L4Protocol.values()) {
            pool4 = pool4.add(
                    0, protocol, RouteCache.REHEARSAL_ADDRESS, Integer.SIZE, FIRST_PORT, LAST_PORT, Pool4.UNCHANGED);
        }
        engine.state().pool4(pool4);
        return new WarmUp(Workers.ofRehearsal(engine), NODE_HIGH, NODE_LOW);
    }
}
