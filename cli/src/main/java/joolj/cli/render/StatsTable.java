// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import joolj.cli.console.Console;
import joolj.control.MalformedMessageException;
import joolj.control.Row;
import joolj.translation.Reason;

/** {@code stats display}. */
public final class StatsTable implements Renderer {
    private final Console console;
    private final Format format;
    private final Choice choice;
    private boolean started;

    /**
     * What to show of the counters.
     *
     * @param zeroes whether counters of zero are shown
     * @param explanations whether each counter is explained
     * @param additions whether counters are shown that Jool does not have
     */
    public record Choice(boolean zeroes, boolean explanations, boolean additions) {
        private boolean leavesOut(Row.Stat stat) {
            return (stat.count() == 0 && !zeroes) || (!additions && !Reasons.isJools(stat.label()));
        }
    }

    /** Reasons by label; made only when they are asked for. */
    private static final class Reasons {
        private static final Map<String, Reason> BY_LABEL = new HashMap<>();

        static {
            for (Reason reason : Reason.values()) {
                BY_LABEL.put(reason.label(), reason);
            }
        }

        private Reasons() {}

        static String explanation(String label) {
            Reason reason = BY_LABEL.get(label);
            return reason == null ? "" : reason.explanation();
        }

        static boolean isJools(String label) {
            Reason reason = BY_LABEL.get(label);
            return reason != null && !reason.isBeyondJool();
        }
    }

    /** Prints to the console, plain or CSV. */
    public StatsTable(Console console, Format format, Choice choice) {
        this.console = console;
        this.format = format;
        this.choice = choice;
    }

    @Override
    public void begin() {}

    private void header() {
        if (!started && format.isCsv() && format.headers()) {
            console.line("Stat,Value" + (choice.explanations() ? ",Explanation" : ""));
        }
        started = true;
    }

    @Override
    public void row(List<?> cells) throws MalformedMessageException {
        Row.Stat stat = Row.Stat.of(cells);
        if (choice.leavesOut(stat)) {
            return;
        }
        header();
        String separator = format.isCsv() ? "," : ": ";
        String line = stat.label() + separator + stat.count();
        if (!choice.explanations()) {
            console.line(line);
        } else if (format.isCsv()) {
            console.line(line + ",\"" + Reasons.explanation(stat.label()).replace("\"", "\"\"") + '"');
        } else {
            console.line(line);
            console.line(Reasons.explanation(stat.label()) + "\n");
        }
    }

    @Override
    public void end() {
        header();
    }

    /** The members of a row as JSON: name, value and, if asked for, explanation. */
    public static Map<String, Object> members(List<?> cells, Choice choice) throws MalformedMessageException {
        Row.Stat stat = Row.Stat.of(cells);
        Map<String, Object> members = new LinkedHashMap<>();
        if (!choice.leavesOut(stat)) {
            members.put("name", stat.label());
            members.put("value", stat.count());
            if (choice.explanations()) {
                members.put("explanation", Reasons.explanation(stat.label()));
            }
        }
        return members;
    }
}
