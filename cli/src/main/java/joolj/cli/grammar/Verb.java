// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import java.io.IOException;
import java.util.List;
import joolj.cli.console.Console;
import joolj.cli.console.ExitException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One operation of one mode: what it accepts and what it does. */
public interface Verb {
    /** The word for it, such as {@code display}. */
    String keyword();

    /** One sentence for help texts. */
    String summary();

    /** The positional arguments for help texts, such as {@code [<instance name>]}; empty if there are none. */
    default String positionals() {
        return "";
    }

    /**
     * The options, without {@code --help}, {@code --usage} and {@code --version}. Each has a long name.
     *
     * @param program decides whether options are offered that Jool does not have
     */
    Options options(Program program);

    /**
     * Checks the value of an option. Options are checked in the order in which they were typed, before anything that is
     * wrong behind them is complained about.
     *
     * @param option long name of an option that takes a value
     * @param value as typed
     * @throws joolj.config.SyntaxException if the value is unusable
     * @throws joolj.address.AddressFormatException if the value is an unusable address
     */
    default void checkOption(String option, String value) {}

    /** Says what is to be said before the arguments are even looked at. */
    default void announce(Console console) {}

    /** Whether the drop-in names do not even look at what follows the operation. */
    default boolean ignoresArguments() {
        return false;
    }

    /** Words that may stand where a positional argument is typed, for completion. */
    default List<String> examples() {
        return List.of();
    }

    /**
     * Does it.
     *
     * @return exit status, 0 to 255
     * @throws ExitException if it cannot be done
     * @throws IOException if the daemon cannot be talked to
     */
    int run(Call call, CommandLine line) throws IOException;
}
