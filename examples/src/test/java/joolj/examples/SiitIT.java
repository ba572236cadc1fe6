// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stateless netfilter instance, which sees every packet of its namespace, with either exit. */
@NetnsTest
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"raw", "tun"})
final class SiitIT {
    private static final int FILE_LENGTH = 3_456_789;
    private static final int ECHO_PORT = 7;

    /** B as A writes it if A is to take B for an IPv4 node. */
    private static final String B_AS_IPV4 = "2001:db8::198.51.101.8";

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static SiitNetwork network;
    private static Daemon daemon;
    private static Path file;

    @Parameter
    String exit;

    @BeforeParameterizedClassInvocation
    static void build(String exit) {
        network = SiitNetwork.create(LABORATORY);
        LABORATORY.echoServer(network.b(), ECHO_PORT);
        LABORATORY.echoServer(network.v(), ECHO_PORT);
        file = RandomFile.write(LABORATORY.directory().resolve("data"), FILE_LENGTH);
        daemon = LABORATORY.daemon();
        Command.Result added = siit("instance", "add", "--netfilter", "--reinject", exit, "--pool6", SiitNetwork.POOL6);
        assertEquals("", added.out() + added.err(), "like the original, 'instance add' says nothing");
        for (String entry : SiitNetwork.EAMT) {
            siit(("eamt add " + entry).split(" "));
        }
    }

    @AfterParameterizedClassInvocation
    static void remove() {
        LABORATORY.close();
    }

