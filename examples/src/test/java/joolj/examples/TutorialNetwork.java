// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

/**
 * The sample network of the tutorial "Stateful NAT64 Run": C speaks only IPv6, V only IPv4, T stands between them.
 *
 * @param c 2001:db8::8, route to 64:ff9b::/96 by T
 * @param t 2001:db8::1 on eth0, 203.0.113.1 on eth1, forwarding
 * @param v 203.0.113.16, no default route
 */
record TutorialNetwork(Namespace c, Namespace t, Namespace v) {
    /** V's address as C writes it. */
    static final String V_FOR_C = "64:ff9b::203.0.113.16";

    /** The prefix that stands for IPv4. */
    static final String POOL6 = "64:ff9b::/96";

    /** Makes the three nodes and connects them. */
    static TutorialNetwork create(Laboratory laboratory) {
        Namespace c = laboratory.namespace("c");
        Namespace t = laboratory.namespace("t");
        Namespace v = laboratory.namespace("v");
        c.cable("eth0", t, "eth0");
        v.cable("eth0", t, "eth1");
        c.runLines("""
                ip link set eth0 up
                ip address add 2001:db8::8/96 dev eth0
                ip route add 64:ff9b::/96 via 2001:db8::1""");
        v.runLines("""
                ip link set eth0 up
                ip address add 203.0.113.16/24 dev eth0""");
        t.runLines("""
                ip link set eth0 up
                ip address add 2001:db8::1/96 dev eth0
                ip link set eth1 up
                ip address add 203.0.113.1/24 dev eth1
                sysctl -q -w net.ipv4.conf.all.forwarding=1
                sysctl -q -w net.ipv6.conf.all.forwarding=1""");
        return new TutorialNetwork(c, t, v);
    }

    /** Adds the two rules of an iptables instance on T. */
    void addRules(int queue) {
        rules("-A", queue);
    }

    /** Removes the two rules of an iptables instance on T. */
    void removeRules(int queue) {
        rules("-D", queue);
    }

    private void rules(String operation, int queue) {
        String rule = " -t mangle " + operation + " PREROUTING -d %s -j NFQUEUE --queue-bypass --queue-num " + queue;
        t.runLines(("ip6tables" + rule).formatted(POOL6));
        t.runLines(("iptables" + rule).formatted("203.0.113.1"));
    }

    /** The NFQUEUE rules of T's mangle table, both families, as iptables lists them. */
    String queueRules() {
        String both = t.run("iptables", "-t", "mangle", "-S").out()
                + t.run("ip6tables", "-t", "mangle", "-S").out();
        return String.join(
                "\n", both.lines().filter(line -> line.contains("NFQUEUE")).toList());
    }

    /** Pings from C through the translator; what ping returned. */
    Command.Result ping() {
        return c.command("ping", "-c", "3", "-i", "0.2", "-W", "5", V_FOR_C).run();
    }
}
