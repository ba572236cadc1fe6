// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs the benchmarks of the engine, each in a Java virtual machine of its own with the daemon's garbage collector, and
 * prints a row for each. {@code examples/bench/engine.sh} calls it.
 *
 * <p>The exit status is 0 if everything was measured and no packet allocated, else 1; 2 for a wrong argument.
 */
public final class EngineBenchmarks {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /** Without it, a busy machine may get to compiling only after the warm-up. */
    private static final String COMPILE_AT_ONCE = "-Xbatch";

    /** Octets that JMH itself allocates during an iteration, at most; one object per packet is far more. */
    private static final double NOISE = 32_768;

    private final PrintStream out;
    private final Effort effort;

    /**
     * How long to measure.
     *
     * @param seconds no benchmark starts that would end later
     * @param warmups iterations that do not count
     * @param measurements iterations that count
     * @param iteration length of an iteration, milliseconds
     */
    private record Effort(int seconds, int warmups, int measurements, int iteration) {
        static final Effort QUICK = new Effort(58, 2, 2, 300);
        static final Effort FULL = new Effort(295, 3, 4, 500);
    }

    private EngineBenchmarks(PrintStream out, Effort effort) {
        this.out = out;
        this.effort = effort;
    }

    /**
     * Measures and prints.
     *
     * @param arguments {@code --quick} for some of the benchmarks in less than a minute, or nothing for all of them in
     *     less than five
     */
    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        boolean quick = words.equals(List.of("--quick"));
        if (!quick && !words.isEmpty()) {
            System.err.println("usage: engine.sh [--quick]");
            System.exit(2);
        }
        EngineBenchmarks benchmarks = new EngineBenchmarks(System.out, quick ? Effort.QUICK : Effort.FULL);
        try {
            System.exit(benchmarks.run(quick ? BenchmarkCase.quick() : BenchmarkCase.all()) ? 0 : 1);
        } catch (RunnerException e) {
            System.err.println("engine.sh: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Measures as much as there is time for; returns whether that was everything and nothing was allocated. */
    private boolean run(List<BenchmarkCase> cases) throws RunnerException {
        long start = System.nanoTime();
        long longest = 0;
        int allocating = 0;
        out.printf(
                Locale.ROOT,
                "%s, Java %s, %d processors, load %.1f%n",
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        out.printf("%-56s %9s %15s %9s%n", "benchmark", "ns/packet", "of iterations", "B/packet");
        for (int i = 0; i < cases.size(); i++) {
            long begun = System.nanoTime();
            if (begun - start + longest > TimeUnit.SECONDS.toNanos(effort.seconds)) {
                out.printf("out of time: %d of %d not measured%n", cases.size() - i, cases.size());
                return false;
            }
            if (!print(cases.get(i), measure(cases.get(i)))) {
                allocating++;
            }
            longest = Math.max(longest, System.nanoTime() - begun);
        }
        out.printf(
                Locale.ROOT,
                "%d benchmarks in %d s, load %.1f; %s%n",
                cases.size(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                allocating == 0 ? "no packet allocated" : allocating + " of them allocate");
        return allocating == 0;
    }

    private RunResult measure(BenchmarkCase row) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(row.method())
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .forks(1)
                .jvmArgs("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx1g", COMPILE_AT_ONCE)
                .warmupIterations(effort.warmups)
                .warmupTime(TimeValue.milliseconds(effort.iteration))
                .measurementIterations(effort.measurements)
                .measurementTime(TimeValue.milliseconds(effort.iteration))
                .addProfiler(GCProfiler.class);
        if (row.table() >= 0) {
            options.param(row.tableParameter(), Integer.toString(row.table()))
                    .param("transport", row.transport().name())
                    .param("octets", Integer.toString(row.octets()));
        }
        return new Runner(options.build()).runSingle();
    }

    /** Prints a row; returns whether no packet allocated. */
    private boolean print(BenchmarkCase row, RunResult result) {
        Statistics nanos = result.getPrimaryResult().getStatistics();
        double perPacket = result.getSecondaryResults().get(ALLOCATION).getScore();
        double packets = TimeUnit.MILLISECONDS.toNanos(effort.iteration) / nanos.getMean();
        boolean nothing = perPacket * packets < NOISE;
        out.printf(
                Locale.ROOT,
                "%-56s %9.1f %15s %9s%n",
                row.label(),
                nanos.getMean(),
                String.format(Locale.ROOT, "%.1f-%.1f", nanos.getMin(), nanos.getMax()),
                nothing ? "0" : String.format(Locale.ROOT, "%.2f", perPacket));
        return nothing;
    }
}
