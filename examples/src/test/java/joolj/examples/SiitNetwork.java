// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.util.List;

/**
 * A stateless translator T with two IPv6 links and an IPv4 link. {@link #POOL6} covers A's first address and the link it
 * is on; {@link #EAMT} maps A's second address and B's.
 *
 * @param a IPv6 only: 2001:db8::198.51.100.8 and 2001:db8:a::8
 * @param b IPv6 only: 2001:db8:b::8
 * @param t 2001:db8::198.51.100.1 and 2001:db8:a::1 on eth0, 2001:db8:b::1 on eth1, 192.0.2.1 on eth2
 * @param v IPv4 only: 192.0.2.16
 */
record SiitNetwork(Namespace a, Namespace b, Namespace t, Namespace v) {
    /** The prefix that stands for IPv4. */
    static final String POOL6 = "2001:db8::/96";

    /** Explicit address mappings, as a client takes them. */
    static final List<String> EAMT = List.of("2001:db8:a::/120 198.51.102.0/24", "2001:db8:b::/120 198.51.101.0/24");

    /** V as A and B write it. */
    static final String V6 = "2001:db8::192.0.2.16";

    /** V. */
    static final String V = "192.0.2.16";

    /** Makes the nodes and connects them. */
    static SiitNetwork create(Laboratory laboratory) {
        SiitNetwork network = new SiitNetwork(
                laboratory.namespace("a"),
                laboratory.namespace("b"),
                laboratory.namespace("t"),
                laboratory.namespace("v"));
        network.connect();
        return network;
    }

    private void connect() {
        a.cable("eth0", t, "eth0");
        b.cable("eth0", t, "eth1");
        v.cable("eth0", t, "eth2");
        // T has an IPv4 route to everywhere, so that whatever is translated by mistake leaves.
        t.runLines("""
                sysctl -q -w net.ipv4.conf.all.forwarding=1 net.ipv6.conf.all.forwarding=1
                ip link set eth0 up
                ip link set eth1 up
                ip link set eth2 up
                ip address add 2001:db8::198.51.100.1/120 dev eth0
                ip address add 2001:db8:a::1/120 dev eth0
                ip address add 2001:db8:b::1/120 dev eth1
                ip address add 192.0.2.1/24 dev eth2
                ip route add default via 192.0.2.16""");
        a.runLines("""
                ip link set eth0 up
                ip address add 2001:db8:a::8/120 dev eth0
                ip address add 2001:db8::198.51.100.8/120 dev eth0
                ip route add default via 2001:db8::198.51.100.1 src 2001:db8::198.51.100.8
                ip route add 2001:db8::198.51.101.0/120 via 2001:db8:a::1 src 2001:db8:a::8""");
        b.runLines("""
                ip link set eth0 up
                ip address add 2001:db8:b::8/120 dev eth0
                ip route add default via 2001:db8:b::1""");
        v.runLines("""
                ip link set eth0 up
                ip address add 192.0.2.16/24 dev eth0
                ip route add default via 192.0.2.1""");
    }
}
