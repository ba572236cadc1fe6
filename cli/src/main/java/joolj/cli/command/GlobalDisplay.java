// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Call;
import joolj.cli.render.Format;
import joolj.cli.render.GlobalTable;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Renderer;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;

/** {@code global display}. */
public final class GlobalDisplay extends DisplayVerb {
    @Override
    public String summary() {
        return "Show the globals of an instance.";
    }

    @Override
    Command command(CommandLine line) {
        return new Command.Plain(Operation.GLOBAL_DISPLAY);
    }

    @Override
    Renderer renderer(Call call, CommandLine line, Format format) {
        return format.style() == Format.Style.JSON
                ? new JsonTable(call.console(), GlobalTable::members)
                : new GlobalTable(
                        call.console(), format, call.product(), !call.program().dropIn());
    }
}
