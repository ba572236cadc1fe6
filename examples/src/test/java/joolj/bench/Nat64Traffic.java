// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.nio.charset.StandardCharsets;
import joolj.address.Ipv4Prefix;
import joolj.nat64.Nat64Settings;
import joolj.nat64.Nat64Translator;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.StateSettings;

/** A stateful NAT64, and packets between an IPv4 node and many IPv6 nodes, each of which has a session with it. */
final class Nat64Traffic {
    /** IPv4 address of the IPv4 node: 203.0.113.16. */
    static final int REMOTE4 = 0xcb00_7110;

    /** The addresses of pool4. */
    static final Ipv4Prefix POOL4 = Ipv4Prefix.parse("198.51.100.0/28");

    private static final Pool6 POOL6 = Pool6.parse("64:ff9b::/96");
    private static final int REMOTE_PORT = 443;
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 60_000;

    /** Upper half of the IPv6 nodes' addresses. */
    private static final long NODES6 = 0x2001_0db8_0001_0000L;

    /** Length of the packets that open sessions. */
    private static final int OPENING_OCTETS = 64;

    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_HEADER = 20;

    final Worker worker;
    final Nat64Translator translator;
    final Packet6 packet6;
    final Packet4 packet4;

    private final int sessions;

    /**
     * @param sessions how many sessions there are, each with a BIB entry of its own, 1 to 500 000
     * @param transport what the packets carry
     * @param octets length of the packets on arrival, IP header included
     */
    Nat64Traffic(int sessions, Transport transport, int octets) {
        this.sessions = sessions;
        Pool4 pool4 =
                Pool4.EMPTY.add(0, transport.protocol, POOL4.address(), POOL4.length(), FIRST_PORT, 0xffff, Pool4.AUTO);
        byte[] secret = "known to all ...".getBytes(StandardCharsets.US_ASCII);
        translator = new Nat64Translator(
                new Nat64State(StateSettings.DEFAULT, pool4, secret), Nat64Settings.defaults(POOL6));
        worker = new Worker(translator);
        packet6 = from6(PacketKind.data(transport, octets));
        packet4 = from4(PacketKind.data(transport, octets));
        open(transport);
    }

    private Packet6 from6(PacketKind kind) {
        return new Packet6(kind, NODES6, POOL6.embedHigh(REMOTE4), POOL6.embedLow(REMOTE4), REMOTE_PORT, sessions);
    }

    private Packet4 from4(PacketKind kind) {
        return new Packet4(kind, REMOTE4, REMOTE_PORT, sessions);
    }

    private static int port(int node) {
        return FIRST_PORT + node % PORTS;
    }

    /** Each node sends its first packet and gets an answer, for TCP a SYN both times. */
    private void open(Transport transport) {
        PacketKind kind = new PacketKind(transport, PacketKind.SYN, OPENING_OCTETS);
        Packet6 question = from6(kind);
        Packet4 answer = from4(new PacketKind(transport, PacketKind.SYN | PacketKind.ACK, OPENING_OCTETS));
        int[] addresses = new int[sessions];
        int[] ports = new int[sessions];
        for (int node = 0; node < sessions; node++) {
            question.add(Shuffled.scattered(node), port(node));
        }
        for (int node = 0; node < sessions; node++) {
            worker.translate(question.next());
            addresses[node] = worker.headers.getInt(IPV4_SOURCE);
            ports[node] = worker.headers.getShort(IPV4_HEADER) & 0xffff;
            answer.add(addresses[node], ports[node]);
        }
        for (int node = 0; node < sessions; node++) {
            worker.translate(answer.next());
        }
        for (int node : Shuffled.numbers(sessions)) {
            packet6.add(Shuffled.scattered(node), port(node));
            packet4.add(addresses[node], ports[node]);
        }
    }
}
