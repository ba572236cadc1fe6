// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static joolj.rfc6146.Packets.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import joolj.address.L4Protocol;
import joolj.translation.Allocation;
import joolj.translation.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits that RFC 6146 does not have: on all sessions, on those of an IPv6 prefix, and on how fast those are opened. */
class SessionLimitsTest {
    private static final int POOL = address("203.0.113.5");
    private static final int SERVER = address("192.0.2.1");

    private final FakeRoutes routes = new FakeRoutes();
    private final RecordingObserver observer = new RecordingObserver();
    private final Nat64State state = new Nat64State(StateSettings.DEFAULT, pool(), Packets.SECRET);

    private static Pool4 pool() {
        Pool4 pool = Pool4.EMPTY;
        for (L4Protocol protocol : L4Protocol.values()) {
            pool = pool.add(0, protocol, POOL, 32, 1, 65535, Pool4.UNCHANGED);
        }
        return pool;
    }

    /** A packet of a node 2001:db8:0:SUBNET::NODE; for TCP, a SYN. */
    private static Flow packet(L4Protocol protocol, int subnet, int node, int port) {
        Flow flow = Packets.from6(protocol, node, port, SERVER, 80);
        flow.remote6High |= subnet;
        flow.syn = true;
        return flow;
    }

    private Reason send(L4Protocol protocol, int subnet, int node, int port, long now) {
        return state.outbound(packet(protocol, subnet, node, port), routes, now);
    }

    private void expireAll(long now) {
        long later = now;
        while (state.sessionCount() > 0) {
            later += 10_000_000;
            while (state.expire(later, 1_000, observer) > 0) {
                observer.take();
            }
        }
    }

    @Test
    void theTotalCountsAllProtocolsTogether() {
        state.limits(new SessionLimits(3, 0, 0, 64));

        assertNull(send(L4Protocol.TCP, 1, 1, 1, 0));
        assertNull(send(L4Protocol.UDP, 2, 2, 2, 0));
        assertNull(send(L4Protocol.ICMP, 3, 3, 3, 0));

        assertEquals(Reason.SESSION_LIMIT, send(L4Protocol.TCP, 4, 4, 4, 0));
        assertEquals(Reason.SESSION_LIMIT, send(L4Protocol.UDP, 4, 4, 4, 0));
        assertNull(send(L4Protocol.UDP, 2, 2, 2, 0), "a session that is there goes on");
        assertEquals(3, state.sessionCount());
        assertEquals(3, state.bibCount(), "a refused packet leaves no BIB entry");
    }

    @Test
    void aLimitBelowThePresentCountRefusesNewSessionsOnly() {
        for (int i = 0; i < 5; i++) {
            assertNull(send(L4Protocol.UDP, 1, i, 1, 0));
        }

        state.limits(new SessionLimits(2, 0, 0, 64));

        assertEquals(Reason.SESSION_LIMIT, send(L4Protocol.UDP, 1, 9, 1, 0));
        assertNull(send(L4Protocol.UDP, 1, 0, 1, 0));
        expireAll(0);
        assertNull(send(L4Protocol.UDP, 1, 9, 1, 100_000_000_000L));
    }

    @Test
    void theNodesOfOnePrefixShareItsLimit() {
        state.limits(new SessionLimits(0, 2, 0, 64));

        assertNull(send(L4Protocol.TCP, 1, 1, 1, 0));
        assertNull(send(L4Protocol.UDP, 1, 2, 1, 0));

        assertEquals(Reason.SESSION_LIMIT_SOURCE, send(L4Protocol.ICMP, 1, 3, 1, 0));
        assertNull(send(L4Protocol.ICMP, 2, 3, 1, 0), "another prefix has a limit of its own");
    }

    @ParameterizedTest(name = "/{0}: subnets {1} and {2}, nodes {3} and {4}: {5}")
    @CsvSource({
        "48, 1, 2, 1, 1, true", "63, 2, 3, 1, 1, true", "63, 1, 2, 1, 1, false", "64, 1, 2, 1, 1, false",
        "64, 1, 1, 1, 2, true", "127, 1, 1, 2, 3, true", "127, 1, 1, 1, 2, false", "128, 1, 1, 2, 3, false",
        "1, 1, 9, 1, 2, true",
    })
    void thePrefixLengthSaysWhoIsOneSource(int length, int subnet, int other, int node, int otherNode, boolean same) {
        state.limits(new SessionLimits(0, 1, 0, length));

        assertNull(send(L4Protocol.UDP, subnet, node, 7, 0));

        assertEquals(same ? Reason.SESSION_LIMIT_SOURCE : null, send(L4Protocol.UDP, other, otherNode, 7, 0));
    }

