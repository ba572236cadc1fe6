// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One row of the table: a benchmark method and its parameters.
 *
 * @param benchmark the class
 * @param direction the method, {@code to4} or {@code to6}
 * @param table how many entries the table has that is searched; -1 if there is none
 * @param transport what the packets carry
 * @param octets length of the packets on arrival, IP header included
 */
record BenchmarkCase(Class<?> benchmark, String direction, int table, Transport transport, int octets) {
    private static final int[] EAMS = {0, 1, 1_000, 1_000_000};
    private static final int RULES = 100_000;
    private static final int[] SESSIONS = {1, 100_000};

    /** All there is to measure. */
    static List<BenchmarkCase> all() {
        List<BenchmarkCase> cases = preparation();
        for (int eams : EAMS) {
            addKinds(cases, SiitBenchmark.class, eams);
        }
        for (int sessions : SESSIONS) {
            addKinds(cases, Nat64Benchmark.class, sessions);
        }
        addKinds(cases, MaptBenchmark.class, RULES);
        return cases;
    }

    /** What tells most: all packets through the two products, and a large EAMT with the packets that cost least. */
    static List<BenchmarkCase> quick() {
        List<BenchmarkCase> cases = new ArrayList<>();
        addKinds(cases, SiitBenchmark.class, EAMS[0]);
        addDirections(cases, SiitBenchmark.class, EAMS[EAMS.length - 1], Transport.UDP, 64);
        addKinds(cases, Nat64Benchmark.class, SESSIONS[SESSIONS.length - 1]);
        addDirections(cases, MaptBenchmark.class, RULES, Transport.UDP, 64);
        return cases;
    }

    private static List<BenchmarkCase> preparation() {
        List<BenchmarkCase> cases = new ArrayList<>();
        addDirections(cases, PreparationBenchmark.class, -1, Transport.UDP, 64);
        return cases;
    }

    private static void addKinds(List<BenchmarkCase> cases, Class<?> benchmark, int table) {
        for (Transport transport : Transport.values()) {
            addDirections(cases, benchmark, table, transport, 64);
            addDirections(cases, benchmark, table, transport, 1400);
        }
    }

    private static void addDirections(
            List<BenchmarkCase> cases, Class<?> benchmark, int table, Transport transport, int octets) {
        cases.add(new BenchmarkCase(benchmark, "to4", table, transport, octets));
        cases.add(new BenchmarkCase(benchmark, "to6", table, transport, octets));
    }

    /** What JMH calls the benchmark, as a regular expression. */
    String method() {
        return (benchmark.getName() + "." + direction).replace(".", "\\.") + "$";
    }

    /** The name of the parameter that says how many entries the table has. */
    String tableParameter() {
        if (benchmark == MaptBenchmark.class) {
            return "rules";
        }
        return benchmark == Nat64Benchmark.class ? "sessions" : "eams";
    }

    /** What the row begins with. */
    String label() {
        String kind = String.format(
                Locale.ROOT, "%s, %d bytes, IPv%s", transport, octets, direction.equals("to4") ? "6 to 4" : "4 to 6");
        if (benchmark == PreparationBenchmark.class) {
            return String.format(Locale.ROOT, "%-28s %s", "nothing but the packet", kind);
        }
        if (benchmark == MaptBenchmark.class) {
            return String.format(Locale.ROOT, "%-28s %s", "MAP-T BR, rules: " + table, kind);
        }
        String engine = benchmark == Nat64Benchmark.class ? "NAT64, sessions: " : "SIIT, EAMT entries: ";
        return String.format(Locale.ROOT, "%-28s %s", table == 0 ? "SIIT, pool6" : engine + table, kind);
    }
}
