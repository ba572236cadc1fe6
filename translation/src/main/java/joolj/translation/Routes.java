// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

/**
 * What the engine must know about the routing of the namespace it translates in. One object per worker, confined to
 * it; answers come from a cache, so they cost neither a system call nor an allocation in the usual case.
 *
 * <p>IPv4 addresses are {@code int}s, IPv6 addresses two {@code long}s (high, low), both big-endian.
 */
public interface Routes {
    /** Returned by {@link #mtu4} and {@link #mtu6} when there is no route. */
    int NO_ROUTE = 0;

    /** An MTU that restricts nothing, octets. */
    int UNKNOWN_MTU = 65535;

    /** The MTU of the route to an IPv4 destination, octets (68 to 65535), or {@link #NO_ROUTE}. */
    int mtu4(int destination, int mark);

    /** The MTU of the route to an IPv6 destination, octets (1280 to 65535), or {@link #NO_ROUTE}. */
    int mtu6(long destinationHigh, long destinationLow, int mark);

    /**
     * The IPv4 source address that the kernel would choose towards a destination, or 0 if there is no route or no
     * address.
     */
    int source4(int destination, int mark);

    /** Whether an address is a universe-scope IPv4 address of one of the namespace's interfaces. */
    boolean isLocal4(int address);

    /**
     * Takes note of a path MTU that an ICMP error told the sender of. The sender obeys, but the packets that segmentation
     * offload joins do not show it, so whoever cuts them must remember.
     *
     * @param destination where the packet was going that was too big
     * @param mtu octets
     */
    default void learnPathMtu4(int destination, int mtu) {}

    /** The same for an IPv6 destination. */
    default void learnPathMtu6(long destinationHigh, long destinationLow, int mtu) {}

    /** The path MTU noted for an IPv4 destination a while ago, octets, or 65535 if there is none. */
    default int learnedPathMtu4(int destination) {
        return UNKNOWN_MTU;
    }

    /** The path MTU noted for an IPv6 destination a while ago, octets, or 65535 if there is none. */
    default int learnedPathMtu6(long destinationHigh, long destinationLow) {
        return UNKNOWN_MTU;
    }

    /**
     * Whether SIIT must leave an IPv4 address alone, because it is one of the namespace's own, of whatever scope, or the
     * directed broadcast address of one of its subnets; see {@link OwnAddresses4}. Without knowledge of prefix lengths
     * the universe-scope addresses are the best answer there is.
     */
    default boolean isOwn4(int address) {
        return isLocal4(address);
    }

    /** Whether an IPv6 address is one of the namespace's own. */
    default boolean isLocal6(long addressHigh, long addressLow, int mark) {
        return false;
    }

    /** A universe-scope IPv4 address of one of the namespace's interfaces, big-endian, or 0 if there is none. */
    default int anyLocal4() {
        return 0;
    }

    /**
     * Finds the IPv6 source address that the kernel would choose towards a destination.
     *
     * @param result where it is put
     * @return whether there is a route and an address; otherwise {@code result} is left as it was
     */
    default boolean source6(long destinationHigh, long destinationLow, int mark, Address6 result) {
        return false;
    }
}
