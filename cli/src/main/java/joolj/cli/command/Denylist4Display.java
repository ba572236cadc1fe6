// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Call;
import joolj.cli.render.DenylistTable;
import joolj.cli.render.Format;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Renderer;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;

/** {@code denylist4 display}. */
public final class Denylist4Display extends DisplayVerb {
    @Override
    public String summary() {
        return "Show the IPv4 prefixes that pool6 does not translate.";
    }

    @Override
    Command command(CommandLine line) {
        return new Command.Plain(Operation.DENYLIST4_DISPLAY);
    }

    @Override
    Renderer renderer(Call call, CommandLine line, Format format) {
        return format.style() == Format.Style.JSON
                ? new JsonTable(call.console(), DenylistTable::members)
                : new DenylistTable(call.console(), format);
    }
}
