// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Call;
import joolj.cli.render.FmrTable;
import joolj.cli.render.Format;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Renderer;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;

/** {@code fmrt display}. */
public final class FmrtDisplay extends DisplayVerb {
    @Override
    public String summary() {
        return "Show the Forwarding Mapping Rules, by IPv6 prefix.";
    }

    @Override
    Command command(CommandLine line) {
        return new Command.Plain(Operation.FMRT_DISPLAY);
    }

    @Override
    Renderer renderer(Call call, CommandLine line, Format format) {
        return format.style() == Format.Style.JSON
                ? new JsonTable(call.console(), FmrTable::members)
                : new FmrTable(call.console(), format);
    }
}
