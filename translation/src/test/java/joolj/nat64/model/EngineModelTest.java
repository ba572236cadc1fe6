// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 6146 § 3: under random packets, time and commands, the engine does after every step what the model does: outcome,
 * counters, translated packets, BIB, sessions with their states and times, probes and late answers.
 *
 * <p>{@code -Djoolj.model.seeds=N} tries the seeds 1 to N instead of a few, {@code -Djoolj.model.first=S} begins with
 * another one, {@code -Djoolj.model.steps=N} takes as many steps with each.
 */
class EngineModelTest {
    private static final int STEPS = Integer.getInteger("joolj.model.steps", 4_000);

    private static final List<String> EVERYTHING = List.of(
            "translated TCP",
            "translated UDP",
            "translated ICMP",
            "translated error",
            "hairpinned TCP",
            "hairpinned UDP",
            "hairpinned error",
            "ESTABLISHED",
            "V4_INIT",
            "V6_INIT",
            "V4_FIN_RCV",
            "V6_FIN_RCV",
            "V4_FIN_V6_FIN_RCV",
            "TRANS",
            "probe",
            "port unreachable",
            "RECEIVED4",
            "RECEIVED6",
            "XLATOR_DISABLED",
            "HAIRPIN_LOOP",
            "POOL6_MISMATCH",
            "POOL4_MISMATCH",
            "ICMP6_FILTER",
            "MASK_DOMAIN_NOT_FOUND",
            "BIB6_NOT_FOUND",
            "BIB4_NOT_FOUND",
            "SESSION_NOT_FOUND",
            "ADF",
            "V4_SYN",
            "SYN6_EXPECTED",
            "SYN4_EXPECTED",
            "TYPE1PKT",
            "TYPE2PKT",
            "SO_EXISTS",
            "SO_FULL",
            "V6_TO_V4_TTL",
            "V4_TO_V6_TTL",
            "UNKNOWN");

    static LongStream seeds() {
        long first = Long.getLong("joolj.model.first", 1);
        return LongStream.range(first, first + Long.getLong("joolj.model.seeds", 8));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theEngineDoesWhatTheModelDoes(long seed) {
        new Duel(seed).fight(STEPS);
    }

    /** Agreement means little about what never happens. */
    @Test
    void everythingHappens() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 1; seed <= 4; seed++) {
            Duel duel = new Duel(seed);
            duel.fight(4_000);
            seen.addAll(duel.seen());
        }

        List<String> missing =
                EVERYTHING.stream().filter(what -> !seen.contains(what)).toList();
        assertEquals(List.of(), missing);
    }
}
