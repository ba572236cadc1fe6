// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two subscribers of an IPv6-only network, and an IPv4 server behind its border relay.
 *
 * <pre>
 *   C1 ------------ CE1 --- 2001:db8:6:1::/64 ---+
 *    192.0.2.18  .1     ::2                   ::1|
 *    192.168.0.4                                 |     2001:db8:6:b::/64      198.18.4.0/24     203.0.113.0/24
 *                                                R ----------------------- BR ------------- Q ----------------- S
 *    192.0.2.19                               ::1| ::1                 ::2    .1         .2   .1            .16
 *    192.168.0.4                                 |
 *   C2 ------------ CE2 --- 2001:db8:6:2::/64 ---+
 * </pre>
 *
 * <p>By {@link #RULE}, 2001:db8:ceXX:PP00::/56 has the address 192.0.2.XX and the PSID PP, both in hexadecimal digits.
 * The clients have the shared addresses themselves and use ports of their sets, as if they did the NAPT; they also have a
 * private address, for the NAPT of the customer edges. No customer edge has an IPv4 route to the outside, and the border
 * relay has none to the customer edges.
 *
 * @param c1 the first subscriber's node
 * @param ce1 its customer edge: {@code in} towards C1, {@code wan} towards R
 * @param c2 the second subscriber's node
 * @param ce2 its customer edge, likewise
 * @param r the provider's IPv6 router: {@code ce1}, {@code ce2}, {@code relay}
 * @param br the border relay: {@code wan} towards R, {@code out} towards Q
 * @param q an IPv4 router: {@code relay}, {@code s}
 * @param s an IPv4 node
 */
record MaptNetwork(
        Namespace c1, Namespace ce1, Namespace c2, Namespace ce2, Namespace r, Namespace br, Namespace q, Namespace s) {
    /** The default mapping rule. */
    static final String DMR = "64:ff9b::/96";

    /** 8 EA bits complete the address, 8 are the PSID; 6 offset bits: 63 ranges of 4 ports, 252 for each subscriber. */
    static final String RULE = "2001:db8:ce00::/40 192.0.2.0/24 16 6";

    /** CE1's prefix; its PSID is {@link #PSID1}. */
    static final String PREFIX1 = "2001:db8:ce12:3400::/56";

    /** CE2's prefix; its PSID is {@link #PSID2}. */
    static final String PREFIX2 = "2001:db8:ce13:3500::/56";

    /** A prefix for CE2 whose address is CE1's, and whose PSID is {@link #PSID2}. */
    static final String PREFIX2_SHARING = "2001:db8:ce12:3500::/56";

    static final int PSID1 = 0x34;
    static final int PSID2 = 0x35;

    /** C1's shared address, and its MAP address; RFC 7597 § 6. */
    static final String C1 = "192.0.2.18";

    static final String C1_MAP = "2001:db8:ce12:3400:0:c000:212:34";

    /** C2's shared address, and its MAP address. */
    static final String C2 = "192.0.2.19";

    static final String C2_MAP = "2001:db8:ce13:3500:0:c000:213:35";

    /** S's address, and the one by the DMR. */
    static final String S = "203.0.113.16";

    static final String S_BY_DMR = "64:ff9b::203.0.113.16";

    /** The address that both clients have for the NAPT of their customer edge. */
    static final String PRIVATE = "192.168.0.4";

    /** How many ports each subscriber has. */
    static final int PORTS = 252;

    /** Makes the nodes and connects them; there is no translator yet. */
    static MaptNetwork create(Laboratory laboratory) {
        MaptNetwork network = new MaptNetwork(
                laboratory.namespace("c1"),
                laboratory.namespace("ce1"),
                laboratory.namespace("c2"),
                laboratory.namespace("ce2"),
                laboratory.namespace("r"),
                laboratory.namespace("br"),
                laboratory.namespace("q"),
                laboratory.namespace("s"));
        network.subscriber(network.c1, network.ce1, 1, C1);
        network.subscriber(network.c2, network.ce2, 2, C2);
        network.core();
        return network;
    }

    private void subscriber(Namespace client, Namespace edge, int number, String address) {
        client.cable("eth0", edge, "in");
        edge.cable("wan", r, "ce" + number);
        edge.runLines("""
                ip link set in up
                ip link set wan up
                ip address add 192.168.0.1/24 dev in
                ip address add 2001:db8:6:%1$d::2/64 dev wan
                ip route add %2$s dev in
                ip route add default via 2001:db8:6:%1$d::1
                sysctl -q -w net.ipv4.conf.all.forwarding=1 net.ipv6.conf.all.forwarding=1""".formatted(number, address));
        client.runLines("""
                ip link set eth0 up
                ip address add %1$s/24 dev eth0
                ip address add %2$s/32 dev eth0
                ip route add default via 192.168.0.1 src %2$s""".formatted(PRIVATE, address));
        r.runLines("""
                ip link set ce%1$d up
                ip address add 2001:db8:6:%1$d::1/64 dev ce%1$d""".formatted(number));
    }

    private void core() {
        br.cable("wan", r, "relay");
        br.cable("out", q, "relay");
        q.cable("s", s, "eth0");
        r.runLines("""
                ip link set relay up
                ip address add 2001:db8:6:b::1/64 dev relay
                ip route add 64:ff9b::/96 via 2001:db8:6:b::2
                ip route add 2001:db8:ce12:3400::/56 via 2001:db8:6:1::2
                ip route add 2001:db8:ce13:3500::/56 via 2001:db8:6:2::2
                ip route add 2001:db8:ce12:3500::/56 via 2001:db8:6:2::2
                sysctl -q -w net.ipv6.conf.all.forwarding=1 net.ipv6.icmp.ratelimit=0""");
        br.runLines("""
                ip link set wan up
                ip link set out up
                ip address add 2001:db8:6:b::2/64 dev wan
                ip address add 198.18.4.1/24 dev out
                ip route add 2001:db8::/32 via 2001:db8:6:b::1
                ip route add 203.0.113.0/24 via 198.18.4.2
                sysctl -q -w net.ipv4.conf.all.forwarding=1 net.ipv6.conf.all.forwarding=1""");
        q.runLines("""
                ip link set relay up
                ip link set s up
                ip address add 198.18.4.2/24 dev relay
                ip address add 203.0.113.1/24 dev s
                ip route add 192.0.2.0/24 via 198.18.4.1
                ip route add 198.51.100.0/24 via 198.18.4.1
                sysctl -q -w net.ipv4.conf.all.forwarding=1 net.ipv4.icmp_ratelimit=0""");
        s.runLines("""
                ip link set eth0 up
                ip address add 203.0.113.16/24 dev eth0
                ip route add default via 203.0.113.1""");
    }

    /**
     * Adds CE1's, CE2's and the border relay's translators, netfilter instances named {@code default}; CE2's has a TUN
     * device for its exit.
     */
    void translate(Daemon daemon) {
        translate(daemon, PREFIX1, PREFIX2);
    }

    /** The same with other prefixes of the customer edges. */
    void translate(Daemon daemon, String prefix1, String prefix2) {
        edge(daemon, ce1, "raw", prefix1);
        edge(daemon, ce2, "tun", prefix2);
        mapt(daemon, br, "instance add --netfilter --dmr " + DMR);
        mapt(daemon, br, "fmrt add " + RULE);
    }

    /** Adds the translator of a customer edge. */
    private static void edge(Daemon daemon, Namespace node, String exit, String prefix) {
        mapt(daemon, node, "instance add --netfilter --reinject " + exit + " --dmr " + DMR);
        mapt(daemon, node, "global update end-user-ipv6-prefix " + prefix);
        mapt(daemon, node, "global update bmr " + RULE);
        mapt(daemon, node, "global update map-t-type CE");
    }

    /** Gives a command of {@code jool-j mapt} in a namespace; returns what it prints. */
    static String mapt(Daemon daemon, Namespace node, String words) {
        return daemon.joolj(node, ("mapt " + words).split(" "))
                .run()
                .succeeded()
                .out();
    }

    /** The counters of a node's translator. */
    static Map<String, Long> counters(Daemon daemon, Namespace node) {
        return daemon.counters(node, "mapt", "default");
    }

    /** Ports of a PSID by {@link #RULE}, in ascending order; RFC 7597 § 5.1. */
    static List<Integer> portsOf(int psid) {
        List<Integer> ports = new ArrayList<>();
        for (int range = 1; range < 1 << 6; range++) {
            for (int port = 0; port < 4; port++) {
                ports.add(range << 10 | psid << 2 | port);
            }
        }
        return ports;
    }
}
