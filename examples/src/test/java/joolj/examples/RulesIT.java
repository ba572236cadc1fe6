// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code instance rules}: what is printed works when it is pasted; what is installed goes without a trace. */
@NetnsTest
final class RulesIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    /** What a name may be at worst: it must survive a shell, iptables-restore and the journal. */
    private static final String ODD_NAME = "it's \"a\\b\" $x";

    private static TutorialNetwork network;
    private static FileServer web;
    private static Daemon daemon;

    @BeforeAll
    static void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        web = LABORATORY.fileServer(network.v(), 0);
        daemon = LABORATORY.daemon();
        network.t().runLines("""
                iptables -t mangle -A PREROUTING -s 198.51.100.1 -j ACCEPT
                iptables -t mangle -N theirs
                iptables -t mangle -A theirs -m comment --comment jool-j:example -j RETURN
                ip6tables -t raw -A PREROUTING -s 2001:db8:1::/48 -j ACCEPT""");
    }

    @AfterEach
    void flush() {
        for (String product : new String[] {"nat64", "siit"}) {
            daemon.joolj(network.t(), product, "instance", "flush").run().succeeded();
        }
    }

    private static void add(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "instance";
        all[1] = "add";
        all[2] = "--iptables";
        System.arraycopy(words, 0, all, 3, words.length);
        daemon.joolj(network.t(), all).run().succeeded();
    }

    private static Command.Result rules(String name, String... options) {
        String[] all = new String[options.length + 4];
        all[0] = "-i";
        all[1] = name;
        all[2] = "instance";
        all[3] = "rules";
        System.arraycopy(options, 0, all, 4, options.length);
        return daemon.joolj(network.t(), all).run();
    }

    /** Everything that could change, both families. */
    private static String firewall() {
        StringBuilder text = new StringBuilder();
        for (String program : new String[] {"iptables", "ip6tables"}) {
            for (String table : new String[] {"mangle", "raw"}) {
                text.append(network.t().run(program, "-t", table, "-S").out());
            }
        }
        return text.toString();
    }

    private static void assertTranslates() {
        network.ping().succeeded();
        network.c().run("curl", "-sS", "--max-time", "20", "http://[64:ff9b::203.0.113.16]:" + web.port() + "/");
    }

    private static void assertDoesNotTranslate() {
        network.c()
                .command("ping", "-c", "1", "-W", "1", TutorialNetwork.V_FOR_C)
                .run()
                .exited(1);
    }

    @Test
    void printedRulesWorkWhenTheyArePastedIntoAShellAndCanBeRemoved() {
        String before = firewall();
        add("example", "--pool6", TutorialNetwork.POOL6);
        String commands = rules("example").succeeded().out();
        assertEquals(before, firewall(), "printing changes nothing");
        assertDoesNotTranslate();

        network.t().run("sh", "-e", "-c", commands);

        assertTranslates();
        rules("example", "--remove").succeeded();
        assertEquals(before, firewall());
    }

    @Test
    void installedRulesServePool4AndLeaveOtherTrafficAndOtherRulesAlone() {
        String before = firewall();
        add("example", "--pool6", TutorialNetwork.POOL6);
        for (String protocol : new String[] {"--tcp", "--icmp"}) {
            daemon.jool(network.t(), "-i", "example", "pool4", "add", protocol, "203.0.113.1", "40000-40100")
                    .run()
                    .succeeded();
        }

        rules("example", "--install", "--notrack").succeeded();

        assertTranslates();
        String installed = firewall();
        assertTrue(installed.contains("--dport 40000:40100"), installed);
        assertTrue(installed.contains("-s 64:ff9b::/96") && installed.contains("-j CT --notrack"), installed);
        assertTrue(
                installed.contains("-A theirs -m comment --comment \"jool-j:example\" -j RETURN")
                        || installed.contains("-A theirs -m comment --comment jool-j:example -j RETURN"),
                installed);

        rules("example", "--install", "--notrack").succeeded();
        assertEquals(installed, firewall(), "installing again changes nothing");

        rules("example", "--install").succeeded();
        assertFalse(firewall().contains("--notrack"), "the last choice counts");
        assertTranslates();

        rules("example", "--remove").succeeded();
        assertEquals(before, firewall());
        rules("example", "--remove").succeeded();
        assertEquals(before, firewall(), "removing again changes nothing");
    }

    @Test
    void installedRulesFollowAChangedPool4WhenTheyAreInstalledAgain() {
        add("example", "--pool6", TutorialNetwork.POOL6);
        rules("example", "--install").succeeded();
        assertTrue(firewall().contains("--dport 61001:65535"), firewall());
        daemon.jool(network.t(), "-i", "example", "pool4", "add", "--udp", "203.0.113.1", "5000-5010")
                .run()
                .succeeded();

        rules("example", "--install").succeeded();

        String installed = firewall();
        assertTrue(installed.contains("--dport 5000:5010") && !installed.contains("61001"), installed);
    }

    /** The rules for IPv6 can be installed, those for IPv4 cannot: they need a match that iptables does not have here. */
    @Test
    void rulesThatCannotBeInstalledLeaveThoseThatAre() throws IOException {
        Path matches = Files.createDirectory(LABORATORY.directory().resolve("xtables"));
        Path usual = matchesOfIptables();
        try (Stream<Path> files = Files.list(usual)) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(matches.resolve(file.getFileName()), file);
            }
        }
        String before = firewall();
        try (Daemon poor = LABORATORY.daemon(null, Map.of("XTABLES_LIBDIR", matches.toString()))) {
            poor.joolj(network.t(), "instance", "add", "poor", "--iptables", "--pool6", "64:ff9b:1:1::/96")
                    .run()
                    .succeeded();
            Path u32 = matches.resolve("libxt_u32.so");
            Files.delete(u32);
            assertLacksU32(poor, "--install");
            assertEquals(before, firewall(), "nothing is left");

            // ICMP has no ports, and needs no rule about fragments.
            poor.jool(network.t(), "-i", "poor", "pool4", "add", "--icmp", "203.0.113.1", "0-65535")
                    .run()
                    .succeeded();
            poor.joolj(network.t(), "-i", "poor", "instance", "rules", "--install")
                    .run()
                    .succeeded();
            String installed = firewall();
            poor.jool(network.t(), "-i", "poor", "pool4", "add", "--udp", "203.0.113.1", "5000-5010")
                    .run()
                    .succeeded();
            assertLacksU32(poor, "--install");
            assertEquals(installed, firewall(), "those that were there are there");
            assertLacksU32(poor, "--install", "--notrack");
            assertEquals(installed, firewall(), "and no others");

            Files.createSymbolicLink(u32, usual.resolve("libxt_u32.so"));
            poor.joolj(network.t(), "-i", "poor", "instance", "rules", "--install")
                    .run()
                    .succeeded();
            assertTrue(firewall().contains("--dport 5000:5010"), firewall());
            poor.joolj(network.t(), "instance", "remove", "poor").run().succeeded();
        }
        assertEquals(before, firewall());
    }

    private static void assertLacksU32(Daemon daemon, String... options) {
        String[] words = new String[options.length + 4];
        System.arraycopy(new String[] {"-i", "poor", "instance", "rules"}, 0, words, 0, 4);
        System.arraycopy(options, 0, words, 4, options.length);
        Command.Result refused = daemon.joolj(network.t(), words).run().exited(5);
        assertTrue(refused.err().contains("lacks the match u32"), refused::toString);
        assertEquals(1, refused.err().lines().count(), refused::toString);
    }

    /** The directory of iptables' extensions, which is another one for each architecture and distribution. */
    private static Path matchesOfIptables() {
        String found = network.t()
                .command(
                        "sh",
                        "-c",
                        "find /lib /usr/lib /usr/lib64 /usr/libexec -path '*/xtables/libxt_u32.so' 2>/dev/null")
                .run()
                .out();
        assertFalse(found.isEmpty(), "iptables has no matches");
        return Path.of(found.lines().findFirst().orElseThrow()).getParent();
    }

    @Test
    void rulesGoWithTheInstanceWhateverItsName() {
        String before = firewall();
        add("--pool6", TutorialNetwork.POOL6, ODD_NAME);
        rules(ODD_NAME, "--install", "--notrack").succeeded();
        assertTranslates();
        assertNotEquals(before, firewall());

        daemon.joolj(network.t(), "instance", "remove", ODD_NAME).run().succeeded();

        assertEquals(before, firewall());
    }

    @Test
    void printedRulesOfAnOddNameAreWhatIsInstalled() {
        add("--pool6", TutorialNetwork.POOL6, ODD_NAME);
        rules(ODD_NAME, "--install", "--notrack").succeeded();
        String installed = firewall();
        rules(ODD_NAME, "--remove").succeeded();

        network.t()
                .run("sh", "-e", "-c", rules(ODD_NAME, "--notrack").succeeded().out());

        assertEquals(installed, firewall());
        rules(ODD_NAME, "--remove").succeeded();
    }

    @Test
    void nextDaemonRemovesWhatAKilledOneLeftBehind() {
        String before = firewall();
        Daemon mortal = LABORATORY.daemon();
        mortal.joolj(network.t(), "instance", "add", ODD_NAME, "--iptables", "--pool6", TutorialNetwork.POOL6)
                .run()
                .succeeded();
        mortal.joolj(network.t(), "-i", ODD_NAME, "instance", "rules", "--install", "--notrack")
                .run()
                .succeeded();
        String installed = firewall();
        assertNotEquals(before, installed);

        mortal.kill();
        assertEquals(installed, firewall());
        mortal.start();
        // It answers when it has cleaned up.
        mortal.joolj("daemon", "--status").run().succeeded();

        assertEquals(before, firewall());
        mortal.close();
    }

    @Test
    void statelessInstanceLeavesTheNodeAndTheDenylistAlone() {
        String before = firewall();
        daemon.siit(network.t(), "instance", "add", "plain", "--iptables", "--pool6", "2001:db8:6::/96")
                .run()
                .succeeded();
        daemon.siit(network.t(), "-i", "plain", "eamt", "add", "2001:db8:4::/120", "198.51.100.0/24")
                .run()
                .succeeded();
        daemon.siit(network.t(), "-i", "plain", "denylist4", "add", "192.0.2.0/24")
                .run()
                .succeeded();

        daemon.joolj(network.t(), "siit", "-i", "plain", "instance", "rules", "--install")
                .run()
                .succeeded();

        String installed = firewall();
        assertTrue(installed.contains("-d 2001:db8:4::/120 "), installed);
        assertTrue(installed.contains("-d 192.0.2.0/24 "), installed);
        daemon.siit(network.t(), "instance", "remove", "plain").run().succeeded();
        assertEquals(before, firewall());
    }

    @Test
    void netfilterInstanceShowsItsRulesAndRefusesToTouchThem() {
        daemon.joolj(network.t(), "instance", "add", "greedy", "--pool6", TutorialNetwork.POOL6)
                .run()
                .succeeded();
        String printed = rules("greedy").succeeded().out();

        assertEquals(2, printed.lines().count(), printed);
        printed.lines().forEach(line -> assertTrue(line.contains("--queue-bypass"), line));
        for (String option : new String[] {"--install", "--remove"}) {
            Command.Result refused = rules("greedy", option).exited(22);
            assertTrue(refused.err().contains("netfilter instance"), refused::toString);
            assertEquals(1, refused.err().lines().count(), refused::toString);
        }
    }

    @Test
    void dropInNamesDoNotHaveTheOperation() {
        daemon.jool(network.t(), "instance", "rules").run().exited(234);
    }

    /** A kernel may lack the queue statement of nftables, so that everything else is checked with another verdict. */
    @Test
    void nftablesAcceptsThePrintedRules(@TempDir Path directory) throws IOException {
        assumeTrue(
                new Command(List.of("sh", "-c", "command -v nft"), Map.of())
                                .run()
                                .status()
                        == 0,
                "needs nft (Debian: nftables)");
        add("example", "--pool6", TutorialNetwork.POOL6, "--queue-balance", "80:83");
        checkNft("nat64", "example", directory);
        daemon.jool(network.t(), "-i", "example", "pool4", "add", "--tcp", "203.0.113.0/30", "100-200")
                .run()
                .succeeded();
        checkNft("nat64", "example", directory);
        daemon.siit(network.t(), "instance", "add", "plain", "--iptables", "--pool6", "2001:db8:6::/96")
                .run()
                .succeeded();
        daemon.siit(network.t(), "-i", "plain", "denylist4", "add", "192.0.2.0/25")
                .run()
                .succeeded();
        daemon.siit(network.t(), "-i", "plain", "denylist4", "add", "192.0.2.200")
                .run()
                .succeeded();
        checkNft("siit", "plain", directory);
    }

    private static void checkNft(String product, String instance, Path directory) throws IOException {
        String text = daemon.joolj(network.t(), product, "-i", instance, "instance", "rules", "--nft", "--notrack")
                .run()
                .succeeded()
                .out();
        assertTrue(text.contains("queue num "), text);
        Path file = directory.resolve("rules.nft");
        Files.writeString(file, text.replaceAll("queue num \\d+(-\\d+)? bypass", "accept"));
        network.t().run("nft", "-c", "-f", file.toString());
        Files.writeString(file, text);
        Command.Result whole =
                network.t().command("nft", "-c", "-f", file.toString()).run();
        assertFalse(whole.err().contains("syntax error"), whole::toString);
    }
}
