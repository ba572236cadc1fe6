// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static joolj.examples.MaptNetwork.C1;
import static joolj.examples.MaptNetwork.C1_MAP;
import static joolj.examples.MaptNetwork.C2;
import static joolj.examples.MaptNetwork.C2_MAP;
import static joolj.examples.MaptNetwork.S;
import static joolj.examples.MaptNetwork.S_BY_DMR;
import static joolj.examples.NatNetwork.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MAP-T between two customer edges and a border relay: mesh, hub, ICMP errors, fragments, path MTUs, spoofing. */
@NetnsTest
final class MaptIT {
    private static final int FILE_LENGTH = 2_345_678;
    private static final int ECHO_PORT = 7;
    private static final int USUAL_MTU = 1500;
    private static final int DATAGRAM = 8000;
    private static final int DONT_FRAGMENT = 0x4000;

    /** Where packets are lost again and again, TCP takes minutes; otherwise a fraction of a second. */
    private static final int TCP_SECONDS = 60;

    /** Where errors come from whose sender has no IPv4 address, as told to CE1 and to the border relay. */
    private static final String CE1_POOL = "198.18.91.0/24";

    private static final String BR_POOL = "198.18.92.0/24";

    /** The first half of the addresses of CE1's other pool, as Java writes it. */
    private static final String V6_POOL = "2001:db8:91:0";

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final Iterator<Integer> PORTS1 =
            MaptNetwork.portsOf(MaptNetwork.PSID1).iterator();
    private static final Iterator<Integer> PORTS2 =
            MaptNetwork.portsOf(MaptNetwork.PSID2).iterator();

    private static MaptNetwork network;
    private static Daemon daemon;
    private static Path file;

    @BeforeAll
    static void build() {
        network = MaptNetwork.create(LABORATORY);
        daemon = LABORATORY.daemon();
        network.translate(daemon);
        on(network.ce1(), "global update rfc6791v4-prefix " + CE1_POOL);
        on(network.br(), "global update rfc6791v4-prefix " + BR_POOL);
        LABORATORY.echoServer(network.s(), ECHO_PORT);
        file = RandomFile.write(LABORATORY.directory().resolve("data"), FILE_LENGTH);
    }

    private static String on(Namespace node, String words) {
        return MaptNetwork.mapt(daemon, node, words);
    }

    private static long counter(Namespace node, String name) {
        return MaptNetwork.counters(daemon, node).get(name);
    }

    /** C1's address with a port of its set that has not been used yet. */
    private static InetSocketAddress fresh1() {
        return in(C1, PORTS1.next());
    }

    /** C2's address with a port of its set that has not been used yet. */
    private static InetSocketAddress fresh2() {
        return in(C2, PORTS2.next());
    }

    // ---- Hub and mesh

    /** RFC 7599 § 8.2, § 8.4: without a rule for the other one, customer edges meet at the border relay. */
    @Test
    void customerEdgesReachEachOtherByTheBorderRelay() throws IOException {
        long before = counter(network.br(), "JSTAT_SUCCESS");

        Transfer.of(file, network.c1(), fresh1(), network.c2(), fresh2());
        Transfer.of(file, network.c2(), fresh2(), network.c1(), fresh1());
        assertUnreachable(network.c1(), network.ce1(), fresh1(), fresh2(), C1_MAP, "64:ff9b::" + C2);

        assertTrue(counter(network.br(), "JSTAT_SUCCESS") > before, "the border relay turns them back");
    }

    /** RFC 7599 § 8.2, § 11.2: with a Forwarding Mapping Rule for each other, they leave the border relay alone. */
    @Test
    void customerEdgesReachEachOtherDirectlyInMeshMode() throws IOException {
        on(network.ce1(), "fmrt add " + MaptNetwork.RULE);
        on(network.ce2(), "fmrt add " + MaptNetwork.RULE);
        long before = counter(network.br(), "JSTAT_SUCCESS");
        try {
            Transfer.of(file, network.c1(), fresh1(), network.c2(), fresh2());
            Transfer.of(file, network.c2(), fresh2(), network.c1(), fresh1());
            assertUnreachable(network.c1(), network.ce1(), fresh1(), fresh2(), C1_MAP, C2_MAP);

            assertEquals(before, counter(network.br(), "JSTAT_SUCCESS"), "the border relay has nothing to do");
        } finally {
            on(network.ce1(), "fmrt flush");
            on(network.ce2(), "fmrt flush");
        }
    }

