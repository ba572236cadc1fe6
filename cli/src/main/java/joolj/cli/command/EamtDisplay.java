// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Call;
import joolj.cli.render.EamTable;
import joolj.cli.render.Format;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Renderer;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;

/** {@code eamt display}. */
public final class EamtDisplay extends DisplayVerb {
    @Override
    public String summary() {
        return "Show the explicit address mappings, the newest first.";
    }

    @Override
    Command command(CommandLine line) {
        return new Command.Plain(Operation.EAMT_DISPLAY);
    }

    @Override
    Renderer renderer(Call call, CommandLine line, Format format) {
        return format.style() == Format.Style.JSON
                ? new JsonTable(call.console(), EamTable::members)
                : new EamTable(call.console(), format);
    }
}
