// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.util.HashMap;
import java.util.Map;

/** The nodes that recorded commands were given on, by the names they had there. */
final class RecordedNetwork {
    private final Map<String, Namespace> nodes = new HashMap<>();

    private RecordedNetwork() {}

    /** A translator with one network beside it, which is 203.0.113.0/24, and nobody there; and another namespace. */
    static RecordedNetwork lonely(Laboratory laboratory) {
        RecordedNetwork network = new RecordedNetwork();
        Namespace host = network.add(laboratory, "host");
        network.add(laboratory, "blue");
        Namespace nobody = network.add(laboratory, "nobody");
        host.cable("eth0", nobody, "eth0");
        nobody.run("ip", "link", "set", "eth0", "up");
        host.runLines("""
                ip link set eth0 up
                ip address add 203.0.113.77/24 dev eth0""");
        return network;
    }

    /** A node without links. */
    static RecordedNetwork bare(Laboratory laboratory) {
        RecordedNetwork network = new RecordedNetwork();
        network.add(laboratory, "host");
        return network;
    }

    /** c6 (2001:db8::8), t (2001:db8::1, 203.0.113.1), s4 (203.0.113.16). */
    static RecordedNetwork threeNodes(Laboratory laboratory) {
        TutorialNetwork tutorial = TutorialNetwork.create(laboratory);
        RecordedNetwork network = new RecordedNetwork();
        network.nodes.put("c6", tutorial.c());
        network.nodes.put("t", tutorial.t());
        network.nodes.put("s4", tutorial.v());
        // No answer from these ports: neither a connection nor a refusal.
        tutorial.v().runLines("iptables -A INPUT -p tcp --dport 81 -j DROP");
        tutorial.c().runLines("ip6tables -A INPUT -p tcp --dport 8009 -j DROP");
        return network;
    }

    /** C and D on one link of T, V (with a web server) and W on the other; without addresses, which are recorded. */
    static RecordedNetwork fiveNodes(Laboratory laboratory) {
        RecordedNetwork network = new RecordedNetwork();
        Namespace links = network.add(laboratory, "links");
        links.runLines("""
                ip link add link6 type bridge
                ip link add link4 type bridge
                ip link set link6 up
                ip link set link4 up""");
        network.attach(laboratory, "C", "eth0", "link6");
        network.attach(laboratory, "D", "eth0", "link6");
        network.attach(laboratory, "T", "eth0", "link6");
        network.attach(laboratory, "V", "eth0", "link4");
        network.attach(laboratory, "W", "eth0", "link4");
        network.attach(laboratory, "T", "eth1", "link4");
        laboratory.fileServer(network.node("V"), 80);
        return network;
    }

    private void attach(Laboratory laboratory, String name, String device, String link) {
        Namespace node = nodes.containsKey(name) ? node(name) : add(laboratory, name);
        String port = name + device;
        node.cable(device, node("links"), port);
        node("links").runLines("ip link set " + port + " master " + link + " up");
    }

    /** Makes a node that has no links. */
    Namespace add(Laboratory laboratory, String name) {
        Namespace node = laboratory.namespace(name);
        nodes.put(name, node);
        return node;
    }

    /** Whether there is such a node. */
    boolean has(String name) {
        return nodes.containsKey(name);
    }

    /** The node of that name. */
    Namespace node(String name) {
        Namespace node = nodes.get(name);
        if (node == null) {
            throw new AssertionError("no node " + name);
        }
        return node;
    }

    /** Removes a node. */
    void remove(String name) {
        node(name).delete();
        nodes.remove(name);
    }
}
