// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static joolj.examples.MaptNetwork.C1;
import static joolj.examples.MaptNetwork.S;
import static joolj.examples.MaptNetwork.S_BY_DMR;
import static joolj.examples.NatNetwork.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * MAP-T by iptables instances that come from files, with mapping rules of every form: a border relay and a customer edge,
 * fed by the rules of {@code instance rules}.
 */
@NetnsTest
final class MaptRulesIT {
    private static final String RULE = "2001:db8:ce00::/40,192.0.2.0/24,16,6";

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static MaptNetwork network;
    private static Daemon daemon;
    private static Path file;

    private String before;

    @BeforeAll
    static void build() {
        network = MaptNetwork.create(LABORATORY);
        daemon = LABORATORY.daemon();
        file = RandomFile.write(LABORATORY.directory().resolve("data"), 1_234_567);
        LABORATORY.echoServer(network.s(), 7);
    }

    @BeforeEach
    void remember() {
        before = firewall(network.ce1()) + firewall(network.br());
    }

    @AfterEach
    void remove() {
        MaptNetwork.mapt(daemon, network.ce1(), "instance flush");
        MaptNetwork.mapt(daemon, network.br(), "instance flush");
        assertEquals(before, firewall(network.ce1()) + firewall(network.br()), "rules go with their instance");
    }

    /** Everything that could change, both families. */
    private static String firewall(Namespace node) {
        return node.run("iptables", "-t", "mangle", "-S").out()
                + node.run("ip6tables", "-t", "mangle", "-S").out();
    }

    /** Gives CE1 and the border relay instances, whose rule is PREFIX6,PREFIX4,EA-BITS,A. */
    private static void define(String rule, String endUserPrefix) {
        String[] parts = rule.split(",", -1);
        String object = "{\"%s\": \"" + parts[0] + "\", \"%s\": \"" + parts[1] + "\", \"%s\": " + parts[2] + ", \"a\": "
                + parts[3] + "}";
        define(
                network.br(),
                "\"map-t-type\": \"BR\"",
                "\"fmrt\": [" + object.formatted("ipv6 prefix", "ipv4 prefix", "ea-bits length") + "]");
        define(
                network.ce1(),
                "\"map-t-type\": \"CE\", \"end-user-ipv6-prefix\": \"" + endUserPrefix + "\", \"bmr\": "
                        + object.formatted("IPv6 Prefix", "IPv4 Prefix", "EA-bits length"),
                "\"fmrt\": []");
    }