    // ---- ICMP errors

    /** RFC 7599 § 9: the addresses of the quoted packet are mapped by its ports, with the roles exchanged. */
    @Test
    void errorOfAnIpv4NodeReachesTheClientThatItIsAbout() throws IOException {
        assertUnreachable(network.c1(), network.ce1(), fresh1(), in(S, 9), C1_MAP, S_BY_DMR);
    }

    /** RFC 7599 § 9: the same from a client. */
    @Test
    void errorOfAClientReachesTheIpv4NodeThatItIsAbout() throws IOException {
        assertUnreachable(network.s(), network.q(), in(S, 5000), fresh1(), S_BY_DMR, C1_MAP);
    }

    /**
     * Sends a datagram to a port where nobody listens, and looks at the error as its receiver and as R see it.
     *
     * @param node the sender
     * @param next the node that it sends to
     * @param source the datagram's source
     * @param destination its destination
     * @param source6 the datagram's source as it passes R
     * @param destination6 its destination as it passes R
     */
    private static void assertUnreachable(
            Namespace node,
            Namespace next,
            InetSocketAddress source,
            InetSocketAddress destination,
            String source6,
            String destination6)
            throws IOException {
        String device = next == network.q() ? "s" : "in";
        String wire = next == network.q() ? "relay" : "ce1";
        try (Capture there = Capture.begin(node, "eth0");
                Capture between = Capture.begin(network.r(), wire);
                Frames frames = Frames.open(node, "eth0", next, device)) {
            String from = source.getAddress().getHostAddress();
            String to = destination.getAddress().getHostAddress();
            byte[] datagram =
                    Packets.udp4(from, to, source.getPort(), destination.getPort(), "nobody listens".getBytes(UTF_8));
            frames.send4(Packets.ipv4(from, to, Packets.UDP, 0, datagram));

            IcmpError error = there.await("the error arrives at " + node, IcmpError::of);
            assertEquals(
                    new IcmpError(
                            3, 3, 0, destination.getAddress(), source.getAddress(), Packets.UDP, source, destination),
                    error);
            IcmpError error6 = between.await("the error passes R", packet -> errorFrom(packet, destination6));
            assertEquals(
                    new IcmpError(
                            1,
                            4,
                            0,
                            in(destination6, 0).getAddress(),
                            in(source6, 0).getAddress(),
                            Packets.UDP,
                            in(source6, source.getPort()),
                            in(destination6, destination.getPort())),
                    error6);
        }
    }

    private static IcmpError errorFrom(byte[] packet, String source) {
        IcmpError error = IcmpError.of(packet);
        return error == null || !error.source().equals(in(source, 0).getAddress()) ? null : error;
    }

    /** RFC 7599 § 9, RFC 6791: routers behind the border relay answer as themselves, IPv6 ones by the edge's pool. */
    @Test
    void everyHopAnswersTheClient() {
        assertEquals("192.168.0.1", hop(network.c1(), 1, S));
        assertPool(CE1_POOL, hop(network.c1(), 2, S));
        assertPool(CE1_POOL, hop(network.c1(), 3, S));
        assertEquals("198.18.4.2", hop(network.c1(), 4, S));
        network.c1().run("ping", "-n", "-c", "1", "-W", "10", "-t", "5", "-e", id(), S);
    }

    /** RFC 7599 § 9, RFC 6791: the provider's IPv6 routers answer IPv4 nodes by the border relay's pool. */
    @Test
    void everyHopAnswersTheIpv4Node() {
        assertEquals("203.0.113.1", hop(network.s(), 1, C1));
        assertEquals("198.18.4.1", hop(network.s(), 2, C1));
        assertPool(BR_POOL, hop(network.s(), 3, C1));
        assertPool(BR_POOL, hop(network.s(), 4, C1));
        network.s().run("ping", "-n", "-c", "1", "-W", "10", "-t", "5", "-e", id(), C1);
    }

    /** RFC 6791 § 3.1: without a pool, an error has an address of the translator's own. */
    @Test
    void errorWithoutPoolHasTheTranslatorsAddress() {
        on(network.br(), "global update rfc6791v4-prefix null");
        try {
            assertEquals("198.18.4.1", hop(network.s(), 3, C1));
        } finally {
            on(network.br(), "global update rfc6791v4-prefix " + BR_POOL);
        }
    }

