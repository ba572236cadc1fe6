// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import java.util.ArrayList;
import java.util.List;
import joolj.cli.command.MapCalculator;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Keywords;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import org.apache.commons.cli.Option;

/** Candidates for the word that a shell's user is typing. */
final class Completion {
    private static final List<String> COMMON = List.of("--help", "--usage", "--version");
    private static final List<String> WITH_VALUE = List.of("-i", "--instance", "-f", "--file", "--socket");

    private final Program program;
    private final Modes modes;

    Completion(Program program, Modes modes) {
        this.program = program;
        this.modes = modes;
    }

    /**
     * Finds candidates; a command line that makes no sense has none.
     *
     * @param arguments the index of the word within the command line, then the command line without its first word
     * @return the candidates, separated by blanks
     */
    String candidates(List<String> arguments) {
        int index = arguments.isEmpty() ? -1 : parse(arguments.get(0));
        if (index < 1) {
            return "";
        }
        List<String> line = arguments.subList(1, arguments.size());
        String current = index <= line.size() ? line.get(index - 1) : "";
        List<String> before = withoutLeadingOptions(line.subList(0, Math.min(index - 1, line.size())));
        try {
            return String.join(" ", startingWith(current, follow(before)));
        } catch (ExitException e) {
            return "";
        }
    }

    private static int parse(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static List<String> withoutLeadingOptions(List<String> words) {
        int start = 0;
        while (start < words.size() && words.get(start).startsWith("-")) {
            start += WITH_VALUE.contains(words.get(start)) ? 2 : 1;
        }
        return words.subList(Math.min(start, words.size()), words.size());
    }

    private List<String> follow(List<String> before) {
        if (before.isEmpty()) {
            List<String> candidates = new ArrayList<>(modes.modes());
            if (modes.calculating()) {
                candidates.add(MapCalculator.KEYWORD);
            }
            candidates.addAll(List.of("--help", "--usage", "--version", "--instance", "--file"));
            return candidates;
        }
        if (modes.calculating() && before.get(0).equals(MapCalculator.KEYWORD)) {
            return arguments(new MapCalculator());
        }
        String mode = Keywords.match(before.get(0), modes.modes());
        if (before.size() == 1) {
            return modes.operations(mode);
        }
        String operation = Keywords.match(before.get(1), modes.operations(mode));
        if (!modes.takesKey(mode, operation)) {
            return arguments(modes.verb(mode, operation));
        }
        if (before.size() == 2) {
            return modes.keys(program, "");
        }
        String key = before.get(2);
        return arguments(modes.update(Keywords.match(key, modes.keys(program, key))));
    }

    private List<String> arguments(Verb verb) {
        List<String> candidates = new ArrayList<>(verb.examples());
        for (Option option : verb.options(program).getOptions()) {
            if (option.getDescription() != null) {
                candidates.add("--" + option.getLongOpt());
            }
        }
        candidates.addAll(COMMON);
        return candidates;
    }

    private static List<String> startingWith(String prefix, List<String> words) {
        return words.stream().filter(word -> word.startsWith(prefix)).toList();
    }
}