    @Test
    void sessionsFromBeforeTheLimitCountAndGiveTheirPlacesBack() {
        for (int i = 0; i < 3; i++) {
            assertNull(send(L4Protocol.UDP, 1, i, 1, 0));
        }
        assertNull(send(L4Protocol.TCP, 1, 7, 1, 0));

        state.limits(new SessionLimits(0, 4, 0, 64));

        assertEquals(Reason.SESSION_LIMIT_SOURCE, send(L4Protocol.UDP, 1, 9, 1, 1));
        state.bibControl().remove6(L4Protocol.UDP, Packets.NODE6_HIGH | 1, 0, 1);
        assertNull(send(L4Protocol.UDP, 1, 9, 1, 2));
        assertEquals(Reason.SESSION_LIMIT_SOURCE, send(L4Protocol.UDP, 1, 10, 1, 2));
    }

    @Test
    void switchingTheLimitOffAndOnCountsAnew() {
        state.limits(new SessionLimits(0, 2, 0, 64));
        assertNull(send(L4Protocol.UDP, 1, 1, 1, 0));
        state.limits(SessionLimits.NONE);
        assertNull(send(L4Protocol.UDP, 1, 2, 1, 0));

        for (int length : new int[] {64, 56, 48, 64}) {
            state.limits(new SessionLimits(0, 2, 0, length));
            assertEquals(Reason.SESSION_LIMIT_SOURCE, send(L4Protocol.UDP, 1, 3, 1, 0), "/" + length);
        }
        expireAll(0);
        assertNull(send(L4Protocol.UDP, 1, 3, 1, 100_000_000_000L));
    }

    @Test
    void sessionsOpenedFromIpv4BelongToTheIpv6NodeToo() {
        state.limits(new SessionLimits(0, 2, 0, 64));
        Flow first = packet(L4Protocol.UDP, 1, 1, 1);
        assertNull(state.outbound(first, routes, 0));

        Flow second = Packets.from4(L4Protocol.UDP, address("192.0.2.9"), 5, POOL, first.local4Port);
        assertNull(state.inbound(second, routes, 0));
        Flow third = Packets.from4(L4Protocol.UDP, address("192.0.2.10"), 5, POOL, first.local4Port);

        assertEquals(Reason.SESSION_LIMIT_SOURCE, state.inbound(third, routes, 0));
    }

    @Test
    void keptSynsWithASessionRespectTheLimit() {
        state.settings(
                new StateSettings(true, false, false, 11, 7_200_000, 240_000, 300_000, 60_000, 10, 1 << 20, 1 << 20));
        state.bibControl().addStatic(L4Protocol.TCP, Packets.NODE6_HIGH, 5, 80, POOL, 80, routes);
        state.limits(new SessionLimits(1, 0, 0, 64));

        Flow syn = Packets.flags(Packets.from4(L4Protocol.TCP, SERVER, 1, POOL, 80), "S");
        assertEquals(Reason.TYPE2PKT, state.inbound(syn, routes, 0));
        Flow other = Packets.flags(Packets.from4(L4Protocol.TCP, SERVER, 2, POOL, 80), "S");

        assertEquals(Reason.SESSION_LIMIT, state.inbound(other, routes, 0));
        assertEquals(1, state.sessionCount());
    }

    @Test
    void aSecondsWorthMayBeOpenedAtOnceAndThenAtTheRate() {
        state.limits(new SessionLimits(0, 0, 10, 64));
        for (int i = 0; i < 10; i++) {
            assertNull(send(L4Protocol.UDP, 1, i, 1, 5_000));
        }

        assertEquals(Reason.SESSION_RATE_SOURCE, send(L4Protocol.UDP, 1, 10, 1, 5_000));
        assertEquals(Reason.SESSION_RATE_SOURCE, send(L4Protocol.UDP, 1, 10, 1, 5_099));
        assertNull(send(L4Protocol.UDP, 1, 10, 1, 5_100));
        assertEquals(Reason.SESSION_RATE_SOURCE, send(L4Protocol.UDP, 1, 11, 1, 5_100));
        assertNull(send(L4Protocol.UDP, 1, 0, 1, 5_100), "a session that is there goes on");
        assertNull(send(L4Protocol.UDP, 2, 0, 1, 5_100), "another prefix has a rate of its own");
    }

