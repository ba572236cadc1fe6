// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Framework;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.InstanceName;
import joolj.config.MaxIterations;
import joolj.config.PortRange;
import joolj.config.Product;
import joolj.config.RefusedException;
import joolj.config.json.JsonDefinition;
import joolj.config.json.JsonDocument;
import joolj.config.yaml.YamlDefinitions;
import org.junit.jupiter.api.Test;

/** What is written reads as the same state. */
class RoundTripTest {
    private static final int ROUNDS = 300;

    /** The state that a definition makes: all globals, and pool4 condensed, as it is when it is read from the daemon. */
    private static InstanceDefinition state(InstanceDefinition definition) {
        Draft draft = new Draft(definition.product(), true);
        definition.describeTo(draft);
        InstanceDefinition.Builder builder = new InstanceDefinition.Builder();
        for (Global<?> global : GlobalKeys.of(definition.product())) {
            builder.global(global.name(), draft.globals().json(global));
        }
        for (L4Protocol protocol : L4Protocol.values()) {
            Pool4Entries.of(draft.pool4().rows(protocol)).forEach(builder::pool4);
        }
        definition.bib().ifPresent(entries -> {
            builder.bibSection();
            entries.forEach(builder::bib);
        });
        definition.eamt().forEach(builder::eam);
        definition.denylist4().forEach(builder::denied4);
        return builder.build(definition.product(), definition.name(), definition.framework());
    }

    private static InstanceDefinition random(Product product, SplittableRandom random) {
        while (true) {
            InstanceDefinition definition = attempt(product, random);
            try {
                Draft draft = new Draft(product, true);
                definition.describeTo(draft);
                draft.finish();
                return definition;
            } catch (RefusedException e) {
                // Collides with itself: try again.
            }
        }
    }

    private static InstanceDefinition attempt(Product product, SplittableRandom random) {
        InstanceDefinition.Builder builder = new InstanceDefinition.Builder();
        builder.global("pool6", "64:ff9b::/96");
        if (random.nextBoolean()) {
            builder.global("tos", random.nextLong(256));
            builder.global("mtu-plateaus", List.of(1500, 1 + random.nextInt(1000)));
            builder.global("override-tos", random.nextBoolean());
        }
        if (product == Product.NAT64) {
            builder.global("udp-timeout", "0:0" + random.nextInt(2, 9) + ":30.00" + random.nextInt(10));
            for (int i = random.nextInt(6); i > 0; i--) {
                int length = random.nextInt(24, 33);
                builder.pool4(new Pool4Entry(
                        random.nextInt(2),
                        L4Protocol.values()[random.nextInt(3)],
                        new Ipv4Prefix(0xc0000200 + random.nextInt(256), length).network(),
                        new PortRange(random.nextInt(65536), random.nextInt(65536)),
                        random.nextInt(3) > 0 ? Optional.empty() : Optional.of(MaxIterations.parse("7"))));
            }
            if (random.nextBoolean()) {
                builder.bibSection();
            }
        } else {
            for (int i = random.nextInt(6); i > 0; i--) {
                builder.eam(new EamEntry(
                        new Ipv6Prefix(0x20010db8L << 32, (long) random.nextInt(1 << 20) << 8, 120),
                        new Ipv4Prefix(0x0a000000 + (random.nextInt(1 << 16) << 8), 24)));
                builder.denied4(new Ipv4Prefix(0xcb000000 + random.nextInt(1 << 16), 32));
            }
        }
        String name = random.nextBoolean() ? "a\"b\\c</d: {x}#" : "edge";
        return builder.build(
                product, new InstanceName(name), random.nextBoolean() ? Framework.NETFILTER : Framework.IPTABLES);
    }

    @Test
    void whatIsSavedAsJsonLoadsToTheSameState() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ROUNDS; i++) {
            InstanceDefinition saved = state(random(i % 2 == 0 ? Product.NAT64 : Product.SIIT, random));
            String text = DefinitionWriter.json(saved);

            InstanceDefinition read =
                    new JsonDefinition(saved.product(), JsonDocument.of(text), Optional.empty()).check(true);

            assertEquals(saved, state(read), "seed " + seed + ":\n" + text);
            assertEquals(List.of(), DefinitionDifference.between(saved, read), "seed " + seed);
        }
    }

    @Test
    void whatIsSavedAsYamlLoadsToTheSameState() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ROUNDS; i++) {
            InstanceDefinition saved = state(random(i % 2 == 0 ? Product.NAT64 : Product.SIIT, random));
            String text = DefinitionWriter.yaml(saved, Map.of("queue", 6400, "force", true));

            YamlDefinitions read = YamlDefinitions.read(text);

            assertEquals(List.of(), read.problems(), "seed " + seed + ":\n" + text);
            InstanceDefinition again = read.instances().get(0).definition();
            assertEquals(List.of(), DefinitionDifference.between(saved, again), "seed " + seed + ":\n" + text);
            assertEquals(saved.name(), again.name());
        }
    }

    @Test
    void differencesAreToldLineByLine() {
        InstanceDefinition.Builder before = new InstanceDefinition.Builder();
        before.global("pool6", "64:ff9b::/96");
        before.pool4(new Pool4Entry(
                0, L4Protocol.TCP, Ipv4Prefix.parse("192.0.2.0/31"), new PortRange(1, 9), Optional.empty()));
        InstanceDefinition.Builder after = new InstanceDefinition.Builder();
        after.global("pool6", "64:ff9b::/96");
        after.global("tos", 7L);
        after.pool4(new Pool4Entry(
                0, L4Protocol.TCP, Ipv4Prefix.parse("192.0.2.1"), new PortRange(9, 1), Optional.empty()));
        after.bib(
                new BibEntry(L4Protocol.TCP, TransportAddress6.parse("::1#1"), TransportAddress4.parse("192.0.2.1#5")));

        assertEquals(
                List.of(
                        "- global tos: 0",
                        "- pool4 TCP 192.0.2.0/31 1-9 mark 0",
                        "+ global tos: 7",
                        "+ pool4 TCP 192.0.2.1/32 1-9 mark 0",
                        "+ bib TCP ::1#1 192.0.2.1#5"),
                DefinitionDifference.between(
                        before.build(Product.NAT64, InstanceName.DEFAULT, Framework.NETFILTER),
                        after.build(Product.NAT64, InstanceName.DEFAULT, Framework.NETFILTER)));
    }

    @Test
    void aLargePoolIsCondensedToItsPrefixes() {
        Draft draft = new Draft(Product.NAT64, false);
        List<Pool4Entry> entries = new ArrayList<>();
        for (String prefix : new String[] {"10.0.0.0/16", "10.1.0.0/17", "10.1.128.1"}) {
            Pool4Entry entry = new Pool4Entry(
                    5, L4Protocol.UDP, Ipv4Prefix.parse(prefix), new PortRange(1, 65535), Optional.empty());
            entries.add(entry);
            draft.pool4(entry);
        }

        assertEquals(entries, Pool4Entries.of(draft.pool4().rows(L4Protocol.UDP)));
        assertFalse(
                Pool4Entries.of(draft.pool4().rows(L4Protocol.TCP)).iterator().hasNext());
    }
}
