// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.address.L4Protocol;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.names.Names;
import joolj.cli.names.SystemNames;
import joolj.cli.render.Format;
import joolj.cli.render.Renderer;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** Shows one protocol's part of the state: its BIB or its sessions. */
abstract class StateDisplay extends DisplayVerb {
    private final Operation operation;

    StateDisplay(Operation operation) {
        this.operation = operation;
    }

    /** What prints the rows as JSON. */
    abstract Renderer json(Call call);

    /** What prints the rows as text or CSV. */
    abstract Renderer table(Call call, Format format, Names names);

    @Override
    public final Options options(Program program) {
        Options options = super.options(program);
        options.addOption(Flags.of("numeric", "Do not look up names"));
        Flags.addProtocols(options);
        return options;
    }

    @Override
    final Command command(CommandLine line) {
        return new Command.TableDisplay(operation, Flags.protocol(line).orElse(L4Protocol.TCP));
    }

    @Override
    final Renderer renderer(Call call, CommandLine line, Format format) {
        if (format.style() == Format.Style.JSON) {
            return json(call);
        }
        return table(call, format, line.hasOption("numeric") ? Names.NUMERIC : new SystemNames(call.console()));
    }
}
