// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings what a command printed into a form in which a recording and a replay must agree. */
final class RecordedOutput {
    /** The only column that may differ: an address inside the kernel there, an inode here. Its width may not. */
    private static final Pattern NAMESPACE =
            Pattern.compile("^\\| ([ 0-9a-f]{17}[0-9a-f])( \\| .{15} \\| (?:netfilter| iptables) \\|)$");

    private static final String MASKED = "NAMESPACE";
    private static final Pattern NAMESPACE_CSV = Pattern.compile("^[0-9a-f]+(,.*,(?:netfilter|iptables))$");
    private static final String TIME = "\\d+:\\d\\d:\\d\\d(\\.\\d{3})?";
    private static final String RULE = "-".repeat(33);

    /** Counters of packets that nobody asked for, such as Neighbor Discovery. */
    private static final Pattern NOISE = Pattern.compile("JSTAT_(RECEIVED[46]|UNKNOWN_ICMP6_TYPE)\\W.*");

    private RecordedOutput() {}

    /** The lines of standard error that are compared: those that start with two blanks are additions. */
    static List<String> error(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("  "))
                .map(line -> line.replace("kernel module", "daemon"))
                .toList();
    }

    /**
     * The lines of standard output, comparable.
     *
     * @param command what printed them
     * @param live whether packets were on the way, so that times, ports and counts are those of the day
     */
    static List<String> output(String command, List<String> lines, boolean live) {
        List<String> comparable = new ArrayList<>();
        for (String line : lines) {
            comparable.add(maskNamespace(line));
        }
        if (comparable.stream().anyMatch(line -> line.contains(MASKED))) {
            // The order of a hash table there, that of creation here.
            Collections.sort(comparable);
        }
        return live ? maskTraffic(command, comparable) : comparable;
    }

    private static String maskNamespace(String line) {
        Matcher plain = NAMESPACE.matcher(line);
        if (plain.matches()) {
            return "| " + MASKED + plain.group(2);
        }
        Matcher csv = NAMESPACE_CSV.matcher(line);
        return csv.matches() ? MASKED + csv.group(1) : line;
    }

    private static List<String> maskTraffic(String command, List<String> lines) {
        if (command.contains("stats")) {
            return lines.stream()
                    .filter(line ->
                            command.contains("--all") || !NOISE.matcher(line).matches())
                    .map(line -> line.replaceAll("(?<=[:,] ?)\\d+$", "N"))
                    .toList();
        }
        List<String> masked = lines.stream()
                .map(line -> line.replaceAll("Expires in " + TIME, "Expires in T")
                        .replaceAll("," + TIME, ",T")
                        .replaceAll("#\\d{3,5}\\b", "#P")
                        .replaceAll(",\\d{4,5}(?=,)", ",P"))
                .toList();
        // Ports are chosen at random, and tables are in their order.
        return command.contains("session") && masked.contains(RULE) ? sortedBlocks(masked) : sorted(masked);
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private static List<String> sortedBlocks(List<String> lines) {
        return sorted(List.of(String.join("\n", lines).split(RULE, -1)));
    }
}
