// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import joolj.cli.command.DaemonVerb;
import joolj.cli.command.MapCalculator;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Keywords;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.Product;
import org.apache.commons.cli.Option;

/** Candidates for the word that a shell's user is typing. */
final class Completion {
    /** Knows the instances of this network namespace. */
    interface InstanceNames {
        /**
         * The names, or none if they cannot be found out.
         *
         * @param socket where the command line says that the daemon listens, if it says so
         */
        List<String> of(Product product, Optional<Path> socket);
    }

    private static final List<String> COMMON = List.of("--help", "--usage", "--version");
    private static final List<String> INSTANCE = List.of("-i", "--instance");
    private static final List<String> WITH_VALUE = List.of("-i", "--instance", "-f", "--file", "--socket");
    private static final String SOCKET = "--socket";
    private static final List<String> NAMING = List.of("remove", "status", "rules");

    private final Program program;
    private final InstanceNames names;
    private Product product;
    private Modes modes;
    private Optional<Path> socket = Optional.empty();

    Completion(Program program, Product product, InstanceNames names) {
        this.program = program;
        this.names = names;
        this.product = product;
        this.modes = new Modes(program, product);
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
        List<String> before = line.subList(0, Math.min(index - 1, line.size()));
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

    private List<String> follow(List<String> words) {
        List<String> before = withoutLeadingOptions(words);
        boolean productChosen = !program.dropIn() && !before.isEmpty() && choose(before.get(0));
        if (productChosen) {
            before = withoutLeadingOptions(before.subList(1, before.size()));
        }
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        if (before.isEmpty()) {
            return WITH_VALUE.contains(last) ? value(last) : beginning(productChosen);
        }
        if (!program.dropIn() && before.get(0).equals(Client.DAEMON)) {
            return arguments(new DaemonVerb());
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
            return operands(mode, modes.verb(mode, operation));
        }
        if (before.size() == 2) {
            return modes.keys(program, "");
        }
        String key = before.get(2);
        return arguments(modes.update(Keywords.match(key, modes.keys(program, key))));
    }

    private boolean choose(String word) {
        Optional<Product> chosen = Product.labelled(word);
        chosen.ifPresent(found -> {
            product = found;
            modes = new Modes(program, found);
        });
        return chosen.isPresent();
    }

    private List<String> withoutLeadingOptions(List<String> words) {
        int start = 0;
        while (start < words.size() && words.get(start).startsWith("-")) {
            String word = words.get(start);
            if (word.startsWith(SOCKET + "=")) {
                socket = Optional.of(Path.of(word.substring(SOCKET.length() + 1)));
            } else if (word.equals(SOCKET) && start + 1 < words.size()) {
                socket = Optional.of(Path.of(words.get(start + 1)));
            }
            start += WITH_VALUE.contains(word) ? 2 : 1;
        }
        return words.subList(Math.min(start, words.size()), words.size());
    }

    private List<String> value(String option) {
        return INSTANCE.contains(option) ? instanceNames() : List.of();
    }

    /** The protocol separates candidates by blanks, so that names with blanks must be typed. */
    private List<String> instanceNames() {
        return names.of(product, socket).stream()
                .filter(name -> !name.isEmpty() && name.indexOf(' ') < 0)
                .toList();
    }

    private List<String> beginning(boolean productChosen) {
        List<String> candidates = new ArrayList<>(modes.modes());
        if (modes.calculating()) {
            candidates.add(MapCalculator.KEYWORD);
        }
        if (!program.dropIn() && !productChosen) {
            Arrays.stream(Product.values()).map(Product::label).forEach(candidates::add);
            candidates.addAll(List.of(Client.DAEMON, Client.DEMO, Client.RELOAD));
        }
        candidates.addAll(List.of("--help", "--usage", "--version", "--instance", "--file"));
        if (!program.dropIn()) {
            candidates.add(SOCKET);
        }
        return candidates;
    }

    /** Instances can also be named behind the operations on them; Jool's own completion does not know that. */
    private List<String> operands(String mode, Verb verb) {
        List<String> candidates = new ArrayList<>();
        if (!program.dropIn() && mode.equals("instance") && NAMING.contains(verb.keyword())) {
            candidates.addAll(instanceNames());
        }
        candidates.addAll(arguments(verb));
        return candidates;
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
