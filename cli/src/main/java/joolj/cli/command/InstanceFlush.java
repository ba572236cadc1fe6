// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.InstanceName;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code instance flush}: removes every instance of the product in the namespace. */
public final class InstanceFlush implements Verb {
    @Override
    public String keyword() {
        return "flush";
    }

    @Override
    public String summary() {
        return "Remove all instances of this network namespace.";
    }

    @Override
    public Options options(Program program) {
        return new Options();
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        call.requireNoPositionals(line.getArgList());
        InstanceNames.warnThatIgnored(call, "flush");
        return call.request(InstanceName.DEFAULT, new Command.Plain(Operation.INSTANCE_FLUSH));
    }
}
