// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * Splits words into options and positional arguments as GNU getopt_long does: options and positionals may be mixed,
 * {@code --} ends the options, long names may be abbreviated, short ones clustered, values attached or not. Complaints
 * are getopt's.
 */
final class GnuScanner {
    /** An option as it was met. */
    record Met(Option option, String value) {}

    private final String name;
    private final Options options;
    private final boolean stopAtPositional;
    private final List<Met> met = new ArrayList<>();
    private final List<String> positionals = new ArrayList<>();
    private List<String> words = List.of();
    private int next;

    /**
     * Prepares a scan.
     *
     * @param name who complains
     * @param options every one has a long name
     * @param stopAtPositional whether the first positional argument ends the options
     */
    GnuScanner(String name, Options options, boolean stopAtPositional) {
        this.name = name;
        this.options = options;
        this.stopAtPositional = stopAtPositional;
    }

    /**
     * Takes words until one of the options named {@code last} is met.
     *
     * @param last long names of options that make everything behind them irrelevant
     * @throws BadOptionException if there is no such option, it is ambiguous, or its value is missing or not allowed
     */
    void scan(List<String> arguments, List<String> last) throws BadOptionException {
        words = arguments;
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.equals("--")) {
                takeRest();
            } else if (word.startsWith("--")) {
                takeLong(word.substring(2));
            } else if (word.startsWith("-") && word.length() > 1) {
                takeCluster(word);
            } else {
                positionals.add(word);
                if (stopAtPositional) {
                    takeRest();
                }
            }
            if (!met.isEmpty() && last.contains(lastMet().option().getLongOpt())) {
                return;
            }
        }
    }

    private Met lastMet() {
        return met.get(met.size() - 1);
    }

    private void takeRest() {
        positionals.addAll(words.subList(next, words.size()));
        next = words.size();
    }

    private void takeLong(String word) throws BadOptionException {
        int equals = word.indexOf('=');
        Option option = matching(word, equals < 0 ? word : word.substring(0, equals));
        String value = equals < 0 ? null : word.substring(equals + 1);
        if (option.hasArg() && value == null) {
            if (next == words.size()) {
                throw new BadOptionException(name + ": option '--" + option.getLongOpt() + "' requires an argument");
            }
            value = words.get(next++);
        } else if (!option.hasArg() && value != null) {
            throw new BadOptionException(name + ": option '--" + option.getLongOpt() + "' doesn't allow an argument");
        }
        met.add(new Met(option, value));
    }

    private Option matching(String word, String longName) throws BadOptionException {
        List<Option> meant = new ArrayList<>();
        for (Option option : options.getOptions()) {
            if (option.getLongOpt().equals(longName)) {
                return option;
            }
            if (option.getLongOpt().startsWith(longName)) {
                meant.add(option);
            }
        }
        if (meant.isEmpty()) {
            throw new BadOptionException(
                    name + ": unrecognized option '--" + word + "'", Suggestion.hint(longName, "--", longNames()));
        }
        if (meant.size() > 1) {
            StringBuilder complaint =
                    new StringBuilder(name + ": option '--" + word + "' is ambiguous; possibilities:");
            meant.forEach(option ->
                    complaint.append(" '--").append(option.getLongOpt()).append('\''));
            throw new BadOptionException(complaint.toString());
        }
        return meant.get(0);
    }

    /** The names of the options that are described; the others are not for people. */
    private List<String> longNames() {
        return options.getOptions().stream()
                .filter(option -> option.getDescription() != null)
                .map(Option::getLongOpt)
                .toList();
    }

    private void takeCluster(String word) throws BadOptionException {
        for (int i = 1; i < word.length(); i++) {
            String letter = word.substring(i, i + 1);
            Option option = options.getOption(letter);
            if (option == null || !letter.equals(option.getOpt())) {
                throw new BadOptionException(name + ": invalid option -- '" + letter + "'");
            }
            if (option.hasArg()) {
                met.add(new Met(option, clusterValue(word, i + 1, letter)));
                return;
            }
            met.add(new Met(option, null));
        }
    }

    private String clusterValue(String word, int start, String letter) throws BadOptionException {
        if (start < word.length()) {
            return word.substring(start);
        }
        if (next == words.size()) {
            throw new BadOptionException(name + ": option requires an argument -- '" + letter + "'");
        }
        return words.get(next++);
    }

    /** The options in the order in which they were met. */
    List<Met> met() {
        return met;
    }

    /** The other words, in order. */
    List<String> positionals() {
        return positionals;
    }

    /** The same words in a form that has one meaning only: {@code --name[=value]}, {@code --}, positionals. */
    List<String> canonical() {
        List<String> canonical = new ArrayList<>();
        for (Met each : met) {
            canonical.add("--" + each.option().getLongOpt() + (each.value() == null ? "" : "=" + each.value()));
        }
        canonical.add("--");
        canonical.addAll(positionals);
        return canonical;
    }
}