    @Test
    void theRateOutlivesTheSessions() {
        state.limits(new SessionLimits(0, 0, 2, 64));
        assertNull(send(L4Protocol.UDP, 1, 1, 1, 5_000));
        assertNull(send(L4Protocol.UDP, 1, 2, 1, 5_000));
        state.bibControl().flush();

        assertEquals(Reason.SESSION_RATE_SOURCE, send(L4Protocol.UDP, 1, 3, 1, 5_000));
        assertNull(send(L4Protocol.UDP, 1, 3, 1, 5_500));
    }

    @Test
    void whatIsOpenedFromIpv4DoesNotUseUpTheRate() {
        state.limits(new SessionLimits(0, 0, 2, 64));
        Flow first = packet(L4Protocol.UDP, 1, 1, 1);
        assertNull(state.outbound(first, routes, 0));
        for (int i = 0; i < 20; i++) {
            assertNull(
                    state.inbound(Packets.from4(L4Protocol.UDP, SERVER + 1 + i, 5, POOL, first.local4Port), routes, 0));
        }

        assertNull(send(L4Protocol.UDP, 1, 2, 1, 0));
    }

    @Test
    void aPlaceThatAnExhaustedPoolLeftUnusedIsGivenBack() {
        Pool4 one = Pool4.EMPTY.add(0, L4Protocol.UDP, POOL, 32, 7, 7, Pool4.UNCHANGED);
        state.pool4(one.add(0, L4Protocol.TCP, POOL, 32, 7, 7, Pool4.UNCHANGED));
        state.limits(new SessionLimits(3, 3, 3, 64));
        assertNull(send(L4Protocol.UDP, 1, 1, 1, 0));
        assertNull(send(L4Protocol.TCP, 1, 1, 1, 0));

        for (int i = 0; i < 100; i++) {
            assertEquals(Reason.BIB6_NOT_FOUND, send(L4Protocol.UDP, 1, 2, i, 0));
            assertEquals(Reason.UNKNOWN, send(L4Protocol.TCP, 1, 2, i, 0));
        }

        state.pool4(pool());
        assertNull(send(L4Protocol.UDP, 1, 2, 1, 0));
        assertEquals(Reason.SESSION_LIMIT, send(L4Protocol.UDP, 1, 3, 1, 0));
    }

    @ParameterizedTest
    @CsvSource({"-1,0,0,64", "4294967296,0,0,64", "0,-1,0,64", "0,0,1000001,64", "0,0,-1,64", "0,0,0,0", "0,0,0,129"})
    void limitsOutsideTheirRangesAreRefused(long total, long perSource, int rate, int length) {
        assertThrows(IllegalArgumentException.class, () -> new SessionLimits(total, perSource, rate, length));
    }

