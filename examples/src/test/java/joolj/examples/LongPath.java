// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.util.List;

/**
 * A network with routers on both sides of the translator T, so that a narrow link can be where neither an end of a
 * connection nor T sees it.
 *
 * <pre>
 *            2001:db8:6::/120   2001:db8:61::/64   2001:db8:62::/64   192.0.2.0/24   198.18.4.0/24   203.0.113.0/24
 *          A ---------------- P6 ---------------- Q6 ---------------- T ---------- Q4 ----------- P4 ------------ V
 *           ::8            ::1  ::1            ::2  ::1           ::2  .1        .2  .1         .2  .1        .16
 * </pre>
 *
 * <p>P6 and Q6, P4 and Q4 share the links that can be made narrow. T forwards, and has no rules of its own.
 *
 * @param a the IPv6-only node
 * @param p6 the router next to A
 * @param q6 the router next to T
 * @param t the translator
 * @param q4 the router next to T
 * @param p4 the router next to V
 * @param v the IPv4-only node
 */
record LongPath(Namespace a, Namespace p6, Namespace q6, Namespace t, Namespace q4, Namespace p4, Namespace v) {
    /** The prefix that stands for IPv4. */
    static final String POOL6 = "64:ff9b::/96";

    /** V's address as A writes it. */
    static final String V_FOR_A = "64:ff9b::203.0.113.16";

    /** V's address as A's programs print it. */
    static final String V_FOR_A_SHOWN = "64:ff9b::cb00:7110";

    /** V's address. */
    static final String V = "203.0.113.16";

    /** A's address. */
    static final String A = "2001:db8:6::8";

    /** A's address as V writes it if {@link #EAM6} stands for {@link #EAM4}. */
    static final String A_FOR_V = "198.51.100.8";

    /** A's link, with P6's address on it. */
    static final String EAM6 = "2001:db8:6::/120";

    /** What a stateless translator makes of {@link #EAM6}. */
    static final String EAM4 = "198.51.100.0/24";

    private static final int USUAL_MTU = 1500;

    /** Makes the nodes and connects them. */
    static LongPath create(Laboratory laboratory) {
        LongPath path = new LongPath(
                laboratory.namespace("a"),
                laboratory.namespace("p6"),
                laboratory.namespace("q6"),
                laboratory.namespace("t"),
                laboratory.namespace("q4"),
                laboratory.namespace("p4"),
                laboratory.namespace("v"));
        path.connect();
        path.route();
        return path;
    }

    private void connect() {
        link(a, "eth0", "2001:db8:6::8/120", p6, "eth0", "2001:db8:6::1/120");
        link(p6, "narrow", "2001:db8:61::1/64", q6, "narrow", "2001:db8:61::2/64");
        link(q6, "eth1", "2001:db8:62::1/64", t, "eth0", "2001:db8:62::2/64");
        link(t, "eth1", "192.0.2.1/24", q4, "eth0", "192.0.2.2/24");
        link(q4, "narrow", "198.18.4.1/24", p4, "narrow", "198.18.4.2/24");
        link(p4, "eth1", "203.0.113.1/24", v, "eth0", "203.0.113.16/24");
    }

    private static void link(
            Namespace one, String device1, String address1, Namespace other, String device2, String address2) {
        one.cable(device1, other, device2);
        String up = "ip link set %1$s up\nip address add %2$s dev %1$s";
        one.runLines(up.formatted(device1, address1));
        other.runLines(up.formatted(device2, address2));
    }

    private void route() {
        for (Namespace router : List.of(p6, q6, t, q4, p4)) {
            router.run("sysctl", "-q", "-w", "net.ipv4.conf.all.forwarding=1", "net.ipv6.conf.all.forwarding=1");
        }
        a.runLines("ip route add default via 2001:db8:6::1");
        p6.runLines("ip route add default via 2001:db8:61::2");
        q6.runLines("""
                ip route add default via 2001:db8:62::2
                ip route add 2001:db8:6::/120 via 2001:db8:61::1""");
        t.runLines("""
                ip route add 2001:db8:6::/64 via 2001:db8:62::1
                ip route add 2001:db8:61::/64 via 2001:db8:62::1
                ip route add 203.0.113.0/24 via 192.0.2.2
                ip route add 198.18.4.0/24 via 192.0.2.2""");
        q4.runLines("""
                ip route add default via 192.0.2.1
                ip route add 203.0.113.0/24 via 198.18.4.2""");
        p4.runLines("ip route add default via 198.18.4.1");
        v.runLines("ip route add default via 203.0.113.1");
    }

    /**
     * Sets the MTU of both narrow links and lets all nodes forget what they learned of paths.
     *
     * @param mtu6 octets, between P6 and Q6
     * @param mtu4 octets, between P4 and Q4
     */
    void narrow(int mtu6, int mtu4) {
        String set = "ip link set narrow mtu ";
        p6.runLines(set + mtu6);
        q6.runLines(set + mtu6);
        p4.runLines(set + mtu4);
        q4.runLines(set + mtu4);
        for (Namespace node : List.of(a, p6, q6, t)) {
            node.runLines("ip -6 route flush cache");
        }
        for (Namespace node : List.of(t, q4, p4, v)) {
            node.runLines("ip -4 route flush cache");
        }
    }

    /** Makes both links as wide as all others again. */
    void widen() {
        narrow(USUAL_MTU, USUAL_MTU);
    }

    /** Sends what T is to translate to a queue: IPv6 for {@link #POOL6}, IPv4 from V's side for the given address. */
    void addRules(int queue, String destination4) {
        rules("-A", queue, destination4);
    }

    /** Removes what {@link #addRules} added. */
    void removeRules(int queue, String destination4) {
        rules("-D", queue, destination4);
    }

    private void rules(String operation, int queue, String destination4) {
        String rule = " -t mangle " + operation + " PREROUTING -d %s -j NFQUEUE --queue-bypass --queue-num " + queue;
        t.runLines(("ip6tables" + rule).formatted(POOL6));
        t.runLines(("iptables" + rule).formatted(destination4));
    }
}
