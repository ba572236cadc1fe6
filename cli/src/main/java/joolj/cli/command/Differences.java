// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import joolj.cli.grammar.Call;
import joolj.config.definition.DefinitionDifference;
import joolj.config.definition.InstanceDefinition;
import joolj.control.NamespaceId;
import joolj.control.Row;

/** What tells a running instance from its definition in a file. */
final class Differences {
    private static final int DIFFERENT = 1;

    private Differences() {}

    /**
     * Compares a definition with the instance of its name.
     *
     * @param call of the instance's product
     * @param namespace where the instance is to be
     * @param more tells the differences that are not in the definition itself
     * @return lines: what goes with a {@code -} in front, what comes with a {@code +}
     * @throws IOException if the daemon cannot be asked
     */
    static List<String> of(
            Call call, NamespaceId namespace, InstanceDefinition wanted, Function<Row.Instance, List<String>> more)
            throws IOException {
        RunningInstance running = new RunningInstance(call, namespace, wanted.name());
        Optional<Row.Instance> row = running.row();
        if (row.isEmpty()) {
            return List.of(
                    "+ instance " + wanted.name() + " (" + wanted.framework().label() + ")");
        }
        List<String> lines = new ArrayList<>(more.apply(row.get()));
        lines.addAll(DefinitionDifference.between(running.definition(row.get()), wanted));
        return lines;
    }

    /** Prints the lines. Returns the exit status. */
    static int print(Call call, List<String> lines) {
        lines.forEach(call.console()::line);
        return lines.isEmpty() ? 0 : DIFFERENT;
    }
}
