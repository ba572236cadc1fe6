// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tutorial "Stateful NAT64 Run", with either kind of instance and either exit. */
@NetnsTest
@ParameterizedClass(name = "{0}, {1}")
@CsvSource({"iptables, raw", "netfilter, raw", "netfilter, tun"})
final class TutorialIT {
    private static final int FILE_LENGTH = 7_654_321;
    private static final int ECHO_PORT = 7;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static TutorialNetwork network;
    private static Daemon daemon;
    private static UdpEchoServer echo;
    private static Path file;

    @Parameter(0)
    String framework;

    @Parameter(1)
    String exit;

    private int queue;

    @BeforeAll
    static void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        LABORATORY.fileServer(network.v(), 80);
        echo = LABORATORY.echoServer(network.v(), ECHO_PORT);
        file = RandomFile.write(LABORATORY.directory().resolve("data"), FILE_LENGTH);
        daemon = LABORATORY.daemon();
    }

    @BeforeEach
    void addInstance() {
        Command.Result added = daemon.jool(
                        network.t(),
                        "instance",
                        "add",
                        "example",
                        "--" + framework,
                        "--reinject",
                        exit,
                        "--pool6",
                        TutorialNetwork.POOL6)
                .run()
                .succeeded();
        assertEquals("", added.out() + added.err(), "like the original, 'instance add' says nothing");
        queue = daemon.queueOf(network.t(), "example");
        if (framework.equals("iptables")) {
            network.addRules(queue);
        }
    }

    @AfterEach
    void removeInstance() {
        if (framework.equals("iptables")) {
            network.removeRules(queue);
        }
        daemon.jool(network.t(), "instance", "remove", "example").run().succeeded();
        assertEquals("", network.queueRules(), "rules left behind");
    }

    @Test
    void pingsThroughTheTranslator() {
        String answer = network.ping().succeeded().out();
        assertTrue(answer.contains("from 64:ff9b::cb00:7110: icmp_seq=1 ttl=63"), answer);
        String sessions = daemon.jool(network.t(), "-i", "example", "session", "display", "--icmp", "--numeric")
                .run()
                .succeeded()
                .out();
        assertTrue(
                sessions.matches("(?s).*Remote: 203\\.0\\.113\\.16#\\d+\t2001:db8::8#\\d+\n"
                        + "Local: 203\\.0\\.113\\.1#\\d+\t64:ff9b::cb00:7110#\\d+\n.*"),
                sessions);
    }

    @Test
    void carriesMegabytesOfTcpUnharmed() {
        Path copy = LABORATORY.directory().resolve("copy-" + framework + exit);
        network.c()
                .run("curl", "-sS", "--max-time", "50", "-o", copy.toString(), "http://[64:ff9b::203.0.113.16]/data");
        assertEquals(RandomFile.sha256(file), RandomFile.sha256(copy));
        String bib = daemon.jool(network.t(), "-i", "example", "bib", "display", "--numeric")
                .run()
                .succeeded()
                .out();
        assertTrue(bib.matches("(?s).*\\[Dynamic TCP] 203\\.0\\.113\\.1#\\d+ - 2001:db8::8#\\d+\n.*"), bib);
    }

    @Test
    void carriesMegabytesOfTcpFromTheIpv6SideUnharmed() throws IOException {
        HashingSink sink = LABORATORY.keep(network.v().call(() -> new HashingSink(0)));
        InetSocketAddress server = vForC(sink.port());
        try (SocketChannel upload = network.c().call(() -> SocketChannel.open(server));
                FileChannel content = FileChannel.open(file)) {
            for (long sent = 0; sent < FILE_LENGTH; ) {
                sent += content.transferTo(sent, FILE_LENGTH - sent, upload);
            }
        }
        assertEquals(RandomFile.sha256(file), sink.awaitHash());
    }

    @Test
    void carriesUdpBothWays() throws IOException {
        UdpPeer client = LABORATORY.udp(network.c());
        byte[] question = "to IPv4 and back".getBytes(StandardCharsets.UTF_8);
        UdpPeer.Datagram answer = client.exchange(question, vForC(ECHO_PORT));
        assertEquals(ByteBuffer.wrap(question), answer.octets());
        assertEquals(vForC(ECHO_PORT), answer.from(), "the answer comes from the address that was asked");
    }

    /** RFC 4787 REQ-1, RFC 6146 § 3.5.1: one mapping for all correspondents, and without filtering any may use it. */
    @Test
    void letsAnyIpv4SocketUseAnExistingUdpMapping() throws IOException {
        UdpPeer client = LABORATORY.udp(network.c());
        client.exchange(new byte[] {1}, vForC(ECHO_PORT));
        SocketAddress mapped = echo.lastPeer();
        assertNotNull(mapped);

        UdpPeer stranger = LABORATORY.udp(network.v());
        byte[] greeting = "from another IPv4 socket".getBytes(StandardCharsets.UTF_8);
        UdpPeer.Datagram greeted = client.receive(() -> stranger.send(greeting, mapped));
        assertEquals(ByteBuffer.wrap(greeting), greeted.octets());
        assertEquals(vForC(stranger.port()), greeted.from());
    }

    @Test
    void carriesUdpOfEverySize() throws IOException {
        UdpPeer client = LABORATORY.udp(network.c());
        for (int length : new int[] {0, 1, 2, 3, 511, 512, 1231, 1232, 1451, 1452}) {
            byte[] question = new byte[length];
            Arrays.fill(question, (byte) length);
            UdpPeer.Datagram answer = client.exchange(question, vForC(ECHO_PORT));
            assertEquals(ByteBuffer.wrap(question), answer.octets(), length + " octets");
        }
    }

    /** RFC 6146 § 3.4: the translator puts fragments together, and its packets are cut again where they do not fit. */
    @Test
    void carriesDatagramsThatComeInFragments() throws IOException {
        UdpPeer client = LABORATORY.udp(network.c());
        for (int length : new int[] {1453, 1473, 2000, 8000, 30_000, 60_000}) {
            byte[] question = new byte[length];
            new SplittableRandom(length).nextBytes(question);
            UdpPeer.Datagram answer = client.exchange(question, vForC(ECHO_PORT));
            assertEquals(ByteBuffer.wrap(question), answer.octets(), length + " octets");
        }
        network.c().run("ping", "-c", "2", "-i", "0.2", "-W", "5", "-s", "10000", TutorialNetwork.V_FOR_C);
    }

    /** What segmentation offload has joined arrives as the datagrams that were sent. */
    @Test
    void carriesAggregatesOfDatagrams() throws IOException {
        UdpPeer receiver = LABORATORY.udp(network.v());
        Aggregates.assertArrive(network.c(), vForC(receiver.port()), receiver);
        assertTrue(daemon.words().contains("takes apart aggregates"), "they came as aggregates");
    }

    @Test
    void leavesUntranslatablePacketsToTheTranslatorsOwnNode() {
        network.v().run("ping", "-c", "2", "-i", "0.2", "-W", "5", "203.0.113.1");
        network.c().run("ping", "-c", "2", "-i", "0.2", "-W", "5", "2001:db8::1");
        network.t().run("ping", "-c", "2", "-i", "0.2", "-W", "5", "203.0.113.16");
        FileServer own = LABORATORY.fileServer(network.t(), 0);
        network.v().run("curl", "-sS", "--max-time", "20", "http://203.0.113.1:" + own.port() + "/");
    }

    @Test
    void refusesTcpThatStartsOnTheIpv4Side() {
        Command.Result refused = network.v()
                .command("curl", "-sS", "--max-time", "20", "http://203.0.113.1:8081/")
                .run();
        assertEquals(7, refused.status(), "curl could not connect: " + refused);
    }

    /** RFC 7915 § 4.2: an ICMPv4 "port unreachable" reaches the IPv6 socket that it is about. */
    @Test
    void carriesIcmpErrorsBackToTheSocketTheyAreAbout() throws IOException {
        UdpPeer closed = LABORATORY.udp(network.v());
        InetSocketAddress nobody = vForC(closed.port());
        closed.close();
        IcmpErrors.awaitPortUnreachable(network.c(), nobody);
    }

    /** RFC 7915 § 5.1: a hop limit that ends at the translator is answered by the translator. */
    @Test
    void answersWhenTheHopLimitEnds() {
        Command.Result lost = network.c()
                .command("ping", "-c", "1", "-W", "5", "-t", "1", TutorialNetwork.V_FOR_C)
                .run()
                .exited(1);
        assertTrue(lost.out().contains("From 2001:db8::1 icmp_seq=1 Time exceeded: Hop limit"), lost.out());
    }

    /** RFC 7915 § 5.2 and § 4.2: path MTU discovery works through the translator, whichever side is narrow. */
    @ParameterizedTest(name = "{0} octets towards IPv6, {1} towards IPv4")
    @CsvSource({"1500, 1400", "1300, 1500"})
    void carriesTcpOverNarrowLinks(int mtu6, int mtu4) throws IOException {
        String both = "ip link set %s mtu %d";
        try {
            network.c().runLines(both.formatted("eth0", mtu6));
            network.t().runLines(both.formatted("eth0", mtu6) + "\n" + both.formatted("eth1", mtu4));
            network.v().runLines(both.formatted("eth0", mtu4));
            carriesMegabytesOfTcpUnharmed();
            carriesMegabytesOfTcpFromTheIpv6SideUnharmed();
        } finally {
            network.c().runLines(both.formatted("eth0", 1500));
            network.t().runLines(both.formatted("eth0", 1500) + "\n" + both.formatted("eth1", 1500));
            network.v().runLines(both.formatted("eth0", 1500));
        }
    }

    /** V's transport address as C writes it. */
    private static InetSocketAddress vForC(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName("64:ff9b::cb00:7110"), port);
    }
}