    /** RFC 6791 § 3.1: also an IPv4 router of the subscriber's may have an address that cannot be mapped. */
    @Test
    void errorOfASubscribersRouterHasASubstituteOnBothSides() throws IOException {
        InetSocketAddress client = fresh1();
        on(network.ce1(), "global update rfc6791v6-prefix " + V6_POOL + "::/64");
        try (Frames frames = Frames.open(network.c1(), "eth0", network.ce1(), "in");
                Capture atR = Capture.begin(network.r(), "ce1");
                Capture atS = Capture.begin(network.s(), "eth0")) {
            byte[] lost = Packets.udp4(S, C1, 5000, client.getPort(), "lost".getBytes(UTF_8));
            byte[] unreachable = Packets.unreachable4(Packets.ipv4(S, C1, Packets.UDP, 0, lost));
            frames.send4(Packets.ipv4("10.9.9.9", S, Packets.ICMP4, 0, unreachable));

            IcmpError passing = atR.await("the error passes R", IcmpError::of);
            assertTrue(passing.source().getHostAddress().startsWith(V6_POOL), passing::toString);
            assertEquals(in(S_BY_DMR, 5000), passing.innerSource());
            assertEquals(in(C1_MAP, client.getPort()), passing.innerDestination());
            IcmpError arrived = atS.await("the error arrives", IcmpError::of);
            assertPool(BR_POOL, arrived.source().getHostAddress());
            assertEquals(in(S, 5000), arrived.innerSource());
            assertEquals(client, arrived.innerDestination());
        } finally {
            on(network.ce1(), "global update rfc6791v6-prefix null");
        }
    }

    /** An ICMP identifier of C1's set. */
    private static String id() {
        return Integer.toString(MaptNetwork.portsOf(MaptNetwork.PSID1).get(0));
    }

    private static String hop(Namespace from, int ttl, String destination) {
        Command.Result lost = from.command(
                        "ping", "-n", "-c", "1", "-W", "10", "-e", id(), "-t", Integer.toString(ttl), destination)
                .run()
                .exited(1);
        return find("From (\\S+) icmp_seq=1 Time to live exceeded", lost);
    }

    private static String find(String regex, Command.Result result) {
        Matcher matcher = Pattern.compile(regex).matcher(result.out());
        assertTrue(matcher.find(), () -> "no " + regex + " in " + result);
        return matcher.group(1);
    }

    private static void assertPool(String prefix, String address) {
        String network = prefix.replaceFirst("0/24$", "");
        assertTrue(address.startsWith(network), address + " is not of " + prefix);
    }

    // ---- Fragments and path MTUs

    /** RFC 7599 § 10: datagrams are put together before their ports are looked at, by whomever. */
    @ParameterizedTest(name = "put together by connection tracking: {0}")
    @ValueSource(booleans = {false, true})
    void carriesDatagramsThatComeInFragments(boolean tracked) throws IOException {
        String tracking = " FORWARD -m conntrack --ctstate INVALID -j RETURN";
        List<Namespace> translators = tracked ? List.of(network.ce1(), network.br()) : List.of();
        translators.forEach(node -> node.runLines("iptables -A" + tracking + "\nip6tables -A" + tracking));
        try (UdpEchoServer echo = network.c1().call(() -> new UdpEchoServer(PORTS1.next()))) {
            echo(network.c1(), fresh1(), in(S, ECHO_PORT));
            echo(network.s(), in(S, 0), in(C1, echo.port()));
        } finally {
            translators.forEach(node -> node.runLines("iptables -D" + tracking + "\nip6tables -D" + tracking));
        }
    }

    private static void echo(Namespace node, InetSocketAddress own, InetSocketAddress server) throws IOException {
        byte[] question = new byte[DATAGRAM];
        new SplittableRandom(DATAGRAM).nextBytes(question);
        try (UdpPeer client = LABORATORY.udp(node, own)) {
            assertEquals(
                    ByteBuffer.wrap(question), client.exchange(question, server).octets());
        }
    }

