// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Two IPv6-only nodes on links of their own, the translator T and an IPv4-only node with several addresses. What T gives
 * away, 198.51.100.0/24, is routed to it and none of its own addresses; its own default route is by V, since a packet to
 * another IPv6 node's IPv4 address must have a route before it is turned back.
 *
 * <pre>
 *     C1 --- 2001:db8:1::/64 ---+
 *        ::8                 ::1|
 *                               T --- 203.0.113.0/24 --- V
 *        ::8                 ::1| .1              .16 ... .19
 *     C2 --- 2001:db8:2::/64 ---+
 * </pre>
 *
 * @param c1 an IPv6-only node
 * @param c2 another one
 * @param t the translator
 * @param v the IPv4-only node
 */
record NatNetwork(Namespace c1, Namespace c2, Namespace t, Namespace v) {
    static final String C1 = "2001:db8:1::8";
    static final String C2 = "2001:db8:2::8";
    static final String V = "203.0.113.16";

    /** Another address of V. */
    static final String V_TOO = "203.0.113.17";

    /** Addresses that are routed to T. */
    static final String POOL = "198.51.100.1";

    static final String POOL_TOO = "198.51.100.2";

    static final String POOL6 = "64:ff9b::/96";

    /** Makes the nodes and connects them. */
    static NatNetwork create(Laboratory laboratory) {
        NatNetwork network = new NatNetwork(
                laboratory.namespace("c1"),
                laboratory.namespace("c2"),
                laboratory.namespace("t"),
                laboratory.namespace("v"));
        network.client(network.c1, "in1", 1);
        network.client(network.c2, "in2", 2);
        network.v.cable("eth0", network.t, "out");
        network.v.runLines("""
                ip link set eth0 up
                ip address add 203.0.113.16/24 dev eth0
                ip address add 203.0.113.17/24 dev eth0
                ip address add 203.0.113.18/24 dev eth0
                ip address add 203.0.113.19/24 dev eth0
                ip route add 198.51.100.0/24 via 203.0.113.1
                sysctl -q -w net.core.somaxconn=8192
                sysctl -q -w net.ipv4.tcp_max_syn_backlog=8192""");
        network.t.runLines("""
                ip link set out up
                ip address add 203.0.113.1/24 dev out
                ip route add default via 203.0.113.16
                sysctl -q -w net.ipv4.conf.all.forwarding=1
                sysctl -q -w net.ipv6.conf.all.forwarding=1""");
        return network;
    }

    private void client(Namespace node, String device, int number) {
        node.cable("eth0", t, device);
        node.runLines("""
                ip link set eth0 up
                ip address add 2001:db8:%1$d::8/64 dev eth0
                ip route add default via 2001:db8:%1$d::1""".formatted(number));
        t.runLines("""
                ip link set %2$s up
                ip address add 2001:db8:%1$d::1/64 dev %2$s""".formatted(number, device));
    }

    /** An IPv4 transport address as an IPv4 node writes it. */
    static InetSocketAddress in4(String address, int port) {
        return in(address, port);
    }

    /** An IPv4 transport address as an IPv6 node writes it. */
    static InetSocketAddress in6(String address4, int port) {
        return in("64:ff9b::" + address4, port);
    }

    /** A transport address. */
    static InetSocketAddress in(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(address, e);
        }
    }
}
