// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.util.Optional;
import joolj.address.Ipv6Prefix;
import joolj.config.Globals;
import joolj.config.Product;
import joolj.instances.worker.WarmUp;

/** Warms up the packet path once per daemon, in the background, while the first command is still to come. */
public final class PacketPathWarmUp {
    private static final Optional<Ipv6Prefix> POOL6 = Optional.of(Ipv6Prefix.parse("64:ff9b::/96"));

    /** 2001:db8::8, an IPv6 node. */
    private static final long NODE_HIGH = 0x2001_0db8_0000_0000L;

    private static final long NODE_LOW = 8;

    private PacketPathWarmUp() {}

    /** Starts it and returns at once; what fails is of no consequence. */
    public static void start() {
        Nat64Engine engine = new Nat64Engine(Globals.ofNewInstance(Product.NAT64, POOL6));
        Thread thread = new Thread(new WarmUp(engine.translator(), NODE_HIGH, NODE_LOW), "warm-up");
        thread.setDaemon(true);
        thread.start();
    }
}
