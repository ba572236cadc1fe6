// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import joolj.address.L4Protocol;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Program;
import joolj.cli.render.Format;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Options that several operations share. */
final class Flags {
    private Flags() {}

    /** Declares an option that has a long name only. */
    static Option of(String longName, String description) {
        return Option.builder().longOpt(longName).desc(description).get();
    }

    /** Declares an option that takes a value. */
    static Option of(String letter, String longName, String valueName, String description) {
        return Option.builder(letter)
                .longOpt(longName)
                .hasArg()
                .argName(valueName)
                .desc(description)
                .get();
    }

    /** Declares {@code --tcp}, {@code --udp} and {@code --icmp}. */
    static void addProtocols(Options options) {
        options.addOption("t", "tcp", false, "Operate on TCP");
        options.addOption("u", "udp", false, "Operate on UDP");
        options.addOption("i", "icmp", false, "Operate on ICMP");
    }

    /**
     * The protocol given, if any.
     *
     * @throws ExitException if more than one is given
     */
    static Optional<L4Protocol> protocol(CommandLine line) {
        Optional<L4Protocol> found = Optional.empty();
        for (L4Protocol protocol : L4Protocol.values()) {
            if (line.hasOption(protocol.name().toLowerCase(Locale.ROOT))) {
                if (found.isPresent()) {
                    throw ExitException.invalid("Only one protocol is allowed per request.");
                }
                found = Optional.of(protocol);
            }
        }
        return found;
    }

    /** Declares the options of every display operation. */
    static Options display(Program program) {
        Options options = new Options();
        options.addOption(of("csv", "Print the table as CSV"));
        options.addOption(of("no-headers", "Do not print the headings"));
        if (!program.dropIn()) {
            options.addOption(of("json", "Print the table as one JSON array of objects"));
        }
        return options;
    }

    /**
     * How the table is wanted.
     *
     * @throws ExitException if two languages are asked for
     */
    static Format format(CommandLine line) {
        boolean csv = line.hasOption("csv");
        boolean json = line.hasOption("json");
        if (csv && json) {
            throw ExitException.invalid("Only one of --csv and --json is allowed.");
        }
        Format.Style style = csv ? Format.Style.CSV : json ? Format.Style.JSON : Format.Style.PLAIN;
        return new Format(style, !line.hasOption("no-headers"));
    }

    /** The value that was given last, or nothing. */
    static Optional<String> last(CommandLine line, String longName) {
        String[] values = line.getOptionValues(longName);
        return values == null ? Optional.empty() : Optional.of(values[values.length - 1]);
    }

    /** The complaint about arguments that are not there. */
    static ExitException missing(List<String> things) {
        int last = things.size() - 1;
        String list =
                last == 0 ? things.get(0) : String.join(", ", things.subList(0, last)) + " and " + things.get(last);
        return new ExitException(ExitException.INVALID, "The command is missing " + list + ".");
    }
}
