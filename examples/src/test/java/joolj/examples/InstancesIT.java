// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Instances come and go with their queues and rules. */
@NetnsTest
final class InstancesIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final String OTHER_POOL6 = "2001:db8:64::/96";

    private static TutorialNetwork network;
    private static Daemon daemon;

    @BeforeAll
    static void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        network.c().run("ip", "route", "add", OTHER_POOL6, "via", "2001:db8::1");
        daemon = LABORATORY.daemon();
    }

    @AfterEach
    void flush() {
        daemon.jool(network.t(), "instance", "flush").run().succeeded();
        network.t().run("iptables", "-t", "mangle", "-F");
        network.t().run("ip6tables", "-t", "mangle", "-F");
    }

    private static Command.Result add(String... arguments) {
        String[] words = new String[arguments.length + 2];
        words[0] = "instance";
        words[1] = "add";
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        return daemon.joolj(network.t(), words).run();
    }

    @Test
    void givesEachInstanceOfANamespaceAQueueOfItsOwn() {
        add("first", "--iptables", "--pool6", TutorialNetwork.POOL6).succeeded();
        add("second", "--iptables", "--pool6", OTHER_POOL6).succeeded();
        int first = daemon.queueOf(network.t(), "first");
        int second = daemon.queueOf(network.t(), "second");
        assertEquals(6400, first);
        assertEquals(6401, second);
        // Each gets the IPv6 packets for its prefix, and the answers by the sender's address, which tells them apart.
        queue("ip6tables", "-d " + TutorialNetwork.POOL6, first);
        queue("ip6tables", "-d " + OTHER_POOL6, second);
        daemon.jool(network.t(), "-i", "first", "pool4", "add", "--icmp", "203.0.113.1", "0-32767")
                .run()
                .succeeded();
        daemon.jool(network.t(), "-i", "second", "pool4", "add", "--icmp", "203.0.113.2", "0-32767")
                .run()
                .succeeded();
        network.t().run("ip", "address", "add", "203.0.113.2/24", "dev", "eth1");
        try {
            queue("iptables", "-d 203.0.113.1", first);
            queue("iptables", "-d 203.0.113.2", second);
            network.ping().succeeded();
            network.c().run("ping", "-c", "2", "-i", "0.2", "-W", "5", "2001:db8:64::203.0.113.16");
            assertTrue(bib("first").contains("203.0.113.1#"), bib("first"));
            assertTrue(bib("second").contains("203.0.113.2#"), bib("second"));
        } finally {
            network.t().run("ip", "address", "del", "203.0.113.2/24", "dev", "eth1");
        }
    }

    private static void queue(String program, String match, int number) {
        network.t().runLines(program + " -t mangle -A PREROUTING " + match + " -j NFQUEUE --queue-num " + number);
    }

    private static String bib(String instance) {
        return daemon.jool(network.t(), "-i", instance, "bib", "display", "--icmp", "--numeric")
                .run()
                .succeeded()
                .out();
    }

    @Test
    void takesTheQueueNumberThatItIsGiven() {
        add("chosen", "--iptables", "--pool6", TutorialNetwork.POOL6, "--queue-num", "64")
                .succeeded();
        assertEquals(64, daemon.queueOf(network.t(), "chosen"));
        network.addRules(64);
        network.ping().succeeded();
    }

    @Test
    void spreadsOneInstanceOverSeveralQueues() {
        add("wide", "--iptables", "--pool6", TutorialNetwork.POOL6, "--queue-balance", "70:73")
                .succeeded();
        String rule = " -t mangle -A PREROUTING -d %s -j NFQUEUE --queue-balance 70:73 --queue-bypass";
        network.t().runLines(("ip6tables" + rule).formatted(TutorialNetwork.POOL6));
        network.t().runLines(("iptables" + rule).formatted("203.0.113.1"));
        network.ping().succeeded();
    }

    @Test
    void refusesAQueueNumberThatAnotherInstanceHas() {
        add("first", "--iptables", "--pool6", TutorialNetwork.POOL6, "--queue-num", "64")
                .succeeded();
        Command.Result refused = add("second", "--iptables", "--pool6", OTHER_POOL6, "--queue-num", "64");
        assertNotEquals(0, refused.status());
        assertTrue(refused.err().contains("64"), "the message names the queue: " + refused);
        assertEquals(1, refused.err().lines().count(), "one clear line: " + refused);
        assertEquals(1, instances(), "nothing changed");
    }

    @Test
    void refusesAQueueNumberThatAnotherProgramHas() {
        Daemon other = LABORATORY.daemon();
        other.joolj(network.t(), "instance", "add", "theirs", "--iptables", "--pool6", OTHER_POOL6, "--queue-num", "99")
                .run()
                .succeeded();
        Command.Result refused = add("mine", "--iptables", "--pool6", TutorialNetwork.POOL6, "--queue-num", "99");
        assertNotEquals(0, refused.status());
        assertTrue(refused.err().contains("99"), "the message names the queue: " + refused);
        assertEquals(0, instances(), "nothing changed");
        other.close();
        add("mine", "--iptables", "--pool6", TutorialNetwork.POOL6, "--queue-num", "99")
                .succeeded();
    }

    @Test
    void letsIpv4StartConnectionsThroughAStaticBinding() {
        add("forward", "--netfilter", "--pool6", TutorialNetwork.POOL6).succeeded();
        FileServer web = LABORATORY.fileServer(network.c(), 0);
        on("forward", "pool4", "add", "--tcp", "203.0.113.1", "8080");
        on("forward", "bib", "add", "--tcp", "203.0.113.1#8080", "2001:db8::8#" + web.port());
        Command.Result page = network.v().run("curl", "-sS", "--max-time", "20", "http://203.0.113.1:8080/");
        assertEquals("Hello from an IPv4-only node.\n", page.out());
    }

    /** The example with an explicit pool4 and rules that match nothing else. */
    @Test
    void usesOnlyTheAddressesAndPortsOfAnExplicitPool4() {
        add("alpha", "--iptables", "--pool6", TutorialNetwork.POOL6).succeeded();
        on("alpha", "pool4", "add", "--tcp", "203.0.113.1", "61001-61010");
        on("alpha", "pool4", "add", "--icmp", "203.0.113.1", "7-7");
        int queue = daemon.queueOf(network.t(), "alpha");
        queue("ip6tables", "-d " + TutorialNetwork.POOL6, queue);
        queue("iptables", "-d 203.0.113.1 -p tcp --dport 61001:61010", queue);
        queue("iptables", "-d 203.0.113.1 -p icmp", queue);
        FileServer web = LABORATORY.fileServer(network.v(), 0);
        network.ping().succeeded();
        network.c().run("curl", "-sS", "--max-time", "20", "http://[64:ff9b::203.0.113.16]:" + web.port() + "/");
        assertTrue(bib("alpha").contains("203.0.113.1#7 "), bib("alpha"));
        String tcp = on("alpha", "bib", "display", "--numeric").out();
        assertTrue(tcp.matches("\\[Dynamic TCP] 203\\.0\\.113\\.1#610(0[1-9]|10) - 2001:db8::8#\\d+\n"), tcp);
    }

    private static Command.Result on(String instance, String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "-i";
        all[1] = instance;
        System.arraycopy(words, 0, all, 2, words.length);
        return daemon.jool(network.t(), all).run().succeeded();
    }

    @Test
    void removesTheRulesOfANetfilterInstanceWithIt() {
        add("greedy", "--netfilter", "--pool6", TutorialNetwork.POOL6).succeeded();
        String rules = network.queueRules();
        assertTrue(rules.contains("jool-j:greedy") && rules.contains("--queue-bypass"), rules);
        network.t().run("iptables", "-t", "mangle", "-A", "PREROUTING", "-s", "198.51.100.1", "-j", "ACCEPT");
        daemon.jool(network.t(), "instance", "remove", "greedy").run().succeeded();
        assertEquals("", network.queueRules());
        String others = network.t().run("iptables", "-t", "mangle", "-S").out();
        assertTrue(others.contains("198.51.100.1"), "other people's rules stay: " + others);
    }

    private static long instances() {
        return daemon.jool(network.t(), "instance", "display", "--csv", "--no-headers")
                .run()
                .succeeded()
                .out()
                .lines()
                .count();
    }
}
