// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import java.util.List;
import java.util.Optional;
import joolj.cli.console.Console;
import joolj.cli.console.ExitException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** Reads what follows the operation, with the manners of GNU argp. */
public final class ArgpParser {
    private static final int LINE_WIDTH = 78;
    private static final List<String> FINAL = List.of("help", "usage", "version");

    private final Verb verb;
    private final Program program;
    private final String name;
    private final Options options;
    private final boolean posixlyCorrect;

    /**
     * Prepares to read the arguments of a verb.
     *
     * @param verb whose options there are
     * @param program decides which of them are offered, and what {@code --version} prints
     * @param name the operation or key as typed; complaints start with it
     * @param posixlyCorrect whether the first positional argument ends the options
     */
    public ArgpParser(Verb verb, Program program, String name, boolean posixlyCorrect) {
        this.verb = verb;
        this.program = program;
        this.name = name;
        this.posixlyCorrect = posixlyCorrect;
        this.options = new Options();
        verb.options(program).getOptions().forEach(options::addOption);
        options.addOption("?", "help", false, "Give this help list");
        options.addOption(Option.builder()
                .longOpt("usage")
                .desc("Give a short usage message")
                .get());
        options.addOption("V", "version", false, "Print program version");
    }

    /**
     * Reads the arguments.
     *
     * @param arguments the words behind the operation or key
     * @param console where help, usage and version are printed
     * @return the options and positionals; nothing if help, usage or the version was asked for and printed
     * @throws ExitException with {@link ExitException#USAGE} if an option is unusable
     */
    public Optional<CommandLine> parse(List<String> arguments, Console console) {
        GnuScanner scanner = new GnuScanner(name, options, posixlyCorrect);
        Optional<BadOptionException> complaint = scan(scanner, arguments);
        for (GnuScanner.Met met : scanner.met()) {
            String option = met.option().getLongOpt();
            if (FINAL.contains(option)) {
                inform(option, console);
                return Optional.empty();
            }
            if (met.value() != null) {
                verb.checkOption(option, met.value());
            }
        }
        if (complaint.isPresent()) {
            throw usageError(name, complaint.get().getMessage(), complaint.get().hint());
        }
        return Optional.of(commandLine(scanner));
    }

    /** Scans as far as possible; returns what kept it from going on, if anything. */
    private static Optional<BadOptionException> scan(GnuScanner scanner, List<String> arguments) {
        try {
            scanner.scan(arguments, FINAL);
            return Optional.empty();
        } catch (BadOptionException e) {
            return Optional.of(e);
        }
    }

    private CommandLine commandLine(GnuScanner scanner) {
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options, scanner.canonical().toArray(String[]::new));
        } catch (ParseException e) {
            throw new IllegalStateException("canonical arguments were refused: " + scanner.canonical(), e);
        }
    }

    private void inform(String about, Console console) {
        switch (about) {
            case "help" -> console.print(new ArgpHelp(name, verb, options).help());
            case "usage" -> console.print(new ArgpHelp(name, verb, options).usage());
            default -> console.line(program.version());
        }
    }

    /** An error of the kind that argp reports, with its hint where to find help. */
    static ExitException usageError(String name, String complaint, String hint) {
        String help = "Try `" + name + " --help' or `" + name + " --usage' for more information.";
        return new ExitException(ExitException.USAGE, complaint + "\n" + Wrap.at(help, LINE_WIDTH, "") + hint);
    }
}
