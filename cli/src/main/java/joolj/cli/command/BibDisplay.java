// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Call;
import joolj.cli.names.Names;
import joolj.cli.render.BibTable;
import joolj.cli.render.Format;
import joolj.cli.render.JsonTable;
import joolj.cli.render.Renderer;
import joolj.control.Operation;

/** {@code bib display}. */
public final class BibDisplay extends StateDisplay {
    /** The verb. */
    public BibDisplay() {
        super(Operation.BIB_DISPLAY);
    }

    @Override
    public String summary() {
        return "Show the BIB (default: TCP).";
    }

    @Override
    Renderer json(Call call) {
        return new JsonTable(call.console(), BibTable::members);
    }

    @Override
    Renderer table(Call call, Format format, Names names) {
        return new BibTable(call.console(), format, names);
    }
}