    private static void define(Namespace node, String globals, String rules) {
        try {
            Path definition = Files.createTempFile(LABORATORY.directory(), "mapt", ".json");
            Files.writeString(definition, """
                    {"instance": "default", "framework": "iptables",
                     "global": {"pool6": "64:ff9b::/96", %s}, %s}""".formatted(globals, rules));
            MaptNetwork.mapt(daemon, node, "file handle " + definition);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String rules(Namespace node, String option) {
        return MaptNetwork.mapt(daemon, node, "instance rules " + option);
    }

    private static long counter(Namespace node, String name) {
        return MaptNetwork.counters(daemon, node).get(name);
    }

    /** RFC 7597 § 5.1, § 5.2: shared addresses with and without offset bits, whole ones, whole prefixes. */
    @ParameterizedTest(name = "{0}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2001:db8:ce00::/40,192.0.2.0/24,16,6 | 2001:db8:ce12:3400::/56 | 192.0.2.18    | 1232",
                "2001:db8:a0::/52,198.51.100.0/28,12,0 | 2001:db8:a0:591::/64   | 198.51.100.5  | 37120",
                "2001:db8:b0::/56,198.51.100.64/28,4,6 | 2001:db8:b0:20::/60    | 198.51.100.66 | 80",
                "2001:db8:b0::/56,198.51.100.64/28,2,6 | 2001:db8:b0:40::/58    | 198.51.100.70 | 2000",
                "2001:db8:c0::/64,198.51.100.9/32,0,4  | 2001:db8:c0::/64       | 198.51.100.9  | 9999"
            })
    void carriesTcpUdpAndPingsByEveryFormOfRule(String rule, String prefix, String address, int port)
            throws IOException {
        define(rule, prefix);
        rules(network.ce1(), "--install");
        rules(network.br(), "--install");
        route("add", prefix, address);
        try {
            InetSocketAddress own = in(address, port);
            try (UdpPeer client = LABORATORY.udp(network.c1(), own);
                    UdpPeer server = LABORATORY.udp(network.s())) {
                UdpPeer.Datagram datagram = server.receive(() -> client.send(new byte[] {1}, in(S, server.port())));
                assertEquals(own, datagram.from());
            }
            Transfer.of(file, network.c1(), own, network.s(), in(S, 0));
            Transfer.of(file, network.s(), in(S, 0), network.c1(), in(address, port + 1));
            String id = Integer.toString(port + 2);
            network.c1().run("ping", "-c", "1", "-W", "10", "-I", address, "-e", id, S);
            network.s().run("ping", "-c", "1", "-W", "10", "-e", id, address);
        } finally {
            route("del", prefix, address);
        }
    }

    private static void route(String operation, String prefix, String address) {
        if (address.equals(C1)) {
            return;
        }
        network.c1().runLines("ip address " + operation + " " + address + "/32 dev eth0");
        network.ce1().runLines("ip route " + operation + " " + address + "/32 dev in");
        network.r().runLines("ip route " + operation + " " + prefix + " via 2001:db8:6:1::2");
    }

    /** What rules do not send there is not counted; what they do and is not translatable is the kernel's again. */
    @Test
    void handsBackWhatIsNotTranslatable() {
        define(RULE, MaptNetwork.PREFIX1);
        assertLost("Net Unreachable", network.c1(), S);
        rules(network.ce1(), "--install");
        rules(network.br(), "--install");
        ping(network.c1(), S);

        network.r().run("ping", "-c", "1", "-W", "5", "2001:db8:6:1::2");
        assertEquals(0, counter(network.ce1(), "JSTAT_MAPT_EUI6P"), "not CE1's prefix, no matter of CE1's rules");
        assertLost("Net Unreachable", network.c1(), "-I", MaptNetwork.PRIVATE, S);
        assertEquals(1, counter(network.ce1(), "JSTAT_MAPT_ADDR4"));
        assertLost("Net Unreachable", network.c1(), "-e", "1", S);
        assertEquals(1, counter(network.ce1(), "JSTAT_MAPT_PSID"));
        assertLost("No route", network.r(), S_BY_DMR);
        assertEquals(1, counter(network.br(), "JSTAT_MAPT_FMR6"));

        rules(network.ce1(), "--remove");
        rules(network.br(), "--remove");
        assertEquals(before, firewall(network.ce1()) + firewall(network.br()));
        assertLost("Net Unreachable", network.c1(), S);
    }

    /** Pings once; says what ping is to answer. */
    private static void assertLost(String answer, Namespace from, String... words) {
        String[] all = Stream.concat(Stream.of("ping", "-n", "-c", "1", "-W", "5"), Stream.of(words))
                .toArray(String[]::new);
        Command.Result result = from.command(all).run().exited(1);
        assertTrue(result.out().contains(answer), result::toString);
    }

    private static void ping(Namespace from, String to) {
        String id = Integer.toString(MaptNetwork.portsOf(MaptNetwork.PSID1).get(0));
        from.run("ping", "-n", "-c", "1", "-W", "10", "-e", id, to);
    }

    @Test
    void printedRulesWorkWhenTheyArePastedIntoAShell() {
        define(RULE, MaptNetwork.PREFIX1);
        for (Namespace node : List.of(network.ce1(), network.br())) {
            node.run("sh", "-e", "-c", rules(node, ""));
        }

        ping(network.c1(), S);

        for (Namespace node : List.of(network.ce1(), network.br())) {
            rules(node, "--remove");
        }
    }

    /** A kernel may lack the queue statement of nftables, so that everything else is checked with another verdict. */
    @Test
    void nftablesAcceptsThePrintedRules() throws IOException {
        boolean there = new Command(List.of("sh", "-c", "command -v nft"), Map.of())
                        .run()
                        .status()
                == 0;
        assumeTrue(there, "needs nft (Debian: nftables)");
        define(RULE, MaptNetwork.PREFIX1);
        for (Namespace node : List.of(network.ce1(), network.br())) {
            String text = rules(node, "--nft");
            assertTrue(text.contains("queue num "), text);
            assertTrue(text.contains(node == network.ce1() ? MaptNetwork.PREFIX1 : "192.0.2.0/24"), text);
            Path script = Files.createTempFile(LABORATORY.directory(), "rules", ".nft");
            Files.writeString(script, text.replaceAll("queue num \\d+(-\\d+)? bypass", "accept"));
            node.run("nft", "-c", "-f", script.toString());
        }
    }
}
