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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a path with routers and narrow links on both sides makes of ICMP errors, path MTUs and fragments. */
@NetnsTest
@ParameterizedClass(name = "{0}, {1}, {2}")
@CsvSource({
    "siit, netfilter, raw",
    "siit, iptables, raw",
    "nat64, netfilter, raw",
    "siit, netfilter, tun",
    "nat64, iptables, tun"
})
final class PathIT {
    private static final int FILE_LENGTH = 1_500_000;

    /** Where packets are lost again and again, TCP takes minutes; otherwise a fraction of a second. */
    private static final int TCP_SECONDS = 60;

    private static final int ECHO_PORT = 7;
    private static final int USUAL_MTU = 1500;

    /** ICMP echo identifier of the static binding by which V reaches A through a NAT64. */
    private static final String PING_ID = "7";

    /** An address of A that V opens a connection to, what a SIIT makes of it, and the port. */
    private static final String SINK6 = "2001:db8:6::9";

    private static final String SINK4 = "198.51.100.9";
    private static final int SINK_PORT = 62000;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static LongPath path;
    private static Daemon daemon;
    private static Path file;
    private static FileServer web;
    private static int host;

    @Parameter(0)
    String product;

    @Parameter(1)
    String framework;

    @Parameter(2)
    String exit;

    @BeforeParameterizedClassInvocation
    static void build(String product, String framework, String exit) {
        path = LongPath.create(LABORATORY);
        host = 20;
        path.a().runLines("ip address add " + SINK6 + "/120 dev eth0");
        web = LABORATORY.fileServer(path.v(), 0);
        LABORATORY.echoServer(path.v(), ECHO_PORT);
        LABORATORY.echoServer(path.a(), ECHO_PORT);
        file = RandomFile.write(LABORATORY.directory().resolve("data"), FILE_LENGTH);
        daemon = LABORATORY.daemon();
        on(product, "instance add path --" + framework + " --reinject " + exit + " --pool6 " + LongPath.POOL6);
        if (product.equals("siit")) {
            on(product, "-i path eamt add " + LongPath.EAM6 + " " + LongPath.EAM4);
            on(product, "-i path eamt add 2001:db8:61::1 198.51.101.61");
            on(product, "-i path global update rfc6791v4-prefix 198.51.102.0/24");
            on(product, "-i path global update randomize-rfc6791-addresses false");
        } else {
            on(product, "-i path pool4 add --tcp 192.0.2.1 61001-65535");
            on(product, "-i path pool4 add --udp 192.0.2.1 61001-65535");
            on(product, "-i path pool4 add --icmp 192.0.2.1 0-65535");
            on(product, "-i path bib add --icmp 192.0.2.1#" + PING_ID + " " + LongPath.A + "#" + PING_ID);
            on(product, "-i path bib add --tcp 192.0.2.1#" + SINK_PORT + " " + SINK6 + "#" + SINK_PORT);
        }
        if (framework.equals("iptables")) {
            String address4 = product.equals("siit") ? LongPath.EAM4 : "192.0.2.1";
            path.addRules(daemon.queueOf(path.t(), product, "path"), address4);
        }
    }

    private static void on(String product, String words) {
        daemon.joolj(path.t(), (product + " " + words).split(" ")).run().succeeded();
    }

    @AfterParameterizedClassInvocation
    static void remove() {
        LABORATORY.close();
    }

    @AfterEach
    void widen() {
        path.widen();
    }

    /** RFC 7915 § 4.2, § 5.1: every router answers, and its answer arrives from an address that stands for it. */
    @Test
    void answersHopByHopTowardsIpv4() {
        List<String> hops = new ArrayList<>();
        for (int ttl = 1; ttl <= 5; ttl++) {
            hops.add(hop(path.a(), ttl, LongPath.V_FOR_A));
        }

        assertEquals(
                List.of("2001:db8:6::1", "2001:db8:61::2", "2001:db8:62::2", "64:ff9b::c000:202", "64:ff9b::c612:402"),
                hops);
        ping(path.a(), "-t", "6", LongPath.V_FOR_A);
    }

