// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.address.L4Protocol;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.render.Format;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Pool4Table;
import joolj.cli.render.Renderer;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code pool4 display}. */
public final class Pool4Display extends DisplayVerb {
    @Override
    public String summary() {
        return "Show the transport addresses of pool4 (default: TCP).";
    }

    @Override
    public Options options(Program program) {
        Options options = super.options(program);
        Flags.addProtocols(options);
        return options;
    }

    @Override
    Command command(CommandLine line) {
        return new Command.TableDisplay(
                Operation.POOL4_DISPLAY, Flags.protocol(line).orElse(L4Protocol.TCP));
    }

    @Override
    Renderer renderer(Call call, CommandLine line, Format format) {
        return format.style() == Format.Style.JSON
                ? new JsonTable(call.console(), Pool4Table::members)
                : new Pool4Table(call.console(), format);
    }
}
