// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static joolj.examples.MaptNetwork.C1;
import static joolj.examples.MaptNetwork.PORTS;
import static joolj.examples.MaptNetwork.PRIVATE;
import static joolj.examples.MaptNetwork.PSID1;
import static joolj.examples.MaptNetwork.PSID2;
import static joolj.examples.MaptNetwork.S;
import static joolj.examples.NatNetwork.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The NAPT of customer edges, RFC 7599 § 8.1, § 9: two subscribers with the same address and 252 ports each, behind which
 * the same private addresses are.
 */
@NetnsTest
final class MaptNaptIT {
    private static final int DATAGRAM = 8000;

    /** What the buffer of a socket surely holds; a divisor of {@link MaptNetwork#PORTS}. */
    private static final int BURST = 63;

    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final Set<Integer> OWN = Set.copyOf(MaptNetwork.portsOf(PSID1));
    private static final Set<Integer> OTHERS = Set.copyOf(MaptNetwork.portsOf(PSID2));

    private static MaptNetwork network;
    private static Daemon daemon;

    @BeforeAll
    static void build() {
        network = MaptNetwork.create(LABORATORY);
        daemon = LABORATORY.daemon();
        network.translate(daemon, MaptNetwork.PREFIX1, MaptNetwork.PREFIX2_SHARING);
        for (Namespace client : List.of(network.c1(), network.c2())) {
            client.runLines("""
                    ip route replace default via 192.168.0.1 src 192.168.0.4
                    ip address flush dev eth0 to 192.0.2.0/24""");
        }
        on(network.ce2(), "global update napt true");
    }

    /** Each test begins with all ports free. */
    @BeforeEach
    void turnOn() {
        on(network.ce1(), "global update napt false");
        on(network.ce1(), "global update napt true");
    }

    private static String on(Namespace node, String words) {
        return MaptNetwork.mapt(daemon, node, words);
    }

    private static long counter(String name) {
        return MaptNetwork.counters(daemon, network.ce1()).get(name);
    }

