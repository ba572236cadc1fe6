// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static joolj.examples.NatNetwork.C1;
import static joolj.examples.NatNetwork.C2;
import static joolj.examples.NatNetwork.POOL;
import static joolj.examples.NatNetwork.POOL_TOO;
import static joolj.examples.NatNetwork.V;
import static joolj.examples.NatNetwork.V_TOO;
import static joolj.examples.NatNetwork.in4;
import static joolj.examples.NatNetwork.in6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RFC 6146 with real nodes: many connections, idle ones, port forwarding, marks, hairpins, filtering, exhaustion. */
@NetnsTest
final class StatefulIT {
    private static final int CONNECTIONS = 2_500;
    private static final int SERVICE = 8080;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static NatNetwork network;
    private static Daemon daemon;

    @BeforeAll
    static void buildNetwork() {
        network = NatNetwork.create(LABORATORY);
        daemon = LABORATORY.daemon();
    }

    private final List<AutoCloseable> servers = new ArrayList<>();

    @AfterEach
    void removeInstance() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
        jool("instance remove");
    }

    private static String jool(String words) {
        return daemon.jool(network.t(), words.split(" ")).run().succeeded().out();
    }

    /** Adds an instance with pool4 entries, which are given as {@code PROTOCOL ADDRESS PORTS}. */
    private static void add(String... pool4) {
        jool("instance add --netfilter --pool6 " + NatNetwork.POOL6);
        for (String entry : pool4) {
            jool("pool4 add --" + entry);
        }
    }

    /** The sessions of a protocol: fields of {@code session display --csv}. */
    private static List<String[]> sessions(String protocol) {
        return jool("session display --numeric --csv --no-headers --" + protocol)
                .lines()
                .map(line -> line.split(",", -1))
                .toList();
    }

    /** How many TCP sessions there are in each state. */
    private static Map<String, Integer> states() {
        Map<String, Integer> states = new TreeMap<>();
        sessions("tcp").forEach(fields -> states.merge(fields[10], 1, Integer::sum));
        return states;
    }

    private static long counter(String name) {
        return daemon.counters(network.t(), "default").get(name);
    }

    /** How many TCP sockets of a node are in a state, as {@code ss} names it. */
    private static long sockets(Namespace node, String state) {
        return node.run("ss", "-H", "-t", "-a", "-n", "state", state)
                .out()
                .lines()
                .count();
    }

    private TcpEchoServer tcpServer(Namespace node, int port) {
        TcpEchoServer server = LABORATORY.keep(node.call(() -> new TcpEchoServer(port)));
        servers.add(server);
        return server;
    }

    private UdpEchoServer udpServer(Namespace node, int port) {
        UdpEchoServer server = LABORATORY.echoServer(node, port);
        servers.add(server);
        return server;
    }

    private static Conversations conversations(Namespace node) throws IOException {
        return LABORATORY.keep(new Conversations(node));
    }

    /** RFC 6146 § 3.5.2.2: a session for each, ESTABLISHED while they are open, both FINs seen when they are closed. */
    @Test
    void carriesThousandsOfConnectionsAtOnce() throws IOException {
        add("tcp " + POOL + " 1024-65535");
        TcpEchoServer server = tcpServer(network.v(), 0);
        try (Conversations all = conversations(network.c1())) {
            all.begin(CONNECTIONS, in6(V, server.port()), 6_000, 6146);
            all.awaitEchoes();

            assertEquals(Map.of("ESTABLISHED", CONNECTIONS), states());
            assertEquals(CONNECTIONS, sockets(network.c1(), "established"));
            assertEquals(CONNECTIONS, sockets(network.v(), "established"));
            assertEquals(CONNECTIONS, server.peers().size(), "every connection has a port of its own");
            all.repeat();
            all.awaitEchoes();

            all.end();
            assertEquals(Map.of("V4_FIN_V6_FIN_RCV", CONNECTIONS), states());
        }
        for (String state : List.of("established", "close-wait", "last-ack", "fin-wait-1", "fin-wait-2", "closing")) {
            Waiting.until(
                    "no socket is left in " + state,
                    () -> sockets(network.c1(), state) == 0 && sockets(network.v(), state) == 0);
        }
        assertEquals(CONNECTIONS, counter("JSTAT_SESSIONS"));
        assertEquals(0, counter("JSTAT_ENOMEM") + counter("JSTAT_UNKNOWN"));
    }

    /** RFC 6146 § 3.5.2.2: every segment restarts tcp-est-timeout, and so do keepalives of a connection that is idle. */
    @Test
    void keepalivesKeepAnIdleConnectionsSessionAlive() throws IOException {
        add("tcp " + POOL + " 1024-65535");
        TcpEchoServer server = tcpServer(network.v(), 0);
        network.c1()
                .run(
                        "sysctl",
                        "-q",
                        "-w",
                        "net.ipv4.tcp_keepalive_time=2",
                        "net.ipv4.tcp_keepalive_intvl=1",
                        "net.ipv4.tcp_keepalive_probes=100");
        try (Conversations idle = conversations(network.c1());
                Conversations silent = conversations(network.c2())) {
            idle.begin(1, in6(V, server.port()), 100, 1);
            idle.keepAlive();
            silent.begin(1, in6(V, server.port()), 100, 2);
            idle.awaitEchoes();
            silent.awaitEchoes();
            long fresh = left().get(C1);
            assertTrue(fresh <= 7_200_000 && fresh > 7_100_000, "two hours are left: " + fresh);

            Waiting.until("keepalives restart one timer while the other runs for five seconds", () -> {
                Map<String, Long> left = left();
                return left.get(C2) < 7_195_000 && left.get(C1) > left.get(C2) + 2_500;
            });

            assertEquals(Map.of("ESTABLISHED", 2), states());
            idle.repeat();
            idle.awaitEchoes();
            Waiting.until("a segment restarts the silent one's timer", () -> {
                silent.repeat();
                silent.awaitEchoes();
                return left().get(C2) > 7_195_000;
            });
        }
    }

    /** Milliseconds that the TCP sessions have left, by their IPv6 nodes. */
    private static Map<String, Long> left() {
        Map<String, Long> left = new TreeMap<>();
        for (String[] fields : sessions("tcp")) {
            double seconds = 0;
            for (String part : fields[9].split(":", -1)) {
                seconds = seconds * 60 + Double.parseDouble(part);
            }
            left.put(fields[1], (long) (seconds * 1000));
        }
        return left;
    }

    /** RFC 6146 § 3.1: with a static BIB entry, an IPv4 node reaches a service of an IPv6 node. */
    @Test
    void forwardsPortsToServicesOfIpv6Nodes() throws IOException {
        add("tcp " + POOL + " 1-65535", "udp " + POOL + " 1-65535");
        jool("bib add --tcp " + POOL + "#80 " + C1 + "#" + SERVICE);
        jool("bib add --udp " + POOL + "#53 " + C2 + "#" + SERVICE);
        TcpEchoServer web = tcpServer(network.c1(), SERVICE);
        UdpEchoServer names = udpServer(network.c2(), SERVICE);

        try (Conversations calls = conversations(network.v())) {
            calls.begin(50, in4(POOL, 80), 20_000, 3);
            calls.awaitEchoes();
            assertEquals(Map.of("ESTABLISHED", 50), states());
            Set<SocketAddress> peers = web.peers();
            assertEquals(50, peers.size());
            peers.forEach(peer -> assertEquals(
                    in6(V, 0).getAddress(), ((InetSocketAddress) peer).getAddress(), "V, as IPv6 nodes know it"));
            calls.end();
        }
        UdpPeer client = LABORATORY.udp(network.v());
        UdpPeer.Datagram answer = client.exchange("which?".getBytes(StandardCharsets.UTF_8), in4(POOL, 53));
        assertEquals(in4(POOL, 53), answer.from());
        assertEquals(in6(V, client.port()), names.lastPeer());

        jool("bib remove --tcp " + POOL + "#80");
        assertEquals(0, sessions("tcp").size(), "the sessions go with the entry");
    }

    /** RFC 6146 § 3.5.2.2: a SYN that no IPv6 node meets is answered after six seconds, on the way that its mark chooses. */
    @Test
    void theLateErrorAboutAKeptSynHasItsMark() {
        add("tcp " + POOL + " 2000-2999");
        String mark = "iptables -t mangle %s PREROUTING -i out -p tcp -j MARK --set-mark 7";
        String count = "iptables %s OUTPUT -p icmp --icmp-type port-unreachable -m mark --mark 7";
        network.t().runLines(mark.formatted("-I"));
        network.t().runLines(count.formatted("-A"));
        try {
            network.v()
                    .command("curl", "-s", "--max-time", "1", "http://" + POOL + ":2000/")
                    .run();
            assertEquals(1, counter("JSTAT_TYPE1PKT"));
            Waiting.until(
                    "the error leaves with the mark",
                    () -> network.t()
                            .run("iptables", "-nvxL", "OUTPUT")
                            .out()
                            .matches("(?s).*\\n\\s+[1-9]\\d*\\s[^\\n]* mark match 0x7.*"));
        } finally {
            network.t().runLines(mark.formatted("-D"));
            network.t().runLines(count.formatted("-D"));
        }
    }

    /** pool4's marks: clients that T marks differently have different addresses on the IPv4 side. */
    @Test
    void twoMarksGiveTwoClientsTwoAddresses() throws IOException {
        String mark = " -t mangle %s PREROUTING -i in2 -j MARK --set-mark 7";
        network.t().runLines("ip6tables" + mark.formatted("-I"));
        try {
            add(
                    "tcp " + POOL + " 1024-65535",
                    "udp " + POOL + " 1024-65535",
                    "tcp " + POOL_TOO + " 1024-65535 --mark 7",
                    "udp " + POOL_TOO + " 1024-65535 --mark 7");
            TcpEchoServer tcp = tcpServer(network.v(), 0);
            UdpEchoServer udp = udpServer(network.v(), 0);

            assertEquals(List.of(POOL, POOL_TOO), List.of(seenBy(udp, network.c1()), seenBy(udp, network.c2())));
            try (Conversations one = conversations(network.c1());
                    Conversations other = conversations(network.c2())) {
                one.begin(3, in6(V, tcp.port()), 2_000, 4);
                one.awaitEchoes();
                assertEquals(Set.of(POOL), addresses(tcp.peers()));
                other.begin(3, in6(V, tcp.port()), 2_000, 5);
                other.awaitEchoes();
                assertEquals(Set.of(POOL, POOL_TOO), addresses(tcp.peers()));
            }
        } finally {
            network.t().runLines("ip6tables" + mark.formatted("-D"));
        }
    }

    private static String seenBy(UdpEchoServer server, Namespace client) throws IOException {
        LABORATORY.udp(client).exchange(new byte[] {1, 2, 3}, in6(V, server.port()));
        return ((InetSocketAddress) server.lastPeer()).getAddress().getHostAddress();
    }

    private static Set<String> addresses(Set<SocketAddress> peers) {
        Set<String> addresses = new TreeSet<>();
        peers.forEach(
                peer -> addresses.add(((InetSocketAddress) peer).getAddress().getHostAddress()));
        return addresses;
    }

    /** RFC 6146 § 3.8: TCP, UDP, ping and ICMP errors between two IPv6 nodes by way of their IPv4 addresses. */
    @Test
    void ipv6NodesReachEachOtherByTheirIpv4Addresses() throws IOException {
        add("tcp " + POOL + " 1-65535", "udp " + POOL + " 1-65535", "icmp " + POOL + " 7", "icmp " + POOL_TOO + " 7");
        jool("bib add --tcp " + POOL + "#80 " + C2 + "#" + SERVICE);
        jool("bib add --udp " + POOL + "#53 " + C2 + "#" + SERVICE);
        jool("bib add --udp " + POOL + "#54 " + C2 + "#54");
        jool("bib add --icmp " + POOL + "#7 " + C2 + "#7");
        TcpEchoServer tcp = tcpServer(network.c2(), SERVICE);
        udpServer(network.c2(), SERVICE);

        try (Conversations calls = conversations(network.c1())) {
            calls.begin(20, in6(POOL, 80), 50_000, 6);
            calls.awaitEchoes();
            calls.end();
        }
        tcp.peers()
                .forEach(peer -> assertEquals(
                        in6(POOL, 0).getAddress(),
                        ((InetSocketAddress) peer).getAddress(),
                        "C1, as its peer knows it"));
        byte[] question = new byte[3_000];
        UdpPeer.Datagram answer = LABORATORY.udp(network.c1()).exchange(question, in6(POOL, 53));
        assertEquals(ByteBuffer.wrap(question), answer.octets());
        assertEquals(in6(POOL, 53), answer.from());
        network.c1().run("ping", "-c", "3", "-i", "0.2", "-W", "10", "-e", "7", "64:ff9b::" + POOL);
        IcmpErrors.awaitPortUnreachable(network.c1(), in6(POOL, 54));
    }

    /** RFC 6146 § 3.5.1: under address-dependent filtering, only addresses that the IPv6 node has sent to may answer. */
    @Test
    void filteringRefusesStrangersAndLetsAcquaintancesIn() throws IOException {
        add("udp " + POOL + " 1024-65535");
        jool("global update address-dependent-filtering true");
        UdpEchoServer server = udpServer(network.v(), 0);
        UdpPeer client = LABORATORY.udp(network.c1());
        client.exchange(new byte[] {1}, in6(V, server.port()));
        SocketAddress mask = server.lastPeer();

        assertRefused(mask);
        assertEquals(1, sessions("udp").size(), "a refused datagram makes no session");
        assertNull(client.poll(), "it does not arrive either");

        UdpPeer otherPort = LABORATORY.udp(network.v());
        UdpPeer.Datagram heard = client.receive(() -> otherPort.send(new byte[] {5}, mask));
        assertEquals(in6(V, otherPort.port()), heard.from(), "another port of the same address");
        jool("global update address-dependent-filtering false");
        try (DatagramChannel stranger = stranger(mask)) {
            heard = client.receive(() -> stranger.write(ByteBuffer.wrap(new byte[] {6})));
        }
        assertEquals(in6(V_TOO, 0).getAddress(), ((InetSocketAddress) heard.from()).getAddress());
    }

    private static DatagramChannel stranger(SocketAddress mask) {
        return network.v().call(() -> {
            DatagramChannel channel = DatagramChannel.open().bind(in4(V_TOO, 0)).connect(mask);
            channel.configureBlocking(false);
            return channel;
        });
    }

    /** ICMPv4 type 3, code 13 reaches the stranger's socket. */
    private static void assertRefused(SocketAddress mask) throws IOException {
        try (DatagramChannel stranger = stranger(mask)) {
            Waiting.until("the stranger is told that it is prohibited", () -> {
                try {
                    stranger.write(ByteBuffer.wrap(new byte[] {4}));
                    stranger.read(ByteBuffer.allocate(1));
                    return false;
                } catch (IOException e) {
                    return e.getMessage().contains("No route to host")
                            || e.getMessage().contains("Host unreachable");
                }
            });
        }
        assertTrue(counter("JSTAT_ADF") > 0);
        assertTrue(counter("JSTAT_ICMP4ERR_SUCCESS") > 0);
        String errors = network.v().run("cat", "/proc/net/snmp").out();
        assertTrue(errors.contains("InType3"), errors);
    }

    @Test
    void sessionsAreFollowedAndLoggedAsTheyComeAndGo() throws Exception {
        add("udp " + POOL + " 2000-2999");
        jool("global update logging-session true");
        jool("global update logging-bib true");
        UdpEchoServer udp = udpServer(network.v(), 0);
        Path seen = Files.createTempFile(LABORATORY.directory(), "follow", ".log");
        Process follow = LABORATORY.background(daemon.joolj(network.t(), "session", "follow", "--json"), seen);
        Waiting.until("a session is told", () -> {
            // Only what comes after following has begun is told.
            LABORATORY.udp(network.c1()).exchange(new byte[] {1}, in6(V, udp.port()));
            return Files.readString(seen)
                    .contains("\"event\":\"added\",\"protocol\":\"UDP\",\"ipv6-remote-address\":\"" + NatNetwork.C1
                            + "\"");
        });
        jool("pool4 remove --udp " + POOL + " 2000-2999");
        Waiting.until("its end is told", () -> Files.readString(seen).contains("\"event\":\"removed\""));
        for (String word : List.of("Mapped ", "Added session ")) {
            Waiting.until("the log has " + word, () -> daemon.words().contains(word + NatNetwork.C1 + "#"));
        }
        jool("instance remove");

        // What a command removes is followed but not logged, as with Jool.
        assertFalse(daemon.words().contains("Forgot "), daemon.words());
        assertTrue(follow.waitFor(60, TimeUnit.SECONDS), "it ends with the instance");
        assertEquals(0, follow.exitValue(), Files.readString(seen));
        assertTrue(
                Files.readString(seen).lines().allMatch(line -> line.startsWith("{\"time\":\"")),
                Files.readString(seen));
        add(); // which is removed after each test
    }

    /** What is over the limit is dropped and counted; sessions that there are go on. */
    @Test
    void sessionsAreLimitedBySource() throws IOException {
        add("udp " + POOL + " 2000-2999");
        jool("global update session-limit-per-source 1");
        UdpEchoServer udp = udpServer(network.v(), 0);
        UdpPeer first = LABORATORY.udp(network.c1());
        first.exchange(new byte[] {1}, in6(V, udp.port()));
        LABORATORY.udp(network.c1()).send(new byte[] {2}, in6(V, udp.port()));
        Waiting.until(
                "the second session is refused",
                () -> daemon.joolj(network.t(), "stats", "display", "--csv", "--no-headers")
                        .run()
                        .succeeded()
                        .out()
                        .contains("JSTAT_SESSION_LIMIT_SOURCE,1\n"));

        first.exchange(new byte[] {3}, in6(V, udp.port()));
        LABORATORY.udp(network.c2()).exchange(new byte[] {4}, in6(V, udp.port()));
        assertEquals(2, sessions("udp").size());
        assertFalse(jool("stats display --all").contains("SESSION_LIMIT"), "Jool's own list");
    }

    /** RFC 6146 § 3.5.1.1: without a free port a datagram is dropped; those that have one go on, and a freed one is used. */
    @Test
    void anExhaustedPool4RefusesNewcomersAndRecovers() throws IOException {
        add("udp " + POOL + " 2000-2003", "tcp " + POOL + " 2000-2001");
        UdpEchoServer udp = udpServer(network.v(), 0);
        InetSocketAddress server = in6(V, udp.port());
        List<UdpPeer> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UdpPeer client = LABORATORY.udp(i % 2 == 0 ? network.c1() : network.c2());
            client.exchange(new byte[] {(byte) i}, server);
            clients.add(client);
        }
        UdpPeer late = LABORATORY.udp(network.c1());
        late.send(new byte[] {9}, server);
        Waiting.until("the newcomer is refused", () -> counter("JSTAT_BIB6_NOT_FOUND") == 1);
        for (UdpPeer client : clients) {
            client.exchange(new byte[] {10}, server);
        }
        assertNull(late.poll());
        assertEquals(4, sessions("udp").size());

        String[] one = sessions("udp").get(0);
        jool("bib remove --udp " + one[5] + "#" + one[6]);
        late.exchange(new byte[] {11}, server);
        assertEquals(4, sessions("udp").size());
        exhaustTcp();
    }

    private void exhaustTcp() throws IOException {
        TcpEchoServer server = tcpServer(network.v(), 0);
        try (Conversations two = conversations(network.c1());
                Conversations third = conversations(network.c2())) {
            two.begin(2, in6(V, server.port()), 1_000, 7);
            two.awaitEchoes();
            third.begin(1, in6(V, server.port()), 1_000, 8);
            Waiting.until("the third SYN is refused", () -> counter("JSTAT_UNKNOWN") > 0);

            jool("pool4 add --tcp " + POOL + " 2002");
            third.awaitEchoes();
            two.repeat();
            two.awaitEchoes();
        }
        assertEquals(3, sessions("tcp").size());
    }

    /** One instance, two queues with a worker each: both translate, and every packet is accounted for. */
    @Test
    void twoWorkersShareAMixedLoad() throws IOException {
        jool("instance add --netfilter --pool6 " + NatNetwork.POOL6 + " --queue-balance 6410:6411");
        for (String protocol : List.of("tcp", "udp", "icmp")) {
            jool("pool4 add --" + protocol + " " + POOL + " 1024-65535");
        }
        TcpEchoServer tcp = tcpServer(network.v(), 0);
        UdpEchoServer udp = udpServer(network.v(), 0);
        List<String> servers = List.of(V, V_TOO, "203.0.113.18", "203.0.113.19");
        try (Conversations one = conversations(network.c1());
                Conversations other = conversations(network.c2())) {
            for (String server : servers) {
                one.begin(40, in6(server, tcp.port()), 30_000, 9);
                other.begin(40, in6(server, tcp.port()), 30_000, 10);
            }
            for (String server : servers) {
                for (Namespace client : List.of(network.c1(), network.c2())) {
                    exchangeSeveral(client, in6(V, udp.port()));
                    client.run("ping", "-c", "3", "-i", "0.2", "-W", "10", "64:ff9b::" + server);
                }
            }
            one.awaitEchoes();
            other.awaitEchoes();
            one.end();
            other.end();
        }
        assertEquals(Map.of("V4_FIN_V6_FIN_RCV", 320), states());
        assertEquals(8, sessions("udp").size());
        assertEquals(8, sessions("icmp").size());
        assertTrue(packetsOf(6410) > 0 && packetsOf(6411) > 0, "both queues had packets");
        Waiting.until("every packet is accounted for", StatefulIT::booksBalance);
    }

    private static void exchangeSeveral(Namespace client, InetSocketAddress server) throws IOException {
        UdpPeer peer = LABORATORY.udp(client);
        for (int length : new int[] {1, 100, 1_400, 5_000}) {
            byte[] question = new byte[length];
            UdpPeer.Datagram answer = peer.exchange(question, server);
            while (answer.octets().remaining() != length) { // an answer to a question that was repeated
                answer = peer.exchange(question, server);
            }
        }
    }

    /** How many packets the kernel has put into a queue so far: the last but one column, the id of the last packet. */
    private static long packetsOf(int queue) {
        String table =
                network.t().run("cat", "/proc/net/netfilter/nfnetlink_queue").out();
        for (String line : table.lines().toList()) {
            String[] columns = line.strip().split(" +", -1);
            if (columns[0].equals(Integer.toString(queue))) {
                return Long.parseLong(columns[7]);
            }
        }
        throw new AssertionError("no queue " + queue + " in:\n" + table);
    }

    /** Whether what was received has been translated, handed back or dropped, each packet once. */
    private static boolean booksBalance() {
        Map<String, Long> counters = daemon.counters(network.t(), "default");
        long received = counters.remove("JSTAT_RECEIVED4") + counters.remove("JSTAT_RECEIVED6");
        counters.keySet()
                .removeIf(name -> name.equals("JSTAT_SESSIONS")
                        || name.equals("JSTAT_BIB_ENTRIES")
                        || name.startsWith("JSTAT_ICMP4ERR")
                        || name.startsWith("JSTAT_ICMP6ERR"));
        return received == counters.values().stream().mapToLong(Long::longValue).sum();
    }
}
