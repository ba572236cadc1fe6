// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When sessions are found overdue (RFC 6146 § 3.5), and how many are looked at for it. */
class TimerRingTest {
    private static final long TICK = 1L << TimerRing.TICK_BITS;
    private static final long TIMEOUT = 300_000;
    private static final long BETWEEN_SEARCHES = ProtocolTables.SWEEP_INTERVAL;
    private static final long DAY = 86_400_000;

    private final RecordPages records = new RecordPages(OffHeapPages.LINE, 0);
    private final TimerRing ring = new TimerRing(records);

    /** How often the ring gave up a search, to go on with it later. */
    private int groups;

    private int add(long now) {
        assertTrue(records.hasRoom(true));
        int session = records.take();
        records.longAt(session, SessionTable.LAST_UPDATE, now);
        ring.add(session, now);
        return session;
    }

    private List<Integer> addMany(int count, long now) {
        List<Integer> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(add(now));
        }
        return sessions;
    }

    private void update(int session, long now) {
        records.longAt(session, SessionTable.LAST_UPDATE, now);
    }

    private void remove(int session) {
        ring.remove(session);
        records.release(session);
    }

    /** Removes all that are overdue, and names them. */
    private List<Integer> search(long now, long timeout) {
        List<Integer> ended = new ArrayList<>();
        groups = 0;
        boolean more = true;
        while (more) {
            int session = ring.overdue(now, timeout);
            if (session != SessionTable.NONE) {
                ended.add(session);
                remove(session);
            }
            groups += ring.isSearching() ? 1 : 0;
            more = session != SessionTable.NONE || ring.isSearching();
        }
        ring.startSearch();
        return ended;
    }

    @Test
    void aSessionEndsToTheMillisecond() {
        int session = add(5);

        assertEquals(List.of(), search(5 + TIMEOUT - 1, TIMEOUT));
        assertEquals(List.of(session), search(5 + TIMEOUT, TIMEOUT));
        assertEquals(List.of(), search(5 + TIMEOUT + 1, TIMEOUT));
    }

    @Test
    void aPacketPutsTheEndOff() {
        int session = add(0);
        for (long now = 0; now < 10 * TIMEOUT; now += BETWEEN_SEARCHES) {
            update(session, now);
            assertEquals(List.of(), search(now + TIMEOUT - 1, TIMEOUT));
        }

        assertEquals(List.of(session), search(11 * TIMEOUT, TIMEOUT));
    }

    @Test
    void aShorterTimeoutCountsAtOnce() {
        List<Integer> sessions = new ArrayList<>();
        for (long now = 0; now < 100 * TICK; now += TICK) {
            sessions.add(add(now));
        }
        long now = 100 * TICK;
        assertEquals(List.of(), search(now, 49 * DAY));

        assertEquals(sessions.subList(0, 61), search(now, 40 * TICK));
        assertEquals(sessions.subList(61, 99), search(now, TICK + 1));
        assertEquals(sessions.subList(99, 100), search(now, 0));
    }

    @Test
    void aLongerTimeoutCountsAtOnce() {
        List<Integer> sessions = addMany(100, 0);
        assertEquals(List.of(), search(TIMEOUT - 1, TIMEOUT));
        assertEquals(List.of(), search(TIMEOUT, 20 * DAY));
        assertEquals(List.of(), search(20 * DAY - 1, 20 * DAY));

        assertEquals(sessions, search(20 * DAY, 20 * DAY));
    }

    @Test
    void sessionsOfOneTickEndEachInItsTime() {
        List<Integer> sessions = new ArrayList<>();
        for (long now = 0; now < TICK; now++) {
            sessions.add(add(now));
        }

        for (int now = 0; now < TICK; now++) {
            assertEquals(sessions.subList(now, now + 1), search(TIMEOUT + now, TIMEOUT));
        }
    }

    @Test
    void noMoreThanAGroupIsLookedAtAtOnceAndNoneTwice() {
        int many = 10_000;
        List<Integer> sessions = addMany(many, 0);
        for (int session : sessions) {
            update(session, 50_000);
        }

        assertEquals(List.of(), search(TIMEOUT, TIMEOUT));
        assertEquals(many / TimerRing.GLANCES, groups);
        assertEquals(List.of(), search(TIMEOUT + BETWEEN_SEARCHES, TIMEOUT));
        assertEquals(0, groups);
    }

    @Test
    void busySessionsAreLookedAtAboutOnceInTheTimeout() {
        int many = 2_000;
        int rounds = 10;
        SplittableRandom random = new SplittableRandom(1);
        List<Integer> sessions = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < many; i++) {
            now += random.nextInt(100);
            sessions.add(add(now));
        }
        long end = now + rounds * TIMEOUT;
        long looks = 0;
        while (now < end) {
            for (int i = 0; i < 500; i++) {
                update(sessions.get(random.nextInt(many)), now);
            }
            now += BETWEEN_SEARCHES;
            assertEquals(List.of(), search(now, TIMEOUT));
            // The last group of a search may be smaller.
            looks += (groups + 1L) * TimerRing.GLANCES;
        }

        long searches = rounds * TIMEOUT / BETWEEN_SEARCHES;
        assertTrue(looks <= many * (rounds + 1L) + searches * TimerRing.GLANCES, looks + " looks");
    }

    @Test
    void aSearchThatTakesItsTimeMindsWhatBecameOverdueMeanwhile() {
        List<Integer> sessions = addMany(TimerRing.GLANCES, 1);
        int later = add(2);
        assertEquals(SessionTable.NONE, ring.overdue(TIMEOUT, TIMEOUT));
        assertTrue(ring.isSearching());
        remove(sessions.get(0));
        remove(sessions.get(TimerRing.GLANCES - 1));

        List<Integer> ended = search(TIMEOUT + TICK, TIMEOUT);

        assertEquals(TimerRing.GLANCES - 1, ended.size());
        assertTrue(ended.contains(later));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensExactlyTheOverdueAreFound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] timeouts = {0, 1, 6_000, 60_000, 240_000, TIMEOUT, 7_200_000, 20 * DAY, (1L << 32) - 1};
        Map<Integer, Long> updates = new HashMap<>();
        List<Integer> sessions = new ArrayList<>();
        long now = new long[] {0, -3 * DAY, 1L << 41, (1L << 42) - 100_000}[(int) (seed % 4)];
        long timeout = TIMEOUT;
        for (int step = 0; step < 100_000; step++) {
            int choice = random.nextInt(1_000);
            if (choice < 400) {
                int session = add(now);
                sessions.add(session);
                updates.put(session, now);
            } else if (choice < 800 && !sessions.isEmpty()) {
                int session = sessions.get(random.nextInt(sessions.size()));
                update(session, now);
                updates.put(session, now);
            } else if (choice < 900 && !sessions.isEmpty()) {
                int session = sessions.remove(random.nextInt(sessions.size()));
                remove(session);
                updates.remove(session);
            } else if (choice < 905) {
                timeout = timeouts[random.nextInt(timeouts.length)];
            } else if (choice < 910) {
                now += random.nextLong(random.nextInt(50) == 0 ? 3 * timeout + 1 : 20_000);
            } else if (choice < 912) {
                checkSearch(updates, now, timeout, "seed " + seed + " step " + step);
                sessions.retainAll(updates.keySet());
            } else if (choice < 914) {
                // A search that was begun and is not gone on with for a while.
                int session = ring.overdue(now, timeout);
                if (session != SessionTable.NONE) {
                    assertTrue(now - updates.remove(session) >= timeout, "seed " + seed + " step " + step);
                    remove(session);
                    sessions.remove((Integer) session);
                }
            } else {
                now += random.nextInt(100);
            }
        }
        ring.startSearch();
        checkSearch(updates, now, -1, "seed " + seed + " at the end");
        assertEquals(0, records.count());
    }

    private void checkSearch(Map<Integer, Long> updates, long now, long timeout, String where) {
        ring.startSearch();
        Set<Integer> due = new HashSet<>();
        updates.forEach((session, updated) -> {
            if (now - updated >= timeout) {
                due.add(session);
            }
        });

        List<Integer> ended = search(now, timeout);

        assertEquals(due, new HashSet<>(ended), where);
        assertEquals(due.size(), ended.size(), where);
        updates.keySet().removeAll(due);
    }
}
