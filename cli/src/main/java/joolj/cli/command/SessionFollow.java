// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.cli.render.SessionEvents;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code session follow}: prints sessions as they come and go; not one of the operations of Jool 4.1.9. */
public final class SessionFollow implements Verb {
    @Override
    public String keyword() {
        return "follow";
    }

    @Override
    public String summary() {
        return "Print sessions as they are added and removed, until interrupted or the instance or daemon ends.";
    }

    @Override
    public Options options(Program program) {
        Options options = new Options();
        options.addOption(Flags.of("csv", "Print CSV (the default)"));
        options.addOption(Flags.of("no-headers", "Do not print the headings"));
        options.addOption(Flags.of("json", "Print one JSON object a line"));
        return options;
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        call.requireNoPositionals(line.getArgList());
        SessionEvents events = new SessionEvents(call.console(), Flags.format(line));
        try (ControlClient client = call.connect()) {
            return call.conclude(call.exchange(client, new Command.Plain(Operation.SESSION_FOLLOW), events::row));
        }
    }
}