    /** RFC 6888 § 3 REQ-8: without a free port, the sender is told so; whoever has a port keeps it. */
    @Test
    void datagramsUseAllPortsOfTheSetAndNoOthers() throws IOException {
        UdpPeer server = LABORATORY.udp(network.s());
        InetSocketAddress address = in(S, server.port());
        List<UdpPeer> clients = new ArrayList<>();
        List<UdpPeer.Datagram> arrived = new ArrayList<>();
        for (int i = 0; i < PORTS; i++) {
            clients.add(LABORATORY.udp(network.c1(), in(PRIVATE, 0)));
            clients.get(i).send(number(i), address);
            if (i % BURST == BURST - 1) {
                arrived.addAll(server.receive(BURST));
            }
        }
        assertOwn(arrived.stream().map(UdpPeer.Datagram::from).collect(Collectors.toSet()));
        long refused = counter("JSTAT_MAPT_NAPT_FULL");

        try (Frames frames = Frames.open(network.c1(), "eth0", network.ce1(), "in");
                Capture capture = Capture.begin(network.c1(), "eth0")) {
            byte[] unlucky = Packets.udp4(PRIVATE, S, 9, server.port(), number(PORTS));
            frames.send4(Packets.ipv4(PRIVATE, S, Packets.UDP, 0, unlucky));
            IcmpError error = capture.await("the unlucky one is told", IcmpError::of);
            assertEquals(List.of(3, 1), List.of(error.type(), error.code()), "host unreachable");
            assertEquals(in(PRIVATE, 9), error.innerSource());
        }
        assertEquals(refused + 1, counter("JSTAT_MAPT_NAPT_FULL"));
        assertEquals(PORTS, counter("JSTAT_BIB_ENTRIES"));

        for (UdpPeer.Datagram datagram : arrived) {
            server.send(number(datagram.octets().getInt(0)), datagram.from());
        }
        for (int i = 0; i < PORTS; i++) {
            UdpPeer client = clients.get(i);
            assertEquals(i, client.receive(1).get(0).octets().getInt(0));
            client.close();
        }
        assertNull(server.poll(), "nothing else arrived");
        server.close();
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static void assertOwn(Set<SocketAddress> peers) {
        assertEquals(PORTS, peers.size());
        for (SocketAddress peer : peers) {
            InetSocketAddress of = (InetSocketAddress) peer;
            assertEquals(C1, of.getAddress().getHostAddress());
            assertTrue(OWN.contains(of.getPort()), () -> of + " is not of the port set");
        }
    }

    /** RFC 6888 § 3 REQ-8, RFC 5382 § 5: the same for connections; those that are open go on. */
    @Test
    void connectionsUseAllPortsOfTheSetAndNoOthers() throws IOException {
        try (TcpEchoServer server = network.s().call(() -> new TcpEchoServer(0));
                Conversations all = new Conversations(network.c1());
                SocketChannel unlucky = network.c1().call(() -> SocketChannel.open())) {
            all.begin(PORTS, in(S, server.port()), 3_000, 7599);
            all.awaitEchoes();
            assertOwn(server.peers());
            long refused = counter("JSTAT_MAPT_NAPT_FULL");

            assertThrows(NoRouteToHostException.class, () -> unlucky.connect(in(S, server.port())));
            assertTrue(counter("JSTAT_MAPT_NAPT_FULL") > refused, "counted");
            assertEquals(PORTS, server.peers().size());

            all.repeat();
            all.awaitEchoes();
        }
    }

    /** RFC 7599 § 9: identifiers are of the port set, too; RFC 5508 § 3.2: they are free again when sessions end. */
    @Test
    void pingsUseAllIdentifiersOfTheSetUntilTheyExpire() {
        try (Frames frames = Frames.open(network.c1(), "eth0", network.ce1(), "in");
                Capture atC1 = Capture.begin(network.c1(), "eth0");
                Capture atS = Capture.begin(network.s(), "eth0")) {
            Set<Integer> identifiers = new HashSet<>();
            Set<Integer> replies = new HashSet<>();
            for (int i = 0; i < PORTS; i++) {
                frames.send4(echo(i));
                if (i % BURST == BURST - 1) {
                    int sent = i + 1;
                    Waiting.until(sent + " echo requests and replies", () -> {
                        collect(atS, ECHO_REQUEST, identifiers);
                        collect(atC1, ECHO_REPLY, replies);
                        return identifiers.size() >= sent && replies.size() >= sent;
                    });
                }
            }
            assertEquals(IntStream.range(0, PORTS).boxed().collect(Collectors.toSet()), replies);
            assertEquals(OWN, identifiers);
            long refused = counter("JSTAT_MAPT_NAPT_FULL");

            frames.send4(echo(PORTS));
            IcmpError error = atC1.await("the unlucky one is told", IcmpError::of);
            assertEquals(List.of(3, 1), List.of(error.type(), error.code()), "host unreachable");
            assertEquals(PORTS, error.innerSource().getPort());
            frames.send4(echo(0));
            atC1.await("the first one is still served", packet -> identifier(packet, ECHO_REPLY));
            assertEquals(refused + 1, counter("JSTAT_MAPT_NAPT_FULL"));

            on(network.ce1(), "global update napt-icmp-timeout 2s");
            Waiting.until("sessions expire", () -> counter("JSTAT_SESSIONS") == 0);
            frames.send4(echo(PORTS));
            atC1.await("a new one is served", packet -> identifier(packet, ECHO_REPLY));
        } finally {
            on(network.ce1(), "global update napt-icmp-timeout 1m");
        }
    }

    private static void collect(Capture capture, int type, Set<Integer> identifiers) {
        for (byte[] packet = capture.poll(); packet != null; packet = capture.poll()) {
            Integer identifier = identifier(packet, type);
            if (identifier != null) {
                identifiers.add(identifier);
            }
        }
    }

    private static byte[] echo(int identifier) {
        return Packets.ipv4(PRIVATE, S, Packets.ICMP4, 0, Packets.echo4(identifier, new byte[8]));
    }

    /** The identifier of an ICMPv4 message of the given type, null if the packet is another one. */
    private static Integer identifier(byte[] packet, int type) {
        boolean it = packet[0] >>> 4 == 4 && packet[9] == Packets.ICMP4 && packet[20] == type;
        return it ? ByteBuffer.wrap(packet).getShort(24) & 0xffff : null;
    }

    /** RFC 7599 § 8.1, RFC 5128: who shares an address is told apart by ports alone, at the border relay, too. */
    @Test
    void subscribersWithTheSameAddressReachEachOther() throws IOException {
        UdpPeer server = LABORATORY.udp(network.s());
        UdpPeer one = LABORATORY.udp(network.c1(), in(PRIVATE, 0));
        UdpPeer other = LABORATORY.udp(network.c2(), in(PRIVATE, 0));
        SocketAddress ofOne =
                server.receive(() -> one.send(number(1), in(S, server.port()))).from();
        SocketAddress ofOther = server.receive(() -> other.send(number(2), in(S, server.port())))
                .from();
        assertEquals(in(C1, 0).getAddress(), ((InetSocketAddress) ofOther).getAddress());
        assertTrue(OTHERS.contains(((InetSocketAddress) ofOther).getPort()), ofOther::toString);

        one.send(number(3), ofOther);
        UdpPeer.Datagram heard = one.receive(() -> other.send(number(4), ofOne));
        assertEquals(ofOther, heard.from());
        assertEquals(4, heard.octets().getInt(0));
        UdpPeer.Datagram answer = other.receive(() -> one.send(number(5), ofOther));
        assertEquals(ofOne, answer.from());

        server.close();
        one.close();
        other.close();
    }

    /** RFC 7599 § 9: errors about masked flows reach the node or router that they are about, in both directions. */
    @Test
    void errorsAreMaskedLikeTheFlowsTheyAreAbout() throws IOException {
        UdpPeer server = LABORATORY.udp(network.s());
        UdpPeer client = LABORATORY.udp(network.c1(), in(PRIVATE, 0));
        int port = client.port();
        InetSocketAddress mask = (InetSocketAddress) server.receive(() -> client.send(number(1), in(S, server.port())))
                .from();
        client.close();
        try (Capture atS = Capture.begin(network.s(), "eth0");
                Capture atC1 = Capture.begin(network.c1(), "eth0")) {
            server.send(number(2), mask);

            IcmpError refused = atS.await("the server is told", IcmpError::of);
            assertEquals(List.of(3, 3), List.of(refused.type(), refused.code()), "port unreachable");
            assertEquals(mask.getAddress(), refused.source());
            assertEquals(in(S, server.port()), refused.innerSource());
            assertEquals(mask, refused.innerDestination());

            assertEquals(
                    in(PRIVATE, port), atC1.await("C1 answers", IcmpError::of).innerDestination());
            Command.Result lost = network.c1()
                    .command("ping", "-n", "-c", "1", "-W", "10", "-t", "4", S)
                    .run()
                    .exited(1);
            assertTrue(lost.out().contains("From 198.18.4.2 icmp_seq=1 Time to live exceeded"), lost::toString);
        }
        server.close();
    }

    /** RFC 7599 § 10.2, § 10.3: fragments are put together before they are masked; new ones have ids of the port set. */
    @Test
    void largeDatagramsAreMasked() throws IOException {
        byte[] question = new byte[DATAGRAM];
        new SplittableRandom(DATAGRAM).nextBytes(question);
        try (UdpEchoServer server = network.s().call(() -> new UdpEchoServer(0));
                UdpPeer client = LABORATORY.udp(network.c1(), in(PRIVATE, 0));
                Capture atR = Capture.begin(network.r(), "ce1")) {
            UdpPeer.Datagram answer = client.exchange(question, in(S, server.port()));

            assertEquals(ByteBuffer.wrap(question), answer.octets());
            assertTrue(OWN.contains(((InetSocketAddress) server.lastPeer()).getPort()));
            int id = atR.await("a fragment from CE1", MaptNaptIT::identificationOfFragment);
            assertTrue(OWN.contains(id), () -> id + " is not of the port set");
        }
    }

    /** The identification of an IPv6 fragment, null if the packet is something else. */
    private static Integer identificationOfFragment(byte[] packet) {
        return packet[0] >>> 4 == 6 && packet[6] == Packets.FRAGMENT
                ? ByteBuffer.wrap(packet).getInt(44)
                : null;
    }

    /** RFC 7915 § 5.2: the Packet Too Big of an IPv6 router reaches the private node that it is about. */
    @Test
    @Timeout(60)
    void privateNodesLearnTheMtuOfANarrowLine() throws IOException {
        Path file = RandomFile.write(LABORATORY.directory().resolve("data"), 2_345_678);
        narrow(1400);
        try {
            Transfer.of(file, network.c1(), in(PRIVATE, 0), network.s(), in(S, 0));
            network.c1().runLines("ip route flush cache");
            Command.Result refused = network.c1()
                    .command("ping", "-n", "-c", "1", "-W", "10", "-M", "do", "-s", "1400", S)
                    .run()
                    .exited(1);
            assertTrue(refused.out().contains("Frag needed and DF set (mtu = 1380)"), refused::toString);
        } finally {
            narrow(1500);
        }
    }

    private static void narrow(int mtu) {
        network.br().runLines("ip link set wan mtu " + mtu);
        network.r().runLines("ip link set relay mtu " + mtu);
    }

    /** What the NAPT knows can be looked at. */
    @Test
    void mappingsAndSessionsAreDisplayed() throws IOException {
        UdpPeer server = LABORATORY.udp(network.s());
        UdpPeer client = LABORATORY.udp(network.c1(), in(PRIVATE, 0));
        InetSocketAddress mask = (InetSocketAddress) server.receive(() -> client.send(number(1), in(S, server.port())))
                .from();

        assertEquals(
                "[Dynamic UDP] " + C1 + "#" + mask.getPort() + " - ::ffff:" + PRIVATE + "#" + client.port() + "\n",
                on(network.ce1(), "bib display --udp --numeric"));
        String sessions = on(network.ce1(), "session display --udp --numeric --csv --no-headers");
        String expected = "UDP,::ffff:" + PRIVATE + "," + client.port() + ",::ffff:" + S + "," + server.port() + ","
                + C1 + "," + mask.getPort() + "," + S + "," + server.port() + ",";
        assertTrue(sessions.startsWith(expected), () -> sessions + " instead of " + expected);
        Command.Result none =
                daemon.joolj(network.br(), "mapt", "bib", "display").run().exited(95);
        assertTrue(none.err().contains("no NAPT"), none::toString);
        server.close();
        client.close();
    }
}
