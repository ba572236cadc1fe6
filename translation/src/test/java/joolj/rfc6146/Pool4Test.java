// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import joolj.address.L4Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pool4Test {
    private static final L4Protocol TCP = L4Protocol.TCP;

    private static Pool4 add(Pool4 pool, int mark, String prefix, int port, int otherPort, long iterations) {
        int slash = prefix.indexOf('/');
        int length = slash < 0 ? 32 : Integer.parseInt(prefix.substring(slash + 1));
        int first = address(slash < 0 ? prefix : prefix.substring(0, slash));
        return pool.add(mark, TCP, first, length, port, otherPort, iterations);
    }

    private static Pool4 add(Pool4 pool, String prefix, int port, int otherPort) {
        return add(pool, 0, prefix, port, otherPort, Pool4.UNCHANGED);
    }

    /** The display of TCP, a line each: mark, iterations, address, ports. */
    private static List<String> lines(Pool4 pool) {
        return lines(pool, TCP);
    }

    private static List<String> lines(Pool4 pool, L4Protocol protocol) {
        List<String> lines = new ArrayList<>();
        Iterator<Pool4Row> rows = pool.rows(protocol);
        while (rows.hasNext()) {
            Pool4Row row = rows.next();
            String iterations = row.iterations() == Pool4.INFINITY ? "infinite" : Long.toString(row.iterations());
            int a = row.address();
            lines.add(
                    Integer.toUnsignedString(row.mark()) + " " + iterations + (row.iterationsFixed() ? " fixed " : " ")
                            + (a >>> 24) + "." + (a >>> 16 & 255) + "." + (a >>> 8 & 255) + "." + (a & 255) + " "
                            + row.firstPort() + "-" + row.lastPort());
        }
        return lines;
    }

    @Test
    void rangesThatTouchOrOverlapBecomeOne() {
        Pool4 pool = add(Pool4.EMPTY, "192.0.2.1", 5000, 6000);
        pool = add(pool, "192.0.2.1", 6001, 6100);
        pool = add(pool, "192.0.2.1", 6200, 6300);
        assertEquals(List.of("0 1024 192.0.2.1 5000-6100", "0 1024 192.0.2.1 6200-6300"), lines(pool));

        pool = add(pool, "192.0.2.1", 4000, 7000);
        pool = add(pool, "192.0.2.1", 80, 80);

        assertEquals(List.of("0 1024 192.0.2.1 80-80", "0 1024 192.0.2.1 4000-7000"), lines(pool));
    }

    @Test
    void removalSplitsARangeAndIgnoresWhatIsAbsent() {
        Pool4 pool = add(Pool4.EMPTY, "192.0.2.1", 4000, 7000);
        pool = pool.remove(0, TCP, address("192.0.2.1"), 32, 5500, 4500);
        pool = pool.remove(0, TCP, address("192.0.2.2"), 32, 0, 65535);
        pool = pool.remove(3, TCP, address("192.0.2.1"), 32, 0, 65535);
        assertEquals(List.of("0 1024 192.0.2.1 4000-4499", "0 1024 192.0.2.1 5501-7000"), lines(pool));

        pool = pool.remove(0, TCP, address("192.0.2.0"), 24, 0, 65535);

        assertTrue(pool.isEmpty());
        assertNull(pool.domain(TCP, 0));
    }

    @Test
    void aPrefixIsShownAddressByAddressAndMayLoseItsMiddle() {
        Pool4 pool = add(Pool4.EMPTY, "198.51.100.0/30", 1, 65535);
        assertEquals(
                List.of(
                        "0 2047 198.51.100.0 1-65535",
                        "0 2047 198.51.100.1 1-65535",
                        "0 2047 198.51.100.2 1-65535",
                        "0 2047 198.51.100.3 1-65535"),
                lines(pool));

        pool = pool.remove(0, TCP, address("198.51.100.1"), 32, 0, 65535);
        pool = add(pool, "198.51.100.2", 0, 0);

        assertEquals(
                List.of("0 1535 198.51.100.0 1-65535", "0 1535 198.51.100.2 1-65535", "0 1535 198.51.100.3 1-65535"),
                lines(pool));
    }

    @Test
    void marksDescendAsSignedNumbersThenAddressesAscendAsUnsignedOnes() {
        Pool4 pool = add(Pool4.EMPTY, 1, "192.0.2.1", 1, 2, Pool4.UNCHANGED);
        pool = add(pool, -1, "192.0.2.3", 1, 2, Pool4.UNCHANGED);
        pool = add(pool, 2, "192.0.2.1", 1, 2, Pool4.UNCHANGED);
        pool = add(pool, 0, "255.255.255.255", 1, 2, Pool4.UNCHANGED);
        pool = add(pool, 0, "0.0.0.0", 1, 2, Pool4.UNCHANGED);
        pool = add(pool, 0, "127.0.0.1", 5, 6, Pool4.UNCHANGED);
        pool = add(pool, 0, "127.0.0.1", 1, 2, Pool4.UNCHANGED);

        assertEquals(
                List.of(
                        "2 1024 192.0.2.1 1-2",
                        "1 1024 192.0.2.1 1-2",
                        "0 1024 0.0.0.0 1-2",
                        "0 1024 127.0.0.1 1-2",
                        "0 1024 127.0.0.1 5-6",
                        "0 1024 255.255.255.255 1-2",
                        "4294967295 1024 192.0.2.3 1-2"),
                lines(pool));
    }

    @Test
    void maximumIterationsBelongToTheMarkAndStayUnlessGiven() {
        Pool4 pool = add(Pool4.EMPTY, 0, "192.0.2.1", 100, 200, 5);
        pool = add(pool, "192.0.2.2", 100, 200);
        assertEquals(List.of("0 5 fixed 192.0.2.1 100-200", "0 5 fixed 192.0.2.2 100-200"), lines(pool));

        pool = add(pool, 0, "192.0.2.2", 100, 200, Pool4.AUTO);
        assertEquals(List.of("0 1024 192.0.2.1 100-200", "0 1024 192.0.2.2 100-200"), lines(pool));

        pool = add(pool, 0, "192.0.2.2", 100, 200, Pool4.INFINITY);
        pool = add(pool, 3, "192.0.2.3", 300, 400, 1000);
        assertEquals(
                List.of(
                        "3 1000 fixed 192.0.2.3 300-400",
                        "0 infinite fixed 192.0.2.1 100-200",
                        "0 infinite fixed 192.0.2.2 100-200"),
                lines(pool));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void manyEntriesBuiltAtOnceAreThePoolThatOneAfterTheOtherMakes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Pool4Builder builder = new Pool4Builder();
        Pool4 pool = Pool4.EMPTY;
        for (int i = 0; i < 300; i++) {
            int mark = random.nextInt(3) - 1;
            L4Protocol protocol = L4Protocol.values()[random.nextInt(3)];
            int length = 28 + random.nextInt(5);
            int address = (address("192.0.2.0") + random.nextInt(64)) & (-1 << (32 - length));
            int port = random.nextInt(30);
            int other = random.nextInt(30);
            long iterations = random.nextInt(10) == 0 ? 1 + random.nextInt(9) : Pool4.UNCHANGED;
            builder.add(mark, protocol, address, length, port, other, iterations);
            pool = pool.add(mark, protocol, address, length, port, other, iterations);

            if (i % 10 == 0) {
                for (L4Protocol each : L4Protocol.values()) {
                    assertEquals(lines(pool, each), lines(builder.build(), each), "seed " + seed + ", entry " + i);
                    assertEquals(
                            pool.domain(each, 0) == null
                                    ? 0
                                    : pool.domain(each, 0).blocks(),
                            builder.build().domain(each, 0) == null
                                    ? 0
                                    : builder.build().domain(each, 0).blocks());
                }
            }
        }
    }

    /** Some 60,000 squared steps, as adding one after the other takes, would be minutes. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"addresses, 2, 0, 0", "ports, 0, 1, 0", "marks, 0, 0, 1"})
    @Timeout(20)
    void sixtyThousandEntriesAreBuiltInGoodTime(String what, int addressStep, int portStep, int markStep) {
        Pool4Builder builder = new Pool4Builder();
        for (int i = 0; i < 60_000; i++) {
            int port = portStep * ((i * 2) % 65_536);
            builder.add(markStep * i, TCP, address("10.0.0.0") + addressStep * i, 32, port, port, Pool4.UNCHANGED);
        }

        Pool4 pool = builder.build().prepared();

        assertTrue(pool.contains(TCP, address("10.0.0.0"), 1));
        assertFalse(pool.contains(TCP, address("10.0.0.1"), 1));
    }

    @Test
    void theBuilderRefusesWhatThePoolRefuses() {
        Pool4Builder builder = new Pool4Builder();

        assertThrows(
                IllegalArgumentException.class,
                () -> builder.add(0, TCP, address("198.51.100.1"), 30, 1, 2, Pool4.UNCHANGED));

        assertTrue(builder.build().isEmpty());
    }

    @Test
    void portZeroCountsAsOneExceptForIcmp() {
        Pool4 pool = Pool4.EMPTY;
        for (L4Protocol protocol : L4Protocol.values()) {
            pool = pool.add(0, protocol, address("192.0.2.1"), 32, 10, 0, Pool4.UNCHANGED);
        }

        assertEquals(1, pool.rows(L4Protocol.TCP).next().firstPort());
        assertEquals(1, pool.rows(L4Protocol.UDP).next().firstPort());
        assertEquals(0, pool.rows(L4Protocol.ICMP).next().firstPort());
        assertTrue(pool.contains(L4Protocol.ICMP, address("192.0.2.1"), 0));
        assertFalse(pool.contains(L4Protocol.UDP, address("192.0.2.1"), 0));
    }

    @Test
    void wrongNumbersAreNamed() {
        int base = address("198.51.100.1");
        assertEquals(
                "'198.51.100.1/30' seems to have a suffix; please fix.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Pool4.EMPTY.add(0, TCP, base, 30, 1, 2, Pool4.UNCHANGED))
                        .getMessage());
        assertEquals(
                "Zero is not a legal Max Iterations value.",
                assertThrows(IllegalArgumentException.class, () -> Pool4.EMPTY.add(0, TCP, base, 32, 1, 2, 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Pool4.EMPTY.add(0, TCP, base, 33, 1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> Pool4.EMPTY.add(0, TCP, base, 32, -1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> Pool4.EMPTY.add(0, TCP, base, 32, 1, 65536, 1));
        assertThrows(IllegalArgumentException.class, () -> Pool4.EMPTY.add(0, TCP, base, 32, 1, 2, 1L << 32));
    }

    @Test
    void aLargePrefixIsOneBlockWhoseTransportAddressesCount() {
        Pool4 pool = add(Pool4.EMPTY, "10.1.0.0/16", 1024, 65535);
        Pool4Domain domain = pool.domain(TCP, 0);

        assertEquals(1, domain.blocks());
        assertEquals(65536L * 64512, domain.size());
        assertEquals(8192, domain.effectiveMaxIterations());
        assertEquals(0x0a010000L << 16 | 1024, domain.transportAddress(0));
        assertEquals(0x0a010001L << 16 | 1025, domain.transportAddress(64513));
        assertEquals(0x0a01ffffL << 16 | 65535, domain.transportAddress(domain.size() - 1));
        assertTrue(pool.contains(TCP, address("10.1.77.3"), 1024));
        assertFalse(pool.contains(TCP, address("10.1.77.3"), 1023));
        assertFalse(pool.contains(TCP, address("10.2.0.0"), 1024));
    }

    @Test
    void theWholeAddressSpaceFits() {
        Pool4 pool = Pool4.EMPTY.add(0, L4Protocol.ICMP, 0, 0, 0, 65535, Pool4.UNCHANGED);

        assertEquals(1L << 48, pool.domain(L4Protocol.ICMP, 0).size());
        assertTrue(pool.contains(L4Protocol.ICMP, -1, 65535));
        assertEquals((1L << 48) - 1, pool.domain(L4Protocol.ICMP, 0).transportAddress((1L << 48) - 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithASetOfTransportAddresses(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Pool4 pool = Pool4.EMPTY;
        List<Set<Long>> model = List.of(new HashSet<>(), new HashSet<>());
        for (int i = 0; i < 200; i++) {
            int mark = random.nextInt(2);
            int length = 29 + random.nextInt(4);
            int first = 0x0a000000 | (random.nextInt(16) & (-1 << (32 - length)));
            int low = 1 + random.nextInt(20);
            int high = low + random.nextInt(8);
            boolean adds = random.nextInt(5) < 3;
            pool = adds
                    ? pool.add(mark, TCP, first, length, low, high, Pool4.UNCHANGED)
                    : pool.remove(mark, TCP, first, length, low, high);
            for (int a = first; a < first + (1 << (32 - length)); a++) {
                for (int port = low; port <= high; port++) {
                    long key = (long) a << 16 | port;
                    boolean unused =
                            adds ? model.get(mark).add(key) : model.get(mark).remove(key);
                }
            }
            check(pool, model, seed);
        }
    }

    private static void check(Pool4 pool, List<Set<Long>> model, long seed) {
        for (int mark = 0; mark < 2; mark++) {
            Pool4Domain domain = pool.domain(TCP, mark);
            long[] expected =
                    model.get(mark).stream().mapToLong(Long::longValue).sorted().toArray();
            assertEquals(expected.length, domain == null ? 0 : domain.size(), "seed " + seed);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], domain.transportAddress(i), "seed " + seed);
            }
        }
        for (int a = 0x0a000000; a < 0x0a000010; a++) {
            for (int port = 0; port < 30; port++) {
                long key = (long) a << 16 | port;
                boolean expected = model.get(0).contains(key) || model.get(1).contains(key);
                assertEquals(expected, pool.contains(TCP, a, port), "seed " + seed);
            }
        }
    }
}
