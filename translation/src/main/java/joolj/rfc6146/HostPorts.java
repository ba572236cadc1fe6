// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.BitSet;
import joolj.address.L4Protocol;

/**
 * The ports of the implicit pool4 that the translator's own node uses for itself. They are given to nobody, and what comes
 * to them from IPv4 is the node's. Immutable.
 */
public final class HostPorts {
    /** None. */
    public static final HostPorts NONE = new HostPorts(new BitSet(), new BitSet());

    private final BitSet tcp;
    private final BitSet udp;

    private HostPorts(BitSet tcp, BitSet udp) {
        this.tcp = tcp;
        this.udp = udp;
    }

    /**
     * The ports of those given that lie in the implicit pool.
     *
     * @param tcp TCP ports, 0 to 65535
     * @param udp UDP ports, 0 to 65535
     */
    public static HostPorts of(BitSet tcp, BitSet udp) {
        return new HostPorts(implicit(tcp), implicit(udp));
    }

    private static BitSet implicit(BitSet ports) {
        BitSet some = (BitSet) ports.clone();
        some.clear(0, Pool4.IMPLICIT_FIRST_PORT);
        return some;
    }

    /** Whether the node uses a port. Allocates nothing. */
    boolean contains(L4Protocol protocol, int port) {
        return switch (protocol) {
            case TCP -> tcp.get(port);
            case UDP -> udp.get(port);
            case ICMP -> false;
        };
    }

    int count(L4Protocol protocol) {
        return switch (protocol) {
            case TCP -> tcp.cardinality();
            case UDP -> udp.cardinality();
            case ICMP -> 0;
        };
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return tcp.isEmpty() && udp.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostPorts ports && ports.tcp.equals(tcp) && ports.udp.equals(udp);
    }

    @Override
    public int hashCode() {
        return 31 * tcp.hashCode() + udp.hashCode();
    }

    /** For people: {@code TCP {61001, 61500}, UDP {}}. */
    @Override
    public String toString() {
        return "TCP " + tcp + ", UDP " + udp;
    }
}
