// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.grammar.Call;
import joolj.cli.render.Format;
import joolj.cli.render.InstanceTable;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Renderer;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;

/** {@code instance display}: the instances of all namespaces. */
public final class InstanceDisplay extends DisplayVerb {
    @Override
    public String summary() {
        return "List the instances of all network namespaces.";
    }

    @Override
    Command command(CommandLine line) {
        return new Command.Plain(Operation.INSTANCE_DISPLAY);
    }

    @Override
    Renderer renderer(Call call, CommandLine line, Format format) {
        return format.style() == Format.Style.JSON
                ? new JsonTable(call.console(), InstanceTable::members)
                : new InstanceTable(call.console(), format, !call.program().dropIn());
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        call.requireNoPositionals(line.getArgList());
        InstanceNames.warnThatIgnored(call, "display");
        return super.run(call, line);
    }
}