    /** RFC 7915 § 4.1, § 5.2, RFC 6791: also routers whose addresses cannot be translated. */
    @Test
    void answersHopByHopTowardsIpv6() {
        List<String> hops = new ArrayList<>();
        for (int ttl = 1; ttl <= 5; ttl++) {
            hops.add(hop(path.v(), ttl, aForV()));
        }

        String q6 = isSiit() ? "198.51.102.64" : "192.0.2.1";
        String p6 = isSiit() ? "198.51.101.61" : "192.0.2.1";
        assertEquals(List.of("203.0.113.1", "198.18.4.1", "192.0.2.1", q6, p6), hops);
        ping(path.v(), "-t", "6", aForV());
    }

    private static String hop(Namespace from, int ttl, String destination) {
        Command.Result lost = from.command(
                        "ping", "-n", "-c", "1", "-W", "10", "-e", PING_ID, "-t", Integer.toString(ttl), destination)
                .run()
                .exited(1);
        return find("From (\\S+) icmp_seq=1 Time (?:to live )?exceeded", lost);
    }

    private static String find(String regex, Command.Result result) {
        Matcher matcher = Pattern.compile(regex).matcher(result.out());
        assertTrue(matcher.find(), () -> "no " + regex + " in " + result);
        return matcher.group(1);
    }

    private static void ping(Namespace from, String... words) {
        List<String> all = new ArrayList<>(List.of("ping", "-c", "3", "-i", "0.2", "-W", "10", "-e", PING_ID));
        all.addAll(List.of(words));
        Command.Result result = from.run(all.toArray(String[]::new));
        assertTrue(result.out().contains("3 received"), result::toString);
    }

    /** RFC 7915 § 5.2: a Packet Too Big becomes a Fragmentation Needed with an MTU that is 20 octets less. */
    @ParameterizedTest(name = "{0} octets")
    @ValueSource(ints = {1400, 1280})
    @Timeout(TCP_SECONDS)
    void tellsIpv4TheMtuOfANarrowIpv6Link(int mtu) throws IOException {
        path.narrow(mtu, USUAL_MTU);

        Command.Result refused = path.v()
                .command("ping", "-n", "-c", "1", "-W", "10", "-e", PING_ID, "-M", "do", "-s", "1400", aForV())
                .run()
                .exited(1);
        assertEquals(mtu - 20, Integer.parseInt(find("Frag needed and DF set \\(mtu = (\\d+)\\)", refused)));

        host++;
        download(freshA(), LongPath.V_FOR_A);
        String learned = path.v()
                .run("ip", "route", "get", isSiit() ? "198.51.100." + host : aForV())
                .out();
        assertTrue(learned.contains(" mtu " + (mtu - 20) + " "), learned);
    }

    /** RFC 7915 § 4.2: a Fragmentation Needed becomes a Packet Too Big with an MTU that is 20 octets more. */
    @ParameterizedTest(name = "{0} octets")
    @ValueSource(ints = {1400, 1280})
    @Timeout(TCP_SECONDS)
    void tellsIpv6TheMtuOfANarrowIpv4Link(int mtu) throws IOException {
        path.narrow(USUAL_MTU, mtu);

        Command.Result refused = path.a()
                .command("ping", "-n", "-c", "1", "-W", "10", "-M", "do", "-s", "1400", LongPath.V_FOR_A)
                .run()
                .exited(1);
        assertEquals(mtu + 20, Integer.parseInt(find("Packet too big: mtu=(\\d+)", refused)));

        host++;
        String server = freshV();
        HashingSink sink = LABORATORY.keep(path.v().call(() -> new HashingSink(0)));
        upload(path.a(), new InetSocketAddress(InetAddress.getByName(server), sink.port()));
        assertEquals(RandomFile.sha256(file), sink.awaitHash());
        String learned = path.a().run("ip", "route", "get", server).out();
        assertTrue(learned.contains(" mtu " + (mtu + 20) + " "), learned);
    }

