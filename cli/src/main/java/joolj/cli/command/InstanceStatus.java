// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.RefusedException;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.Operation;
import joolj.control.Reply;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code instance status}: one word on the first line, for scripts. */
public final class InstanceStatus implements Verb {
    @Override
    public String keyword() {
        return "status";
    }

    @Override
    public String summary() {
        return "Tell whether the instance exists.";
    }

    @Override
    public Options options(Program program) {
        return new Options();
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        call.requireNoPositionals(line.getArgList());
        try (ControlClient client = call.connect()) {
            return tell(call, call.exchange(client, new Command.Plain(Operation.INSTANCE_STATUS), Call.NO_ROWS));
        } catch (ExitException e) {
            call.console().errorLine(e.getMessage());
            call.console().line(e.status() == ExitException.NO_TRANSLATOR ? "Dead" : "Status unknown");
            return e.status();
        }
    }

    private static int tell(Call call, Reply.End end) {
        if (end.isSuccess()) {
            call.console().line("Running");
            return 0;
        }
        if (end.status() == RefusedException.ESRCH) {
            call.console().line("Dead");
            call.console().line("(Instance '" + call.instanceOrDefault() + "' does not exist.)");
            return 0;
        }
        int status = call.conclude(end);
        call.console().line("Status unknown");
        return status;
    }
}
