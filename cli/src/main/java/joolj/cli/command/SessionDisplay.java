// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.address.L4Protocol;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.names.Names;
import joolj.cli.names.SystemNames;
import joolj.cli.render.Format;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Renderer;
import joolj.cli.render.SessionTable;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code session display}. */
public final class SessionDisplay extends DisplayVerb {
    @Override
    public String summary() {
        return "Show the sessions (default: TCP).";
    }

    @Override
    public Options options(Program program) {
        Options options = super.options(program);
        options.addOption(Flags.of("numeric", "Do not look up names"));
        Flags.addProtocols(options);
        return options;
    }

    @Override
    Command command(CommandLine line) {
        return new Command.TableDisplay(
                Operation.SESSION_DISPLAY, Flags.protocol(line).orElse(L4Protocol.TCP));
    }

    @Override
    Renderer renderer(Call call, CommandLine line, Format format) {
        if (format.style() == Format.Style.JSON) {
            return new JsonTable(call.console(), SessionTable::members);
        }
        Names names = line.hasOption("numeric") ? Names.NUMERIC : new SystemNames(call.console());
        return new SessionTable(call.console(), format, names);
    }
}