    /** RFC 7915 § 5.2: also for a connection that the IPv4 node opens; into a NAT64 by a static binding. */
    @Test
    @Timeout(TCP_SECONDS)
    void carriesTcpThatStartsOnTheIpv4SideOverANarrowLink() throws IOException {
        path.narrow(1280, USUAL_MTU);
        HashingSink sink = LABORATORY.keep(path.a().call(() -> new HashingSink(SINK_PORT)));

        upload(path.v(), new InetSocketAddress(InetAddress.getByName(isSiit() ? SINK4 : "192.0.2.1"), SINK_PORT));

        assertEquals(RandomFile.sha256(file), sink.awaitHash());
    }

    /** Gives A one more address, about which nobody has learned anything. */
    private static String freshA() {
        String address = "2001:db8:6::" + Integer.toHexString(host);
        path.a().run("ip", "address", "add", address + "/120", "dev", "eth0", "nodad");
        return address;
    }

    /** Gives V one more address, about which nobody has learned anything; as A writes it. */
    private static String freshV() {
        path.v().run("ip", "address", "add", "203.0.113." + host + "/24", "dev", "eth0");
        return "64:ff9b::203.0.113." + host;
    }

    private void download(String from, String server) {
        Path copy = LABORATORY.directory().resolve("copy" + host);
        path.a()
                .run(
                        "curl",
                        "-sS",
                        "--max-time",
                        "50",
                        "--interface",
                        from,
                        "-o",
                        copy.toString(),
                        "http://[" + server + "]:" + web.port() + "/data");
        assertEquals(RandomFile.sha256(file), RandomFile.sha256(copy));
    }

    private static void upload(Namespace from, InetSocketAddress server) throws IOException {
        try (SocketChannel upload = from.call(() -> SocketChannel.open(server));
                FileChannel content = FileChannel.open(file)) {
            for (long sent = 0; sent < FILE_LENGTH; ) {
                sent += content.transferTo(sent, FILE_LENGTH - sent, upload);
            }
        }
    }

    /** RFC 7915 § 4.1, § 5.1: the fragments of a datagram are translated, or what they are the fragments of. */
    @ParameterizedTest(name = "MTU {0} towards IPv6, {1} towards IPv4")
    @CsvSource({"1500, 1500", "1280, 1400"})
    void carriesDatagramsThatComeInFragments(int mtu6, int mtu4) throws IOException {
        path.narrow(mtu6, mtu4);
        echo(path.a(), LongPath.V_FOR_A);
        if (isSiit()) {
            echo(path.v(), LongPath.A_FOR_V);
        }
    }

    private static void echo(Namespace from, String server) throws IOException {
        UdpPeer client = LABORATORY.udp(from);
        byte[] question = new byte[8000];
        new SplittableRandom(question.length).nextBytes(question);
        UdpPeer.Datagram answer =
                client.exchange(question, new InetSocketAddress(InetAddress.getByName(server), ECHO_PORT));
        assertEquals(ByteBuffer.wrap(question), answer.octets());
    }

    /** RFC 7915 § 1.2: a stateless translator needs the whole ICMP message, which connection tracking puts together. */
    @Test
    void carriesPingsThatComeInFragments() {
        String tracking = " FORWARD -m conntrack --ctstate INVALID -j RETURN";
        if (isSiit()) {
            path.a()
                    .command("ping", "-c", "1", "-W", "1", "-s", "8000", LongPath.V_FOR_A)
                    .run()
                    .exited(1);
            assertTrue(daemon.counters(path.t(), product, "path").get("JSTAT64_FRAGMENTED_ICMP") > 0);
            path.t().runLines("iptables -A" + tracking + "\nip6tables -A" + tracking);
        }
        try {
            ping(path.a(), "-s", "8000", LongPath.V_FOR_A);
            ping(path.v(), "-s", "8000", aForV());
        } finally {
            if (isSiit()) {
                path.t().runLines("iptables -D" + tracking + "\nip6tables -D" + tracking);
            }
        }
    }

    private boolean isSiit() {
        return product.equals("siit");
    }

    /** What V pings to reach A, with {@link #PING_ID}. */
    private String aForV() {
        return isSiit() ? LongPath.A_FOR_V : "192.0.2.1";
    }
}
