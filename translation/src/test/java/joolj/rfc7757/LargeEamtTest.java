// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7757;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Address6;
import joolj.translation.Allocation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A table of a million entries: hosts all over the address space, and networks around some of them. */
class LargeEamtTest {
    private static final int ENTRIES = 1_000_000;
    private static final int NETWORKS = 10_000;
    private static final int SEARCHES = 200_000;
    private static final long HIGH = 0x2001_0db8_0000_0000L;

    /** Odd, so that multiples of it modulo 2^32 are all different. */
    private static final int STEP = 0x9E37_79B1;

    private static final Eamt EAMT = new Eamt();
    private static long buildNanos;

    @BeforeAll
    static void build() {
        long start = System.nanoTime();
        for (int i = 0; i < NETWORKS; i++) {
            EAMT.add(
                    new Eam(new Ipv6Prefix(HIGH | 1, (long) i << 16, 112), new Ipv4Prefix((0x0b00 + i) << 16, 16)),
                    true);
        }
        for (int i = NETWORKS; i < ENTRIES; i++) {
            EAMT.add(new Eam(new Ipv6Prefix(HIGH, i, 128), new Ipv4Prefix(i * STEP, 32)), true);
        }
        buildNanos = System.nanoTime() - start;
    }

    @Test
    void isBuiltInSecondsEntryByEntry() {
        assertEquals(ENTRIES, EAMT.size());
        assertTrue(buildNanos < TimeUnit.SECONDS.toNanos(30), () -> "took " + buildNanos / 1_000_000 + " ms");
    }

    @Test
    void everyEntryIsFoundBothWays() {
        Address6 result = new Address6();
        for (int i = NETWORKS; i < ENTRIES; i++) {
            if (!EAMT.translate46(i * STEP, result) || result.high != HIGH || result.low != i) {
                throw new AssertionError("towards IPv6: entry " + i);
            }
            if (EAMT.translate64(HIGH, i) != Integer.toUnsignedLong(i * STEP)) {
                throw new AssertionError("towards IPv4: entry " + i);
            }
        }
    }

    @Test
    void anotherEntryIsAddedAndRemovedAtOnce() {
        Eam another = new Eam(new Ipv6Prefix(HIGH | 2, 1, 128), new Ipv4Prefix(0, 32));
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            EAMT.add(another, true);
            EAMT.remove(another.prefix6());
        }
        long nanos = System.nanoTime() - start;

        assertTrue(nanos < TimeUnit.SECONDS.toNanos(5), () -> nanos / 1000 + " ns each");
        assertEquals(ENTRIES, EAMT.size());
    }

    /** Hits in either family, hits of a shorter prefix, and misses. */
    private static long search() {
        Address6 result = new Address6();
        long sum = 0;
        for (int i = 0; i < SEARCHES; i++) {
            int entry = NETWORKS + i * 4;
            sum += EAMT.translate64(HIGH, entry);
            sum += EAMT.translate64(HIGH | 1, (long) (i % NETWORKS) << 16 | 7);
            sum += EAMT.translate64(HIGH | 3, entry);
            sum += EAMT.translate46(entry * STEP, result) ? result.low : 0;
            sum += EAMT.translate46(i, result) ? result.low : 0;
        }
        return sum;
    }

    @Test
    void searchesAllocateNothing() {
        long expected = search();

        long allocated = Allocation.least(() -> assertEquals(expected, search()));

        assertEquals(0, allocated, "octets for " + 5 * SEARCHES + " searches");
    }
}
