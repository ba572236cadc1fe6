// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the tables of a stateful NAT64, {@link TablesRun} and {@link TablesContention}, with the daemon's garbage collector, and prints a table.
 * {@code examples/bench/tables.sh} calls it.
 *
 * <p>The exit status is 0 if everything was measured, whatever came of it; 1 if not; 2 for a wrong argument.
 */
public final class TablesBenchmark {
    private static final int MILLION = 1_000_000;

    private TablesBenchmark() {}

    /**
     * Measures and prints.
     *
     * @param arguments nothing for one million sessions, {@code --all} for four million as well
     * @throws IOException if a process cannot be started
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean all = Arrays.equals(arguments, new String[] {"--all"});
        if (!all && arguments.length > 0) {
            System.err.println("usage: tables.sh [--all]");
            System.exit(2);
        }
        System.out.println(machine());
        boolean measured = measure(MILLION, System.out);
        if (all) {
            measured &= measure(4 * MILLION, System.out);
        }
        System.exit(measured ? 0 : 1);
    }

    /** The processor's name, and what else figures depend on. */
    private static String machine() throws IOException {
        String processor = "unknown processor";
        for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
            if (line.startsWith("model name")) {
                processor = line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return String.format(
                Locale.ROOT,
                "%s, %d processors, Linux %s, Java %s, load %.1f",
                processor,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static boolean measure(int sessions, PrintStream out) throws IOException, InterruptedException {
        Map<Figure, Long> figures = new EnumMap<>(Figure.class);
        boolean measured = run(TablesRun.class, figures, "memory", Integer.toString(sessions))
                && run(TablesRun.class, figures, "speed", Integer.toString(sessions))
                && run(TablesContention.class, figures);
        print(sessions, figures, out);
        return measured && figures.size() == Figure.values().length;
    }

    /** Runs a process; returns whether it ended well. */
    private static boolean run(Class<?> measurement, Map<Figure, Long> figures, String... arguments)
            throws IOException, InterruptedException {
        Process run = new ProcessBuilder(command(measurement, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = run.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 2);
                figures.put(Figure.valueOf(words[0]), Long.valueOf(words[1]));
            }
        }
        return run.waitFor() == 0;
    }

    private static List<String> command(Class<?> measurement, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(measurement.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private static void print(int sessions, Map<Figure, Long> figures, PrintStream out) {
        boolean fourMillion = sessions > MILLION;
        out.printf(Locale.ROOT, "%n%,d sessions, each with a BIB entry%n", sessions);
        for (Figure figure : Figure.values()) {
            Long value = figures.get(figure);
            if (value == null) {
                out.printf(Locale.ROOT, "  %-52s %18s%n", figure.text(), "not measured");
                continue;
            }
            String aim = figure.aim(fourMillion);
            String met = aim.isEmpty() ? "" : figure.isMet(value, fourMillion) ? "met" : "missed";
            out.printf(Locale.ROOT, "  %-52s %18s   %-18s %s%n", figure.text(), figure.write(value), aim, met);
        }
    }
}
