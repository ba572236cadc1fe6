// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7757;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Address6;
import joolj.translation.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table behaves as a plain list would, whatever is done to it, and readers are never led astray by changes. */
class EamtPropertyTest {
    private static final int CHANGES = 6000;

    private final Eamt eamt = new Eamt();
    private final List<Eam> model = new ArrayList<>();

    /** Prefixes close to each other, so that they nest and repeat. */
    private static Eam randomEam(SplittableRandom random) {
        int length4 = 16 + random.nextInt(17);
        int length6 = random.nextInt(96 + length4 - 40, 96 + length4 + 1);
        int address = 0x0a00_0000 | random.nextInt(1 << 12) << 4;
        long high = 0x2001_0db8_0000_0000L | random.nextInt(4);
        long low = (long) random.nextInt(1 << 10) << 32 | random.nextInt(1 << 8);
        return new Eam(new Ipv6Prefix(high, low, length6).network(), new Ipv4Prefix(address, length4).network());
    }

    private Eam modelFind4(int address) {
        Eam best = null;
        for (Eam eam : model) {
            boolean longer =
                    best == null || eam.prefix4().length() > best.prefix4().length();
            if (longer && eam.prefix4().contains(address)) {
                best = eam;
            }
        }
        return best;
    }

    private Eam modelFind6(long high, long low) {
        Eam best = null;
        for (Eam eam : model) {
            boolean longer =
                    best == null || eam.prefix6().length() > best.prefix6().length();
            if (longer && eam.prefix6().contains(high, low)) {
                best = eam;
            }
        }
        return best;
    }

    private static BigInteger number(long high, long low) {
        return new BigInteger(Long.toHexString(high), 16).shiftLeft(64).or(new BigInteger(Long.toHexString(low), 16));
    }

    private void change(SplittableRandom random) {
        if (random.nextInt(3) == 0 && !model.isEmpty()) {
            Eam gone = model.remove(random.nextInt(model.size()));
            eamt.remove(gone.prefix6(), gone.prefix4());
            return;
        }
        Eam eam = randomEam(random);
        boolean duplicate = model.stream()
                .anyMatch(e -> e.prefix6().equals(eam.prefix6()) || e.prefix4().equals(eam.prefix4()));
        try {
            eamt.add(eam, true);
            model.add(eam);
            assertTrue(!duplicate, () -> eam + " was added twice");
        } catch (RefusedException e) {
            assertTrue(duplicate, e::getMessage);
        }
    }

    private void compare(SplittableRandom random) {
        int address = 0x0a00_0000 | random.nextInt(1 << 17);
        assertEquals(modelFind4(address), eamt.find4(address));
        long high = 0x2001_0db8_0000_0000L | random.nextInt(4);
        long low = (long) random.nextInt(1 << 10) << 32 | random.nextInt(1 << 9);
        assertEquals(modelFind6(high, low), eamt.find6(high, low));
        if (!model.isEmpty()) {
            roundTrip(model.get(random.nextInt(model.size())), random);
        }
    }

    /** An address under an entry becomes prefix and suffix, and comes back unless a longer prefix takes it. */
    private void roundTrip(Eam eam, SplittableRandom random) {
        int address =
                eam.prefix4().address() | (random.nextInt() & ~eam.prefix4().mask());
        Eam used = eamt.find4(address);
        Address6 result = new Address6();

        assertTrue(eamt.translate46(address, result));

        int suffixLength = 32 - used.prefix4().length();
        BigInteger suffix = BigInteger.valueOf(address & ~used.prefix4().mask() & 0xffff_ffffL);
        BigInteger expected = number(used.prefix6().high(), used.prefix6().low())
                .or(suffix.shiftLeft(128 - used.prefix6().length() - suffixLength));
        assertEquals(expected, number(result.high, result.low), used::toString);
        if (used.equals(eamt.find6(result.high, result.low))) {
            assertEquals(address & 0xffff_ffffL, eamt.translate64(result.high, result.low), used::toString);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20261122, 7757})
    void behavesAsAList(long seed) {
        SplittableRandom random = new SplittableRandom(seed);

        for (int i = 0; i < CHANGES; i++) {
            change(random);
            compare(random);
        }

        assertTrue(model.size() > 100, () -> "only " + model.size() + " entries, seed " + seed);
        List<Eam> shown = eamt.read().next(Integer.MAX_VALUE);
        List<Eam> newestFirst = new ArrayList<>(model);
        Collections.reverse(newestFirst);
        assertEquals(newestFirst, shown);
        assertEquals(model.size(), eamt.size());
    }

    /** Removing most of a table makes it build itself anew. */
    @Test
    void removedEntriesLeaveNoTrace() {
        for (int i = 0; i < 5000; i++) {
            eamt.add(host(i), false);
        }
        for (int round = 0; round < 20; round++) {
            for (int i = 100; i < 5000; i++) {
                eamt.remove(host(i).prefix4());
            }
            for (int i = 100; i < 5000; i++) {
                eamt.add(host(i), false);
            }
        }
        for (int i = 100; i < 5000; i++) {
            eamt.remove(host(i).prefix6());
        }

        assertEquals(100, eamt.size());
        assertTrue(eamt.capacity() <= 1 << 14, () -> "room for " + eamt.capacity() + " entries");
        for (int i = 0; i < 5000; i++) {
            assertEquals(i < 100, eamt.contains4(host(i).prefix4().address()));
        }
    }

    private static Eam host(int number) {
        return new Eam(new Ipv6Prefix(0x2001_0db8_0000_0000L, number, 128), new Ipv4Prefix(0x0a00_0000 | number, 32));
    }

    /** A search may be under way in the arrays that a change has just replaced. */
    @Test
    void searchInReplacedArraysDoesNotSeeNewerEntries() {
        long[] words = EamWords.allocate(1);
        EamWords.write(words, 0, host(0));
        EamIndexes old = EamIndexes.of(words).add(0);
        long[] longer = Arrays.copyOf(words, 4 * words.length);

        EamIndexes current = old.withWords(longer);
        EamWords.write(longer, 1, host(1));
        EamIndexes afterwards = current.add(1);

        assertEquals(0, old.longest6(0x2001_0db8_0000_0000L, 0));
        assertEquals(Slots.NONE, old.longest6(0x2001_0db8_0000_0000L, 1));
        assertEquals(Slots.NONE, old.longest4(0x0a00_0001));
        assertEquals(1, afterwards.longest6(0x2001_0db8_0000_0000L, 1));
        assertEquals(1, afterwards.longest4(0x0a00_0001));
    }

    /** An entry that stays is found at every moment, and found right, while others come and go around it. */
    @Test
    void searchesDuringChangesFindWhatStays() throws InterruptedException {
        for (int i = 0; i < 64; i++) {
            eamt.add(host(i), false);
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> fault = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            Address6 result = new Address6();
            for (int i = 0; !done.get() && fault.get() == null; i++) {
                int address = 0x0a00_0000 | i % 64;
                if (!eamt.translate46(address, result) || result.low != i % 64) {
                    fault.set("host " + i % 64 + " towards IPv6");
                }
                if (eamt.translate64(0x2001_0db8_0000_0000L, i % 64) != address) {
                    fault.set("host " + i % 64 + " towards IPv4");
                }
            }
        });
        reader.setDaemon(true);
        reader.start();

        for (int round = 0; round < 30; round++) {
            for (int i = 64; i < 4000; i++) {
                eamt.add(host(i), false);
            }
            for (int i = 64; i < 4000; i++) {
                eamt.remove(host(i).prefix6());
            }
        }
        done.set(true);
        reader.join();

        assertEquals(null, fault.get());
    }
}