    /** Random packets, times, removals and changes of the limits, against counts taken from the session tables. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aModelAgrees(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Long, long[]> buckets = new HashMap<>();
        SessionLimits limits = SessionLimits.NONE;
        long now = 0;
        for (int step = 0; step < 3_000; step++) {
            now += random.nextInt(random.nextInt(10) == 0 ? 20_000 : 60);
            if (random.nextInt(60) == 0) {
                SessionLimits before = limits;
                limits = randomLimits(random);
                state.limits(limits);
                boolean kept = before.watchSources() && before.prefixLength() == limits.prefixLength();
                if (!kept || limits.ratePerSource() != before.ratePerSource()) {
                    // A change of the rate leaves what there is of tokens; the model starts anew where that is full.
                    state.limits(SessionLimits.NONE);
                    state.limits(limits);
                    buckets.clear();
                }
            } else if (random.nextInt(100) == 0) {
                state.bibControl().remove6(L4Protocol.UDP, Packets.NODE6_HIGH | random.nextInt(4), 1, 1);
            } else if (random.nextInt(5) == 0) {
                state.expire(now, random.nextInt(1, 50), observer);
            } else {
                step(random, limits, buckets, now, seed);
            }
        }
        expireAll(now);
        assertEquals(0, counts(64).values().stream().mapToInt(Integer::intValue).sum());
    }

    private static SessionLimits randomLimits(SplittableRandom random) {
        return new SessionLimits(
                random.nextBoolean() ? 0 : random.nextInt(1, 60),
                random.nextBoolean() ? 0 : random.nextInt(1, 20),
                random.nextBoolean() ? 0 : random.nextInt(1, 30),
                random.nextBoolean() ? 64 : 63);
    }

    private void step(SplittableRandom random, SessionLimits limits, Map<Long, long[]> buckets, long now, long seed) {
        L4Protocol protocol = L4Protocol.values()[random.nextInt(3)];
        int subnet = random.nextInt(4);
        Flow flow = packet(protocol, subnet, random.nextInt(5), random.nextInt(5));
        long prefix = limits.prefixLength() == 63 ? subnet & ~1 : subnet;
        Map<Long, Integer> counts = counts(limits.prefixLength());
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        boolean known = sessionOf(flow);

        Reason expected = null;
        if (!known && limits.total() > 0 && total >= limits.total()) {
            expected = Reason.SESSION_LIMIT;
        } else if (!known && limits.perSource() > 0 && counts.getOrDefault(prefix, 0) >= limits.perSource()) {
            expected = Reason.SESSION_LIMIT_SOURCE;
        } else if (!known && limits.ratePerSource() > 0 && !takeToken(buckets, prefix, limits.ratePerSource(), now)) {
            expected = Reason.SESSION_RATE_SOURCE;
        }

        assertEquals(expected, state.outbound(flow, routes, now), "seed " + seed + ", " + now + " ms, " + limits);
        assertEquals(total + (known || expected != null ? 0 : 1), state.sessionCount(), "seed " + seed);
    }

    /** The token bucket of a prefix: thousandths of tokens and when they were counted. */
    private static boolean takeToken(Map<Long, long[]> buckets, long prefix, int rate, long now) {
        long[] bucket = buckets.computeIfAbsent(prefix, key -> new long[] {rate * 1000L, now});
        bucket[0] = Math.min(rate * 1000L, bucket[0] + (now - bucket[1]) * rate);
        bucket[1] = now;
        if (bucket[0] < 1000) {
            return false;
        }
        bucket[0] -= 1000;
        return true;
    }

    private boolean sessionOf(Flow flow) {
        for (SessionRow row : rows(flow.protocol)) {
            if (row.remote6High() == flow.remote6High
                    && row.remote6Low() == flow.remote6Low
                    && row.remote6Port() == flow.remote6Port) {
                return true;
            }
        }
        return false;
    }

    private Set<SessionRow> rows(L4Protocol protocol) {
        Set<SessionRow> rows = new HashSet<>();
        SessionReader reader = state.sessions(protocol);
        for (var page = reader.next(500, 0); !page.isEmpty(); page = reader.next(500, 0)) {
            rows.addAll(page);
        }
        return rows;
    }

    private Map<Long, Integer> counts(int length) {
        Map<Long, Integer> counts = new HashMap<>();
        for (L4Protocol protocol : L4Protocol.values()) {
            for (SessionRow row : rows(protocol)) {
                long subnet = row.remote6High() & 0xffff;
                counts.merge(length == 63 ? subnet & ~1L : subnet, 1, Integer::sum);
            }
        }
        return counts;
    }

    @Test
    void manySourcesComeAndGoWithoutBeingKept() {
        state.limits(new SessionLimits(0, 5, 100, 64));
        SessionAdmission admission = new SessionAdmission(KeyedHash.of(Packets.SECRET, 1));
        admission.limits(new SessionLimits(0, 5, 100, 64));

        for (int i = 0; i < 100_000; i++) {
            assertNull(admission.reserve((long) i << 8, 0, true, i));
            admission.forget((long) i << 8, 0, admission.generation());
        }

        assertEquals(true, admission.sourceCount() <= 1_002, () -> "sources: " + admission.sourceCount());
        assertEquals(0, admission.total());
    }

    @Test
    void limitsAllocateNothing() {
        SessionAdmission admission = new SessionAdmission(KeyedHash.of(Packets.SECRET, 1));
        admission.limits(new SessionLimits(1_000_000, 50, 100, 64));
        long[] now = {0};
        Runnable round = () -> {
            for (int i = 0; i < 20_000; i++) {
                now[0] += 3;
                int source = i % 700;
                if (admission.reserve(source, 0, true, now[0]) == null) {
                    admission.forget(source, 0, admission.generation());
                }
            }
        };
        round.run();

        assertEquals(0, Allocation.least(round));
    }
}
