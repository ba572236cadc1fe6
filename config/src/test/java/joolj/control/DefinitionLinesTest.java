// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Framework;
import joolj.config.InstanceName;
import joolj.config.MaxIterations;
import joolj.config.PortRange;
import joolj.config.Product;
import joolj.config.RefusedException;
import joolj.config.definition.BibEntry;
import joolj.config.definition.EamEntry;
import joolj.config.definition.FmrEntry;
import joolj.config.definition.InstanceDefinition;
import joolj.config.definition.Pool4Entry;
import org.junit.jupiter.api.Test;

class DefinitionLinesTest {
    private static InstanceDefinition random(SplittableRandom random, int entries) {
        InstanceDefinition.Builder builder = new InstanceDefinition.Builder();
        builder.global("pool6", "64:ff9b::/96");
        builder.global("rfc6791v4-prefix", null);
        builder.global("mtu-plateaus", List.of(1, 2));
        if (random.nextBoolean()) {
            builder.bibSection();
        }
        for (int i = 0; i < entries; i++) {
            L4Protocol protocol = L4Protocol.values()[random.nextInt(3)];
            Ipv4Prefix prefix4 = new Ipv4Prefix(random.nextInt(), random.nextInt(33));
            Ipv6Prefix prefix6 = new Ipv6Prefix(random.nextLong(), random.nextLong(), random.nextInt(129));
            switch (random.nextInt(5)) {
                case 0 ->
                    builder.pool4(new Pool4Entry(
                            random.nextLong(1L << 32),
                            protocol,
                            prefix4,
                            new PortRange(random.nextInt(65536), random.nextInt(65536)),
                            random.nextBoolean() ? Optional.empty() : Optional.of(MaxIterations.INFINITY)));
                case 1 ->
                    builder.bib(new BibEntry(
                            protocol,
                            new TransportAddress6(random.nextLong(), random.nextLong(), random.nextInt(65536)),
                            new TransportAddress4(random.nextInt(), random.nextInt(65536))));
                case 2 -> builder.eam(new EamEntry(prefix6, prefix4));
                case 3 -> builder.denied4(prefix4);
                default -> builder.fmr(new FmrEntry(prefix6, prefix4, random.nextInt(49), random.nextInt(17)));
            }
        }
        return builder.build(Product.NAT64, InstanceName.DEFAULT, Framework.IPTABLES);
    }

    private static List<String> write(InstanceDefinition definition) throws IOException {
        List<String> lines = new ArrayList<>();
        DefinitionLines.write(definition, lines::add);
        return lines;
    }

    private static InstanceDefinition read(List<String> lines) throws IOException {
        Deque<String> source = new ArrayDeque<>(lines);
        InstanceDefinition.Builder builder = new InstanceDefinition.Builder();
        DefinitionLines.read(source::poll, builder);
        return builder.build(Product.NAT64, InstanceName.DEFAULT, Framework.IPTABLES);
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            InstanceDefinition definition = random(random, random.nextInt(50));

            assertEquals(definition, read(write(definition)), "seed " + seed);
        }
    }

    @Test
    void noLineOfALargeDefinitionIsTooLong() throws IOException {
        InstanceDefinition definition = random(new SplittableRandom(1), 50_000);
        List<String> lines = write(definition);

        assertTrue(lines.size() > 50);
        assertTrue(lines.stream().allMatch(line -> line.length() < Protocol.MAXIMUM_LINE / 2));
        assertEquals(definition, read(lines));
    }

    @Test
    void aDefinitionThatBreaksOffIsRecognised() throws IOException {
        List<String> lines = write(random(new SplittableRandom(2), 100));

        for (int kept = 0; kept < lines.size(); kept++) {
            List<String> part = lines.subList(0, kept);
            assertEquals(
                    MalformedMessageException.Defect.HALF_SENT,
                    assertThrows(MalformedMessageException.class, () -> read(part))
                            .defect());
        }
    }

    @Test
    void nonsenseIsRefusedAndNothingElseIsThrown() {
        for (String line : new String[] {
            "{}",
            "[]",
            "{\"section\":\"pool4\",\"entries\":[1]}",
            "{\"section\":\"pool4\",\"entries\":[{}]}",
            "{\"section\":\"bib\",\"entries\":[{\"protocol\":\"TCP\"}]}",
            "{\"section\":\"eamt\",\"entries\":[{\"prefix6\":\"::\"}]}",
            "{\"section\":\"fmrt\",\"entries\":[{\"prefix6\":\"::/1\",\"prefix4\":\"1.2.3.4\",\"eaBits\":99,\"a\":1}]}",
            "{\"section\":7,\"entries\":[{}]}",
            "{\"section\":\"x\",\"entries\":[{}]}"
        }) {
            Exception e = assertThrows(Exception.class, () -> read(Arrays.asList(line)), line);
            assertTrue(e instanceof RefusedException || e instanceof MalformedMessageException, line + ": " + e);
        }
    }
}
