// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7597;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Allocation;
import joolj.translation.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7597 § 5.3: the rule table. */
class RuleTableTest {
    private static final MappingRule RULE = MappingRule.of("2001:db8:ce::/51", "192.0.2.0/24", 13, 0);

    private final RuleTable table = new RuleTable();

    private MappingRule find4(String address) {
        return table.find4(IpText.parse4(address));
    }

    private MappingRule find6(String address) {
        long[] halves = IpText.parse6(address);
        return table.find6(halves[0], halves[1]);
    }

    @Test
    void findsRulesByEitherPrefix() {
        MappingRule other = MappingRule.of("2001:db8:cf::/48", "198.51.100.0/22", 16);
        MappingRule single = MappingRule.of("2001:db8:d0::1/128", "203.0.113.7/32", 0);
        table.add(RULE);
        table.add(other);
        table.add(single);

        assertEquals(RULE, find4("192.0.2.255"));
        assertEquals(RULE, find6("2001:db8:ce:1fff::9"));
        assertEquals(other, find4("198.51.103.0"));
        assertEquals(other, find6("2001:db8:cf::"));
        assertEquals(single, find4("203.0.113.7"));
        assertEquals(single, find6("2001:db8:d0::1"));
        assertNull(find4("192.0.3.0"));
        assertNull(find6("2001:db8:ce:2000::"));
        assertNull(find6("2001:db8:d0::2"));
    }

    @Test
    void aRuleForEverythingIsFoundByEverything() {
        MappingRule all = MappingRule.of("::/0", "0.0.0.0/0", 48, 0);
        table.add(all);

        assertEquals(all, find4("255.255.255.255"));
        assertEquals(all, find6("::"));

        table.remove(all);

        assertNull(find4("0.0.0.0"));
        assertNull(find6("::"));
        table.add(all);
        assertEquals(all, find4("0.0.0.0"));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:ce::/48, 198.51.100.0/24",
        "2001:db8:ce:1000::/52, 198.51.100.0/24",
        "2001:db8:ce::/51, 198.51.100.0/24",
        "2001:db8:100::/51, 192.0.2.128/25",
        "2001:db8:100::/51, 192.0.0.0/16",
        "2001:db8:100::/51, 192.0.2.0/24",
        "::/0, 198.51.100.0/24",
        "2001:db8:100::/51, 0.0.0.0/0"
    })
    void refusesPrefixesThatContainThoseOfAnotherRuleOrLieInThem(String prefix6, String prefix4) {
        table.add(RULE);

        RefusedException e =
                assertThrows(RefusedException.class, () -> table.add(MappingRule.of(prefix6, prefix4, 0, 0)));

        assertEquals("Entry collides with '2001:db8:ce::/51|192.0.2.0/24|13|0'.", e.getMessage());
        assertEquals(RefusedException.Cause.EXISTS, e.reason());
        assertEquals(List.of(RULE), table.rules());
    }

    @Test
    void refusesARuleTwiceAndRemovingWhatIsNotThere() {
        table.add(RULE);

        assertEquals(
                "Entry already exists.",
                assertThrows(RefusedException.class, () -> table.add(RULE)).getMessage());
        RefusedException absent = assertThrows(
                RefusedException.class, () -> table.remove(MappingRule.of("2001:db8:ce::/51", "192.0.2.0/24", 13, 1)));

        assertEquals("Entry not found.", absent.getMessage());
        assertEquals(RefusedException.Cause.NOT_FOUND, absent.reason());
        assertEquals(1, table.size());
    }

    @Test
    void refusesRulesThatMapNothing() {
        assertThrows(RefusedException.class, () -> table.add(MappingRule.of("2001:db8::/40", "192.0.2.0/24", 20)));
        assertEquals(0, table.size());
    }

    @Test
    void neighboursDoNotCollide() {
        table.add(RULE);
        table.add(MappingRule.of("2001:db8:ce:2000::/51", "192.0.3.0/24", 13, 0));
        table.add(MappingRule.of("2001:db8:cd:e000::/51", "192.0.1.0/24", 13, 0));

        assertEquals(3, table.size());
    }

    @Test
    void flushRemovesAll() {
        table.add(RULE);

        table.flush();

        assertEquals(0, table.size());
        assertNull(find4("192.0.2.1"));
        table.add(RULE);
        assertEquals(RULE, find4("192.0.2.1"));
    }

    /** Adding, removing and finding agree with a list that is searched from end to end. */
    @Test
    void agreesWithAPlainListThroughoutRandomChanges() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<MappingRule> model = new ArrayList<>();

        for (int round = 0; round < 20_000; round++) {
            MappingRule rule = randomRule(random);
            boolean remove = !model.isEmpty() && random.nextInt(3) == 0;
            if (remove) {
                MappingRule victim = model.remove(random.nextInt(model.size()));
                table.remove(victim);
            } else if (model.stream().noneMatch(other -> overlaps(rule, other))) {
                table.add(rule);
                model.add(rule);
            } else {
                assertThrows(RefusedException.class, () -> table.add(rule), "seed " + seed + ", " + rule);
            }
            int address = random.nextInt(256) << 24 | random.nextInt(1 << 24);
            long high = (long) random.nextInt(256) << 56 | random.nextLong() >>> 8;
            assertEquals(
                    model.stream()
                            .filter(other -> other.prefix4().contains(address))
                            .findFirst()
                            .orElse(null),
                    table.find4(address),
                    "seed " + seed);
            assertEquals(
                    model.stream()
                            .filter(other -> other.prefix6().contains(high, 7))
                            .findFirst()
                            .orElse(null),
                    table.find6(high, 7),
                    "seed " + seed);
        }
        assertEquals(model.size(), table.size());
    }

    private static boolean overlaps(MappingRule left, MappingRule right) {
        return left.prefix6().contains(right.prefix6())
                || right.prefix6().contains(left.prefix6())
                || left.prefix4().contains(right.prefix4())
                || right.prefix4().contains(left.prefix4());
    }

    private static MappingRule randomRule(SplittableRandom random) {
        int length = 4 + random.nextInt(12);
        return new MappingRule(
                new Ipv6Prefix(random.nextLong(), 0, length).network(),
                new Ipv4Prefix(random.nextInt(), length).network(),
                0,
                0);
    }

    @Test
    void holdsAHundredThousandRulesAndSearchesAllocateNothing() {
        for (int i = 0; i < 100_000; i++) {
            table.add(new MappingRule(
                    new Ipv6Prefix(0x2001_0db8_0000_0000L | (long) i << 8, 0, 56),
                    new Ipv4Prefix(10 << 24 | i << 4, 28),
                    8,
                    4));
        }
        int[] found = new int[1];

        long octets = Allocation.least(() -> {
            for (int i = 0; i < 100_000; i++) {
                MappingRule by4 = table.find4(10 << 24 | i << 4 | 5);
                MappingRule by6 = table.find6(0x2001_0db8_0000_0000L | (long) i << 8 | 0x7f, 99);
                found[0] = by4 != null && by4.equals(by6) ? found[0] + 1 : 0;
            }
        });

        assertEquals(0, octets);
        assertEquals(0, found[0] % 100_000);
        assertEquals(100_000, table.size());
        assertNull(table.find4(11 << 24));
    }
}
