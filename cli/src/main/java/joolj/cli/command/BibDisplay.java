// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.address.L4Protocol;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.names.Names;
import joolj.cli.names.SystemNames;
import joolj.cli.render.BibTable;
import joolj.cli.render.Format;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Renderer;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code bib display}. */
public final class BibDisplay extends DisplayVerb {
    @Override
    public String summary() {
        return "Show the BIB (default: TCP).";
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
                Operation.BIB_DISPLAY, Flags.protocol(line).orElse(L4Protocol.TCP));
    }

    @Override
    Renderer renderer(Call call, CommandLine line, Format format) {
        if (format.style() == Format.Style.JSON) {
            return new JsonTable(call.console(), BibTable::members);
        }
        Names names = line.hasOption("numeric") ? Names.NUMERIC : new SystemNames(call.console());
        return new BibTable(call.console(), format, names);
    }
}
