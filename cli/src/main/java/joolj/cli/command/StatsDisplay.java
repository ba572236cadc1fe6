// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.render.Format;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Renderer;
import joolj.cli.render.StatsTable;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code stats display}. */
public final class StatsDisplay extends DisplayVerb {
    @Override
    public String summary() {
        return "Show the counters of an instance.";
    }

    @Override
    public Options options(Program program) {
        Options options = new Options();
        options.addOption("a", "all", false, "Show counters of zero, too");
        options.addOption("e", "explain", false, "Explain each counter");
        super.options(program).getOptions().forEach(options::addOption);
        return options;
    }

    @Override
    Command command(CommandLine line) {
        return new Command.Plain(Operation.STATS_DISPLAY);
    }

    @Override
    Renderer renderer(Call call, CommandLine line, Format format) {
        StatsTable.Choice choice = new StatsTable.Choice(
                line.hasOption("all"),
                line.hasOption("explain"),
                !call.program().dropIn());
        return format.style() == Format.Style.JSON
                ? new JsonTable(call.console(), cells -> StatsTable.members(cells, choice))
                : new StatsTable(call.console(), format, choice);
    }
}