    private static Command.Result siit(String... words) {
        return daemon.siit(network.t(), words).run().succeeded();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"2001:db8::198.51.100.8", "2001:db8:a::8"})
    void pingsFromEachKindOfAddress(String source) {
        String answer = network.a()
                .run("ping", "-c", "3", "-i", "0.2", "-W", "5", "-I", source, SiitNetwork.V6)
                .out();
        assertTrue(answer.contains("from 2001:db8::c000:210: icmp_seq=1 ttl=63"), answer);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"198.51.100.8", "198.51.102.8", "198.51.101.8"})
    void pingsToEachKindOfAddress(String destination) {
        String answer = network.v()
                .run("ping", "-c", "3", "-i", "0.2", "-W", "5", destination)
                .out();
        assertTrue(answer.contains("from " + destination + ": icmp_seq=1 ttl=63"), answer);
    }

    /** What segmentation offload has joined arrives as the datagrams that were sent. */
    @Test
    void carriesAggregatesOfDatagramsBothWays() throws IOException {
        UdpPeer receiver4 = LABORATORY.udp(network.v());
        Aggregates.assertArrive(network.a(), socket(SiitNetwork.V6, receiver4.port()), receiver4);
        UdpPeer receiver6 = LABORATORY.udp(network.b());
        Aggregates.assertArrive(network.v(), socket("198.51.101.8", receiver6.port()), receiver6);
    }

    /** RFC 7757 § 4.2.2: both nodes are in the EAMT, and each takes the other one for an IPv4 node. */
    @Test
    void hairpinsBetweenTwoMappedNodes() throws IOException {
        UdpPeer client = LABORATORY.udp(network.a());
        byte[] question = "from IPv6 to IPv6".getBytes(StandardCharsets.UTF_8);
        UdpPeer.Datagram answer = client.exchange(question, socket(B_AS_IPV4, ECHO_PORT));
        assertEquals(ByteBuffer.wrap(question), answer.octets());
        assertEquals(socket(B_AS_IPV4, ECHO_PORT), answer.from());

        String ping = network.a()
                .run("ping", "-n", "-c", "3", "-i", "0.2", "-W", "5", B_AS_IPV4)
                .out();
        assertTrue(ping.contains("from 2001:db8::c633:6508: icmp_seq=1 ttl=63"), ping);

        HashingSink sink = LABORATORY.keep(network.b().call(() -> new HashingSink(0)));
        InetSocketAddress server = socket(B_AS_IPV4, sink.port());
        try (SocketChannel upload = network.a().call(() -> SocketChannel.open(server));
                FileChannel content = FileChannel.open(file)) {
            for (long sent = 0; sent < FILE_LENGTH; ) {
                sent += content.transferTo(sent, FILE_LENGTH - sent, upload);
            }
        }
        assertEquals(RandomFile.sha256(file), sink.awaitHash());
    }

    /** RFC 7757 § 4.2.2: the error about a hairpinned packet is hairpinned, too. */
    @Test
    void hairpinsErrors() throws IOException {
        UdpPeer closed = LABORATORY.udp(network.b());
        InetSocketAddress nobody = socket(B_AS_IPV4, closed.port());
        closed.close();
        IcmpErrors.awaitPortUnreachable(network.a(), nobody);
    }

    /** RFC 7915 § 5.2: an ICMPv6 error reaches the IPv4 socket that it is about. */
    @Test
    void carriesErrorsToTheSocketTheyAreAbout() throws IOException {
        UdpPeer closed6 = LABORATORY.udp(network.b());
        InetSocketAddress nobody6 = socket("198.51.101.8", closed6.port());
        closed6.close();
        IcmpErrors.awaitPortUnreachable(network.v(), nobody6);

        UdpPeer closed4 = LABORATORY.udp(network.v());
        InetSocketAddress nobody4 = socket(SiitNetwork.V6, closed4.port());
        closed4.close();
        IcmpErrors.awaitPortUnreachable(network.a(), nobody4);
    }

    @Test
    void leavesWhatItCannotTranslateToTheKernel() {
        network.a().runLines("ip address add 2001:db8:f::8/64 dev eth0");
        network.t().runLines("ip address add 2001:db8:f::1/64 dev eth0");
        network.b().runLines("ip address add 2001:db8:fb::8/64 dev eth0");
        network.t().runLines("ip address add 2001:db8:fb::1/64 dev eth1");

        network.a().run("ping", "-c", "2", "-i", "0.2", "-W", "5", "-I", "2001:db8:f::8", "2001:db8:f::1");
        String forwarded = network.a()
                .run("ping", "-c", "2", "-i", "0.2", "-W", "5", "-I", "2001:db8:f::8", "2001:db8:fb::8")
                .out();
        assertTrue(forwarded.contains("ttl=63"), forwarded);
        network.v().run("ping", "-c", "2", "-i", "0.2", "-W", "5", "192.0.2.1");
        network.t().run("ping", "-c", "2", "-i", "0.2", "-W", "5", SiitNetwork.V);
    }

    /** Denied addresses are as if pool6 did not cover them; those of the EAMT are not asked about. */
    @Test
    void leavesDeniedAddressesToTheKernel() {
        siit("denylist4", "add", "198.51.100.8/32");
        siit("denylist4", "add", "198.51.101.0/24");
        try {
            long before = untranslatable();
            Command.Result denied = pingOnce("2001:db8::198.51.100.8").exited(1);
            assertTrue(denied.out().contains("0 received"), denied::toString);
            assertTrue(untranslatable() > before, "counted as untranslatable");
            pingOnce("2001:db8:a::8").succeeded();
            network.v().run("ping", "-c", "1", "-W", "5", "198.51.101.8");
        } finally {
            siit("denylist4", "flush");
        }
        pingOnce("2001:db8::198.51.100.8").succeeded();
    }

    private static Command.Result pingOnce(String source) {
        return network.a()
                .command("ping", "-c", "1", "-W", "2", "-I", source, SiitNetwork.V6)
                .run();
    }

    /** Untranslatable sources are counted by the name of destinations, as Jool does. */
    private static long untranslatable() {
        return daemon.counters(network.t(), "siit", "default").get("JSTAT64_DST");
    }

    /** Neighbours whose addresses could all be translated still find each other: RFC 4861 § 7.3.1. */
    @Test
    void leavesNeighbourDiscoveryAlone() {
        awaitProbe(network.a(), "2001:db8::c633:6401", network.t());
        awaitProbe(network.t(), "2001:db8::c633:6408", network.a());
        awaitProbe(network.b(), "2001:db8:b::1", network.t());
    }

    /** RFC 4861 § 7.2.2: an answer that goes to an address of T which could be translated is T's all the same. */
    @Test
    void findsNeighboursForItsOwnPackets() {
        pingOnce("2001:db8::198.51.100.8").succeeded();
        network.t().run("ip", "-6", "neighbour", "flush", "dev", "eth0");
        Command.Result lost = network.a()
                .command("ping", "-n", "-c", "1", "-W", "5", "-t", "1", SiitNetwork.V6)
                .run()
                .exited(1);
        assertTrue(lost.out().contains("From 2001:db8::c633:6401 icmp_seq=1 Time exceeded"), lost::toString);
    }

    /** Has a node ask a neighbour that it knows already whether it is still there, and waits for the answer. */
    private static void awaitProbe(Namespace node, String neighbour, Namespace other) {
        String device = other == network.t() && node == network.b() ? "eth1" : "eth0";
        String hardware =
                other.run("cat", "/sys/class/net/" + device + "/address").out().strip();
        List<String> words = new ArrayList<>(List.of("ip", "-6", "neighbour", "replace", neighbour, "lladdr"));
        words.addAll(Arrays.asList(hardware, "dev", "eth0", "nud", "probe"));
        node.run(words.toArray(String[]::new));
        String[] show = {"ip", "-6", "neighbour", "show", neighbour, "dev", "eth0"};
        Waiting.until(
                neighbour + " answers " + node, () -> !node.run(show).out().contains("PROBE"));
        String state = node.run(show).out();
        assertTrue(state.contains("REACHABLE"), state);
    }

    @Test
    void answersAddressQueriesAsPacketsAreTranslated() {
        assertEquals(
                "2001:db8::c000:210\n", siit("address", "query", SiitNetwork.V).out());
        assertEquals("2001:db8:b::8\n", siit("address", "query", "198.51.101.8").out());
        assertEquals("198.51.102.8\n", siit("address", "query", "2001:db8:a::8").out());
    }

    private static InetSocketAddress socket(String address, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }
}
