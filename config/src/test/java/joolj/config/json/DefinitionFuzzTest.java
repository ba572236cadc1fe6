// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.json;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import joolj.config.Product;
import joolj.config.yaml.YamlDefinitions;
import joolj.config.yaml.YamlProblem;
import org.junit.jupiter.api.Test;

/** Files that have been damaged at random are read or complained about, and nothing else happens. */
class DefinitionFuzzTest {
    private static final int ROUNDS = Integer.getInteger("joolj.fuzz.rounds", 20_000);

    private static final String JSON = """
            {"comment": "edge", "instance": "edge", "framework": "iptables",
             "global": {"pool6": "2001:db8:64::/96", "tos": 1, "mtu-plateaus": [65535, 68], "udp-timeout": "5:00",
                        "logging-bib": false, "f-args": 15},
             "pool4": [{"mark": 7, "protocol": "ICMP", "prefix": "198.51.100.8", "port range": "1-65535",
                        "max-iterations": "infinity"}],
             "bib": [{"protocol": "ICMP", "ipv6 address": "2001:db8::5#443", "ipv4 address": "198.51.100.8#4"}]}
            """;

    private static final String YAML = """
            # edge
            instance: edge
            framework: iptables
            queue: 6400-6401
            cpu: [0, 1]
            global:
              pool6: 2001:db8:64::/96
              mtu-plateaus: [65535, 68]
              udp-timeout: 5:00
            pool4:
              - {protocol: tcp, prefix: 198.51.100.8/31, port range: 40000-65535, mark: 3, max-iterations: auto}
            bib:
              - protocol: TCP
                ipv6 address: "2001:db8::5#443"
                ipv4 address: 198.51.100.8#40443
            """;

    private static final String PIECES = "{}[]\",:\\#&*!|>-% \n\t\u0000\u00e9\ud83d0123456789.eEtruefalsnul/u00";

    private static String damaged(String text, SplittableRandom random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int at = random.nextInt(damaged.length());
            int end = Math.min(damaged.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> damaged.delete(at, Math.min(end, damaged.length() - 1));
                case 1 -> damaged.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
                case 2 -> damaged.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
                default -> damaged.insert(random.nextInt(damaged.length()), damaged.substring(at, end));
            }
        }
        return damaged.toString();
    }

    @Test
    void damagedJsonIsReadOrComplainedAbout() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int complaints = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String text = damaged(JSON, random);
            try {
                new JsonDefinition(Product.NAT64, JsonDocument.of(text), Optional.empty()).check(false);
            } catch (DefinitionException e) {
                complaints++;
                assertTrue(e.location().line() >= 1 && e.location().column() >= 1, text);
                assertTrue(e.status() >= 1 && e.status() <= 255, text);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + i + ":\n" + text, e);
            }
        }
        assertTrue(complaints > ROUNDS / 4 && complaints < ROUNDS, "complaints: " + complaints);
    }

    @Test
    void damagedYamlIsReadOrComplainedAbout() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int complaints = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String text = damaged(YAML, random);
            try {
                YamlDefinitions read = YamlDefinitions.read(text);
                complaints += read.problems().isEmpty() ? 0 : 1;
                for (YamlProblem problem : read.problems()) {
                    assertTrue(problem.line() >= 1 && problem.column() >= 1, text);
                    assertFalse(problem.toString().contains("\n"), text);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + i + ":\n" + text, e);
            }
        }
        assertTrue(complaints > ROUNDS / 4 && complaints < ROUNDS, "complaints: " + complaints);
    }
}
