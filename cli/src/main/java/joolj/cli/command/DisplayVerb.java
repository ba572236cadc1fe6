// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.cli.render.Format;
import joolj.cli.render.Renderer;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.Reply;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** An operation that prints a table. */
abstract class DisplayVerb implements Verb {
    @Override
    public String keyword() {
        return "display";
    }

    @Override
    public Options options(Program program) {
        return Flags.display(program);
    }

    /** What to ask the daemon. */
    abstract Command command(CommandLine line);

    /** Who prints the answer. */
    abstract Renderer renderer(Call call, CommandLine line, Format format);

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        call.requireNoPositionals(line.getArgList());
        Format format = Flags.format(line);
        Command command = command(line);
        try (ControlClient client = call.connect()) {
            Renderer renderer = renderer(call, line, format);
            renderer.begin();
            Reply.End end = call.exchange(client, command, renderer::row);
            if (end.isSuccess()) {
                renderer.end();
            }
            return call.conclude(end);
        }
    }
}