    /** RFC 7915 § 5.2: the Packet Too Big of R becomes a Fragmentation Needed for the server, 20 octets less. */
    @Test
    @Timeout(TCP_SECONDS)
    void tellsTheIpv4NodeTheMtuOfTheSubscribersLine() throws IOException {
        narrow(network.ce1(), "wan", "ce1", 1400);
        try {
            Transfer.of(file, network.s(), in(S, 0), network.c1(), fresh1());

            assertTold(1380, BR_POOL, network.s(), C1);
        } finally {
            narrow(network.ce1(), "wan", "ce1", USUAL_MTU);
            network.s().runLines("ip route flush cache");
        }
    }

    /** RFC 7915 § 5.2: the same for the client, whose packets the border relay's line is too narrow for. */
    @Test
    @Timeout(TCP_SECONDS)
    void tellsTheClientTheMtuOfTheBorderRelaysLine() throws IOException {
        narrow(network.br(), "wan", "relay", 1400);
        try {
            Transfer.of(file, network.c1(), fresh1(), network.s(), in(S, 0));

            assertTold(1380, CE1_POOL, network.c1(), S);
        } finally {
            narrow(network.br(), "wan", "relay", USUAL_MTU);
            network.c1().runLines("ip route flush cache");
        }
    }

    /** RFC 7915 § 4.2, § 5.2: 20 octets more towards IPv6, 20 less back to IPv4. */
    @Test
    void tellsTheClientTheMtuOfAnIpv4Line() throws IOException {
        narrow(network.s(), "eth0", "s", 1400);
        try (Capture between = Capture.begin(network.r(), "ce1")) {
            assertTold(1400, "198.18.4.2", network.c1(), S);
            IcmpError tooBig = between.await("a Packet Too Big passes R", IcmpError::of);
            assertEquals(List.of(2, 1420L), List.of(tooBig.type(), tooBig.rest()));
        } finally {
            narrow(network.s(), "eth0", "s", USUAL_MTU);
            network.c1().runLines("ip route flush cache");
        }
    }

    /** RFC 7599 § 8.3, RFC 6791: an IPv6 router's error about a packet that was turned back is turned back, too. */
    @ParameterizedTest(name = "with a pool: {0}")
    @ValueSource(booleans = {true, false})
    void tellsASubscriberTheMtuOfAnothersLine(boolean pool) throws IOException {
        InetSocketAddress client = fresh2();
        InetSocketAddress server = fresh1();
        narrow(network.ce1(), "wan", "ce1", 1400);
        on(network.br(), "global update rfc6791v4-prefix " + (pool ? BR_POOL : "null"));
        try (Frames frames = Frames.open(network.c2(), "eth0", network.ce2(), "in");
                Capture capture = Capture.begin(network.c2(), "eth0")) {
            byte[] datagram = Packets.udp4(C2, C1, client.getPort(), server.getPort(), new byte[1400]);
            frames.send4(Packets.ipv4(C2, C1, Packets.UDP, DONT_FRAGMENT, datagram));

            IcmpError error = capture.await("C2 is told", IcmpError::of);
            assertEquals(List.of(3, 4, 1380L), List.of(error.type(), error.code(), error.rest()));
            assertPool(pool ? BR_POOL : "198.18.4.1", error.source().getHostAddress());
            assertEquals(client, error.innerSource());
            assertEquals(server, error.innerDestination());
        } finally {
            narrow(network.ce1(), "wan", "ce1", USUAL_MTU);
            on(network.br(), "global update rfc6791v4-prefix " + BR_POOL);
        }
    }

    private static void narrow(Namespace node, String device, String others, int mtu) {
        Namespace other = node == network.s() ? network.q() : network.r();
        node.runLines("ip link set " + device + " mtu " + mtu);
        other.runLines("ip link set " + others + " mtu " + mtu);
    }

    /** Checks which MTU a node learns from an error, and whether that comes from an address or a prefix. */
    private static void assertTold(int mtu, String teller, Namespace node, String destination) {
        node.runLines("ip route flush cache");
        Command.Result refused = node.command(
                        "ping", "-n", "-c", "1", "-W", "10", "-e", id(), "-M", "do", "-s", "1400", destination)
                .run()
                .exited(1);
        assertEquals(mtu, Integer.parseInt(find("Frag needed and DF set \\(mtu = (\\d+)\\)", refused)));
        assertPool(teller, find("From (\\S+) icmp_seq=1 Frag needed", refused));
        String route = node.run("ip", "route", "get", destination).out();
        assertTrue(route.contains(" mtu " + mtu + " "), route);
    }

