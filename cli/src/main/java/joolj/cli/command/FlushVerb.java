// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.grammar.Call;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;

/** {@code flush} of a table that needs nothing but its name: {@code eamt} and {@code denylist4}. */
public final class FlushVerb extends OperationVerb {
    /**
     * Empties a table.
     *
     * @param operation one that takes no arguments
     * @param summary one sentence for help texts
     */
    public FlushVerb(Operation operation, String summary) {
        super(operation, summary);
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        call.requireNoPositionals(line.getArgList());
        return call.request(call.instanceOrDefault(), new Command.Plain(operation));
    }
}
