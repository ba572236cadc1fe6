// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code instance remove}. */
public final class InstanceRemove implements Verb {
    @Override
    public String keyword() {
        return "remove";
    }

    @Override
    public String summary() {
        return "Remove an instance of this network namespace.";
    }

    @Override
    public String positionals() {
        return "[<instance name>]";
    }

    @Override
    public Options options(Program program) {
        return new Options();
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        return call.request(InstanceNames.of(call, line.getArgList()), new Command.Plain(Operation.INSTANCE_REMOVE));
    }
}