    // ---- What is not translated

    /** What a customer edge does not translate is the kernel's, and counted by the reason. */
    @Test
    void customerEdgeHandsBackWhatIsNotItsOwn() throws IOException {
        Namespace ce1 = network.ce1();
        assertHandedBack(ce1, "JSTAT_MAPT_ADDR4", "Net Unreachable", network.c1(), "-I", MaptNetwork.PRIVATE, S);
        assertHandedBack(ce1, "JSTAT_MAPT_PSID", "Net Unreachable", network.c1(), "-e", "1", S);
        assertHandedBack(ce1, "JSTAT_MAPT_EUI6P", "1 received", network.r(), "2001:db8:6:1::2");
        assertHandedBack(ce1, "JSTAT_MAPT_POOL6", "Time exceeded", network.r(), "-e", id(), C1_MAP);
    }

    /** What a border relay does not translate is the kernel's, and counted by the reason. */
    @Test
    void borderRelayHandsBackWhatIsNotItsOwn() throws IOException {
        Namespace br = network.br();
        assertHandedBack(br, "JSTAT_MAPT_FMR4", "1 received", network.s(), "198.18.4.1");
        assertHandedBack(br, "JSTAT_MAPT_FMR6", "No route", network.r(), S_BY_DMR);
        assertHandedBack(br, "JSTAT_MAPT_POOL6", "1 received", network.r(), "2001:db8:6:b::2");
    }

    private static void assertHandedBack(
            Namespace translator, String counter, String answer, Namespace from, String... ping) {
        long before = counter(translator, counter);
        String[] words = Stream.concat(Stream.of("ping", "-n", "-c", "1", "-W", "5"), Stream.of(ping))
                .toArray(String[]::new);
        Command.Result result = from.command(words).run();
        assertTrue(result.out().contains(answer), result::toString);
        assertTrue(counter(translator, counter) > before, counter);
    }

    // ---- Spoofing

    /** RFC 7599 § 8.3, RFC 7597 § 13: the border relay drops a source port that is not the customer edge's own. */
    @Test
    void borderRelayDropsPortsOfOtherSubscribers() throws IOException {
        UdpPeer server = LABORATORY.udp(network.s());
        int own = PORTS1.next();
        int foreign = PORTS2.next();
        try (Frames toBr = Frames.open(network.r(), "relay", network.br(), "wan");
                Capture atR = Capture.begin(network.r(), "relay");
                Capture atS = Capture.begin(network.s(), "eth0")) {
            long before = counter(network.br(), "JSTAT_MAPT_PORTS");
            toBr.send6(datagram6(foreign, server.port(), "spoofed"));
            toBr.send6(echo6(foreign));
            toBr.send6(datagram6(own, server.port(), "honest"));

            UdpPeer.Datagram arrived = server.receive(1).get(0);
            assertEquals(ByteBuffer.wrap("honest".getBytes(UTF_8)), arrived.octets());
            assertEquals(in(C1, own), arrived.from());
            assertEquals(before + 2, counter(network.br(), "JSTAT_MAPT_PORTS"));
            IcmpError error = atR.await("the sender is told", IcmpError::of);
            assertEquals(List.of(1, 5), List.of(error.type(), error.code()), "failed ingress policy");
            assertEquals(in(C1_MAP, foreign), error.innerSource());
            for (byte[] packet = atS.poll(); packet != null; packet = atS.poll()) {
                assertFalse(packet[0] >>> 4 == 4 && packet[9] == Packets.ICMP4, "an echo request got through");
            }

            on(network.br(), "global update map-t-check-ports false");
            UdpPeer.Datagram let = server.receive(() -> toBr.send6(datagram6(foreign, server.port(), "unchecked")));
            assertEquals(in(C1, foreign), let.from());
            toBr.send6(echo6(foreign));
            atS.await("an echo request", packet -> packet[0] >>> 4 == 4 && packet[9] == Packets.ICMP4 ? packet : null);
            assertEquals(before + 2, counter(network.br(), "JSTAT_MAPT_PORTS"));
        } finally {
            on(network.br(), "global update map-t-check-ports true");
        }
        assertNull(server.poll(), "more than was sent");
    }

