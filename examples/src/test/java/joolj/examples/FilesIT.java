// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that define instances, put into force while traffic flows. */
@NetnsTest
final class FilesIT {
    private static final int FILE_LENGTH = 4_000_000;
    private static final int ECHO_PORT = 7;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static TutorialNetwork network;
    private Daemon daemon;
    private Path definitions;

    @BeforeAll
    static void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        LABORATORY.echoServer(network.v(), ECHO_PORT);
    }

    @BeforeEach
    void startDaemon() throws IOException {
        daemon = LABORATORY.daemon();
        // The socket is there before the files are read; an answer comes after that.
        daemon.joolj("daemon", "--status").run().succeeded();
        definitions = Files.createDirectories(daemon.definitions());
    }

    @AfterEach
    void removeDefinitions() throws IOException {
        daemon.close();
        try (var files = Files.list(definitions)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static String json(String pool6, int udpTimeout, String sections) {
        return """
                { "instance": "gw", "framework": "netfilter",
                  "global": { "pool6": "%s", "udp-timeout": "%d:00" },
                  "pool4": [ { "protocol": "TCP", "prefix": "203.0.113.1", "port range": "50000-65535" },
                             { "protocol": "ICMP", "prefix": "203.0.113.1" } ]%s }
                """.formatted(pool6, udpTimeout, sections);
    }

    private Command handle(String content) throws IOException {
        Path file = Files.writeString(LABORATORY.directory().resolve("gw.json"), content);
        return daemon.jool(network.t(), "file", "handle", file.toString());
    }

    private long success() {
        return daemon.counters(network.t(), "gw").get("JSTAT_SUCCESS");
    }

    @Test
    void handlingAFileAgainKeepsATransferGoing() throws Exception {
        Path data = RandomFile.write(LABORATORY.directory().resolve("data"), FILE_LENGTH);
        handle(json(TutorialNetwork.POOL6, 5, "")).run().succeeded();
        network.ping().succeeded();
        HashingSink sink = LABORATORY.keep(network.v().call(() -> new HashingSink(0)));
        InetSocketAddress server = new InetSocketAddress(InetAddress.getByName(TutorialNetwork.V_FOR_C), sink.port());
        try (SocketChannel upload = network.c().call(() -> SocketChannel.open(server));
                FileChannel content = FileChannel.open(data)) {
            handleRepeatedly(() -> send(content, upload, FILE_LENGTH / 8));
            send(content, upload, FILE_LENGTH);
        }

        assertEquals(RandomFile.sha256(data), sink.awaitHash());
    }

    /** Sends the next octets of a file, at most so many. */
    private static void send(FileChannel content, SocketChannel upload, long count) {
        try {
            long end = Math.min(content.size(), content.position() + count);
            while (content.position() < end) {
                content.position(
                        content.position() + content.transferTo(content.position(), end - content.position(), upload));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes the instance several times, once in vain, and carries on in between. */
    private void handleRepeatedly(Runnable carryOn) throws IOException {
        carryOn.run();
        Waiting.until("the transfer is under way", () -> success() > 10);
        String bib = ", \"bib\": [ { \"protocol\": \"TCP\", \"ipv6 address\": \"2001:db8::8#22\", "
                + "\"ipv4 address\": \"203.0.113.1#60022\" } ]";
        for (int minutes = 6; minutes < 9; minutes++) {
            Command.Result result =
                    handle(json(TutorialNetwork.POOL6, minutes, bib)).run();
            assertEquals("", result.out() + result.err());
            assertEquals(0, result.status());
            carryOn.run();
        }
        Command.Result refused = handle(json("2001:db8:64::/96", 5, "")).run();

        assertEquals(22, refused.status());
        assertEquals(
                "Error: The daemon returned error 22: Sorry; you can't change a NAT64 instance's pool6 for "
                        + "now.xlator_replace() failed. Errcode -22\n",
                refused.err());
        carryOn.run();
        String globals = daemon.jool(network.t(), "-i", "gw", "global", "display")
                .run()
                .succeeded()
                .out();
        assertTrue(globals.contains("  udp-timeout: 0:08:00 (HH:MM:SS)\n"), globals);
        String entries = daemon.jool(network.t(), "-i", "gw", "bib", "display", "--numeric")
                .run()
                .succeeded()
                .out();
        assertTrue(entries.contains("[Static TCP] 203.0.113.1#60022 - 2001:db8::8#22\n"), entries);
        assertTrue(entries.contains("[Dynamic TCP] 203.0.113.1#"), entries);
        carryOn.run();
    }

    @Test
    void aFileThatIsRefusedCreatesAndChangesNothing() throws IOException {
        String collision = ", \"bib\": [ { \"protocol\": \"TCP\", \"ipv6 address\": \"2001:db8::8#22\", "
                + "\"ipv4 address\": \"203.0.113.2#22\" } ]";
        Command.Result refused =
                handle(json(TutorialNetwork.POOL6, 5, collision)).run();

        assertEquals(22, refused.status());
        assertTrue(
                refused.err()
                        .startsWith("Error: The daemon returned error 22: The transport address "
                                + "'203.0.113.2#22' does not belong to pool4.\nPlease add it there first.\n  "),
                refused.err());
        assertTrue(refused.err().contains("gw.json:4:"), refused.err());
        assertEquals(
                3,
                daemon.jool(network.t(), "-i", "gw", "global", "display").run().status());
        assertEquals("", network.queueRules());
    }

    @Test
    void aMaptInstanceIsSavedAsAFileThatMakesTheSameOne() throws IOException {
        Path file = Files.writeString(LABORATORY.directory().resolve("relay.json"), """
                { "instance": "relay", "framework": "iptables",
                  "global": { "pool6": "64:ff9b::/96", "map-t-check-ports": false },
                  "fmrt": [ { "ipv6 prefix": "2001:db8:ce::/51", "ipv4 prefix": "192.0.2.0/24",
                              "ea-bits length": 13, "a": 0 },
                            { "ipv6 prefix": "2001:db8:ff::/48", "ipv4 prefix": "198.51.100.0/24",
                              "ea-bits length": 16 } ] }
                """);
        Path saved = LABORATORY.directory().resolve("saved.json");
        mapt("file", "handle", file.toString()).succeeded();
        mapt("-i", "relay", "file", "save", saved.toString()).succeeded();
        assertEquals("", mapt("file", "diff", file.toString()).succeeded().out());

        mapt("-i", "relay", "fmrt", "remove", "2001:db8:ff::/48", "198.51.100.0/24", "16", "6")
                .succeeded();
        mapt("-i", "relay", "global", "update", "map-t-check-ports", "true").succeeded();
        Command.Result different = mapt("file", "diff", saved.toString()).exited(1);
        assertEquals(
                List.of(
                        "+ fmrt 2001:db8:ff::/48 198.51.100.0/24 16 6",
                        "+ global map-t-check-ports: false",
                        "- global map-t-check-ports: true"),
                different.out().lines().sorted().toList());

        mapt("file", "handle", saved.toString()).succeeded();
        assertEquals("", mapt("file", "diff", file.toString()).succeeded().out());
        mapt("instance", "remove", "relay").succeeded();
    }

    private Command.Result mapt(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "mapt";
        System.arraycopy(words, 0, all, 1, words.length);
        return daemon.joolj(network.t(), all).run();
    }

    private void define(String file, String content) throws IOException {
        Files.writeString(
                definitions.resolve(file),
                content.replace("NAMESPACE", network.t().name()));
    }

    private static final String NAT64 = """
            instance: gw
            framework: iptables
            namespace: NAMESPACE
            rules: install
            global: {pool6: '64:ff9b::/96'}
            pool4:
              - {protocol: UDP, prefix: 203.0.113.1, port range: 50000-60000}
              - {protocol: ICMP, prefix: 203.0.113.1}
            """;

    private static final String SIIT = """
            instances:
              - instance: s
                product: siit
                framework: iptables
                namespace: NAMESPACE
                workers: 2
                global: {tos: %d}
            """;

    private Command.Result reload() {
        return daemon.joolj("reload").run();
    }

    @Test
    void reloadingLosesNoPacketOfAnUnchangedInstance() throws Exception {
        define("a.yaml", NAT64);
        assertEquals(
                "1 added, 0 changed, 0 removed, 0 unchanged\n",
                reload().succeeded().out());
        network.ping().succeeded();
        UdpPeer peer = LABORATORY.udp(network.c());
        InetSocketAddress server = new InetSocketAddress(InetAddress.getByName(TutorialNetwork.V_FOR_C), ECHO_PORT);
        peer.exchange("first".getBytes(StandardCharsets.US_ASCII), server);
        long before = success();
        int sent = 0;
        for (int round = 0; round < 3; round++) {
            define("b.yaml", SIIT.formatted(round + 1));
            Process reload = LABORATORY.background(daemon.joolj("reload"));
            while (reload.isAlive()) {
                peer.send(new byte[] {(byte) sent}, server);
                sent++;
                assertEquals(1, peer.receive(1).size(), "an answer to datagram " + sent);
            }
            assertEquals(0, reload.exitValue());
        }

        assertTrue(success() >= before + 2L * sent, "its counters have gone on");
        String sessions = daemon.jool(
                        network.t(), "-i", "gw", "session", "display", "--udp", "--csv", "--no-headers", "--numeric")
                .run()
                .succeeded()
                .out();
        assertEquals(1, sessions.lines().count(), sessions);
        assertEquals(
                "0 added, 0 changed, 0 removed, 2 unchanged\n",
                reload().succeeded().out());
    }

    @Test
    void instancesComeAndGoWithTheirFiles() throws IOException {
        daemon.jool(network.t(), "instance", "add", "hand", "--iptables", "--pool6", "64:ff9b::/96")
                .run()
                .succeeded();
        define("a.yaml", NAT64);
        define("b.yaml", SIIT.formatted(1));
        define("c.yaml", NAT64.replace("instance: gw", "instance: hand"));
        define("d.yaml", "instance: d\nproduct: siit\nglobal: {tos: 999}\n");
        Command.Result result = reload();

        assertEquals(1, result.status());
        assertEquals("2 added, 0 changed, 0 removed, 0 unchanged\n", result.out());
        assertTrue(
                result.err().contains("d.yaml:3:15: global.tos: '999': must be an integer from 0 to 255\n"),
                result.err());
        assertTrue(result.err().contains("c.yaml: nat64 instance 'hand': it exists already"), result.err());

        Files.delete(definitions.resolve("b.yaml"));
        Files.delete(definitions.resolve("c.yaml"));
        Files.delete(definitions.resolve("d.yaml"));
        define("a.yaml", NAT64.replace("50000", "40000"));
        assertEquals(
                "0 added, 1 changed, 1 removed, 0 unchanged\n",
                reload().succeeded().out());
        assertEquals(
                "UDP 203.0.113.1 40000-60000",
                daemon.jool(network.t(), "-i", "gw", "pool4", "display", "--udp", "--csv", "--no-headers")
                        .run()
                        .succeeded()
                        .out()
                        .replaceAll("0,(UDP),(203.0.113.1),(\\d+),(\\d+),.*\\n", "$1 $2 $3-$4"));

        Files.delete(definitions.resolve("a.yaml"));
        assertEquals(
                "0 added, 0 changed, 1 removed, 0 unchanged\n",
                reload().succeeded().out());
        assertEquals("", network.queueRules());
        assertTrue(daemon.jool(network.t(), "instance", "display")
                .run()
                .succeeded()
                .out()
                .contains(" hand "));
    }

    /** A processor that is not there is found out when the instance is made, which is after the old one has ended. */
    @Test
    void anInstanceThatCannotBeMadeAnewStaysAsItWas() throws IOException {
        define("a.yaml", NAT64);
        reload().succeeded();
        int queue = daemon.queueOf(network.t(), "gw");
        String rules = network.queueRules();
        network.ping().succeeded();

        define("a.yaml", NAT64 + "cpu: 1023\n");
        Command.Result refused = reload().exited(1);

        assertEquals("0 added, 0 changed, 0 removed, 0 unchanged\n", refused.out());
        assertEquals(1, refused.err().lines().count(), refused.err());
        assertTrue(refused.err().contains("a.yaml: nat64 instance 'gw': Processor 1023 cannot be used"), refused.err());
        assertTrue(refused.err().contains("(it is as it was, but its sessions have ended)"), refused.err());
        assertEquals(queue, daemon.queueOf(network.t(), "gw"));
        assertEquals(rules, network.queueRules());
        network.ping().succeeded();

        define("a.yaml", NAT64);
        assertEquals(
                "0 added, 0 changed, 0 removed, 1 unchanged\n",
                reload().succeeded().out());
    }

    @Test
    void aYamlFileIsComparedWithWhatItDefinesAndSavedWithItsRules() throws IOException {
        define("a.yaml", NAT64);
        define("b.yaml", SIIT.formatted(1));
        String a = definitions.resolve("a.yaml").toString();
        String b = definitions.resolve("b.yaml").toString();
        assertEquals("+ instance gw (iptables)\n", diff(a).exited(1).out());
        reload().succeeded();
        assertEquals("", diff(a).succeeded().out());
        assertEquals("", diff(b).succeeded().out());

        define("a.yaml", NAT64.replace("50000", "40000").replace("rules: install\n", "reinject: tun\n"));
        assertEquals("""
                - reinject: raw
                + reinject: tun
                - rules: install
                - pool4 UDP 203.0.113.1/32 50000-60000 mark 0
                + pool4 UDP 203.0.113.1/32 40000-60000 mark 0
                """, diff(a).exited(1).out());
        define(
                "b.yaml",
                SIIT.formatted(2).replace("workers: 2", "queue: 6600-6601")
                        + "  - {instance: t, product: siit, framework: iptables}\n");
        String both = diff(b).exited(1).out();
        assertEquals(
                """
                siit instance s, namespace NAMESPACE:
                - queue: QUEUES
                + queue: 6600-6601
                - global tos: 1
                + global tos: 2
                siit instance t, namespace self:
                + instance t (iptables)
                """,
                both.replace(network.t().name(), "NAMESPACE").replaceFirst("- queue: \\d+-\\d+", "- queue: QUEUES"));
        assertEquals(
                "+ instance t (iptables)\n",
                daemon.joolj("-i", "t", "file", "diff", b).run().exited(1).out().replaceFirst("siit.*\n", ""));

        Path saved = LABORATORY.directory().resolve("saved.yaml");
        daemon.joolj(network.t(), "-i", "gw", "file", "save", saved.toString())
                .run()
                .succeeded();
        assertTrue(Files.readString(saved).contains("\nrules: install\n"), Files.readString(saved));
        assertEquals("", diff(saved.toString()).succeeded().out());
        daemon.joolj(network.t(), "-i", "gw", "instance", "rules", "--remove")
                .run()
                .succeeded();
        assertEquals("+ rules: install\n", diff(saved.toString()).exited(1).out());
        daemon.joolj(network.t(), "-i", "gw", "instance", "rules", "--install", "--notrack")
                .run()
                .succeeded();
        Command.Result warned = daemon.joolj(network.t(), "-i", "gw", "file", "save", "--yaml")
                .run()
                .succeeded();
        assertTrue(warned.out().contains("\nrules: install\n"), warned.out());
        assertTrue(warned.err().startsWith("Warning: the instance's rules are of the kind 'iptables-notrack'"));
    }

    private Command.Result diff(String file) {
        return daemon.joolj("file", "diff", file).run();
    }

    @Test
    void theDaemonReadsItsFilesAtStartAndOnHangup() throws IOException {
        daemon.terminate();
        define("a.yaml", NAT64);
        define("b.yaml", "instance: [\n");
        daemon.start();
        daemon.joolj("daemon", "--status").run().succeeded();

        assertTrue(daemon.words().contains("b.yaml:2:1: this is no YAML"), daemon.words());
        assertTrue(daemon.words().contains("instance 'gw' created"), daemon.words());
        network.ping().succeeded();

        define("b.yaml", SIIT.formatted(1));
        network.t().run("kill", "-HUP", Long.toString(daemon.pid()));
        Waiting.until(
                "the daemon has read its files",
                () -> daemon.joolj(network.t(), "siit", "-i", "s", "instance", "status")
                        .run()
                        .out()
                        .startsWith("Running"));
        network.ping().succeeded();
        assertEquals(
                2,
                daemon.joolj(network.t(), "siit", "instance", "display", "--csv", "--no-headers")
                        .run()
                        .succeeded()
                        .out()
                        .strip()
                        .replaceAll(".*,(\\d+)[:-](\\d+).*", "$2 $1")
                        .split(" ")
                        .length);
    }
}
