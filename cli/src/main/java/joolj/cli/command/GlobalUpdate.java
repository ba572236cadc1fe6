// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.List;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.Global;
import joolj.config.Product;
import joolj.config.SyntaxException;
import joolj.control.Command;
import joolj.control.ControlClient;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code global update KEY}: the key takes the place of an operation, with arguments and help of its own.
 *
 * @param <T> the Java type of the key's values
 */
public final class GlobalUpdate<T> implements Verb {
    private final Global<T> global;

    /** Updates this global. */
    public GlobalUpdate(Global<T> global) {
        this.global = global;
    }

    @Override
    public String keyword() {
        return global.name();
    }

    @Override
    public String summary() {
        return global.text() + " (default: " + global.type().plain(global.initial()) + ")";
    }

    @Override
    public String positionals() {
        return global.type().placeholder();
    }

    @Override
    public List<String> examples() {
        return global.type().examples();
    }

    @Override
    public Options options(Program program) {
        return new Options().addOption("f", "force", false, "Waive the checks that may be waived");
    }

    /** A mapping rule is several words; otherwise the last one counts. */
    private static String text(Product product, List<String> words) {
        return product == Product.MAPT ? String.join(" ", words) : words.get(words.size() - 1);
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        List<String> positionals = line.getArgList();
        if (positionals.isEmpty()) {
            throw ExitException.invalid("Missing value of key " + global.name() + ".");
        }
        try (ControlClient client = call.connect()) {
            T value = value(call.program(), text(call.product(), positionals));
            Command update =
                    new Command.GlobalUpdate(global.name(), global.type().json(value), line.hasOption("force"));
            return call.conclude(call.exchange(client, update, Call.NO_ROWS));
        }
    }

    /** Jool's names take Jool's forms only. */
    private T value(Program program, String text) {
        if (!program.dropIn()) {
            return global.type().parseFreely(text);
        }
        try {
            return global.type().parse(text);
        } catch (SyntaxException e) {
            throw isUnderstoodOtherwise(text)
                    ? new SyntaxException(
                            e.getMessage() + "\n  Under the name jool-j it is understood.", e.exitStatus())
                    : e;
        }
    }

    private boolean isUnderstoodOtherwise(String text) {
        try {
            global.type().parseFreely(text);
            return true;
        } catch (SyntaxException e) {
            return false;
        }
    }
}