    /** RFC 7599 § 8.2: a customer edge drops what goes to a port that is not its own. */
    @Test
    void customerEdgeDropsWhatGoesToPortsOfOthers() throws IOException {
        InetSocketAddress own = fresh1();
        int foreign = PORTS2.next();
        UdpPeer wrong = LABORATORY.udp(network.c1(), in(C1, foreign));
        UdpPeer right = LABORATORY.udp(network.c1(), own);
        try (Frames toCe1 = Frames.open(network.r(), "ce1", network.ce1(), "wan")) {
            long before = counter(network.ce1(), "JSTAT_MAPT_PORTS");
            for (int port : List.of(foreign, own.getPort())) {
                byte[] datagram = Packets.udp6(S_BY_DMR, C1_MAP, 5000, port, new byte[] {1});
                toCe1.send6(Packets.ipv6(S_BY_DMR, C1_MAP, Packets.UDP, datagram));
            }

            assertEquals(in(S, 5000), right.receive(1).get(0).from());
            assertNull(wrong.poll());
            assertEquals(before + 1, counter(network.ce1(), "JSTAT_MAPT_PORTS"));
        }
    }

    private static byte[] datagram6(int sourcePort, int destinationPort, String text) {
        byte[] datagram = Packets.udp6(C1_MAP, S_BY_DMR, sourcePort, destinationPort, text.getBytes(UTF_8));
        return Packets.ipv6(C1_MAP, S_BY_DMR, Packets.UDP, datagram);
    }

    private static byte[] echo6(int identifier) {
        return Packets.ipv6(C1_MAP, S_BY_DMR, Packets.ICMP6, Packets.echo6(C1_MAP, S_BY_DMR, identifier, new byte[8]));
    }

    // ---- Rules

    /** Rules come and go; traffic by those that stay does not notice, and ends with its own. */
    @Test
    void rulesChangeWhileTrafficFlows() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        UdpPeer client = LABORATORY.udp(network.c1(), fresh1());
        Thread traffic = new Thread(() -> converse(client, rounds, over), "traffic");
        traffic.start();
        try {
            for (int i = 1; i <= 3; i++) {
                on(network.br(), "fmrt add 2001:db8:f" + i + "::/48 198.51.100." + 16 * i + "/28 8 0");
                awaitRounds(rounds, 20);
            }
            String table = on(network.br(), "fmrt display --csv --no-headers");
            assertEquals(4, table.lines().count(), table);
            assertTrue(table.contains("2001:db8:ce00::/40,192.0.2.0/24,16,6"), table);
            on(network.br(), "fmrt remove 2001:db8:f2::/48 198.51.100.32/28 8 0");
            awaitRounds(rounds, 20);

            on(network.br(), "fmrt flush");
            long unmapped = counter(network.br(), "JSTAT_MAPT_FMR6");
            int last = rounds.get();
            Waiting.until("questions are handed back", () -> counter(network.br(), "JSTAT_MAPT_FMR6") > unmapped + 3);
            assertEquals(last, rounds.get(), "no rule, no answer");
            on(network.br(), "fmrt add " + MaptNetwork.RULE);
            awaitRounds(rounds, 20);
        } finally {
            over.set(true);
            traffic.join();
            on(network.br(), "fmrt flush");
            on(network.br(), "fmrt add " + MaptNetwork.RULE);
        }
    }

    private static void awaitRounds(AtomicInteger rounds, int more) {
        int before = rounds.get();
        Waiting.until(more + " more answers", () -> rounds.get() >= before + more);
    }

    /** Asks again and again, sooner when there is an answer; counts the answers. */
    private static void converse(UdpPeer client, AtomicInteger rounds, AtomicBoolean over) {
        while (!over.get()) {
            try {
                client.send(new byte[] {1}, in(S, ECHO_PORT));
                Waiting.within(Duration.ofMillis(100), () -> hasAnswer(client, rounds));
            } catch (IOException e) {
                // An ICMP error about an earlier question.
            }
        }
    }

    private static boolean hasAnswer(UdpPeer client, AtomicInteger rounds) {
        try {
            if (client.poll() == null) {
                return false;
            }
            rounds.incrementAndGet();
            return true;
        } catch (IOException e) {
            return true;
        }
    }
}
