// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Call;
import joolj.cli.names.Names;
import joolj.cli.render.Format;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Renderer;
import joolj.cli.render.SessionTable;
import joolj.control.Operation;

/** {@code session display}. */
public final class SessionDisplay extends StateDisplay {
    /** The verb. */
    public SessionDisplay() {
        super(Operation.SESSION_DISPLAY);
    }

    @Override
    public String summary() {
        return "Show the sessions (default: TCP).";
    }

    @Override
    Renderer json(Call call) {
        return new JsonTable(call.console(), SessionTable::members);
    }

    @Override
    Renderer table(Call call, Format format, Names names) {
        return new SessionTable(call.console(), format, names);
    }
}
