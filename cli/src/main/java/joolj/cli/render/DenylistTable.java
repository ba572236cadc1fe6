// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import java.util.List;
import java.util.Map;
import joolj.cli.console.Console;
import joolj.control.MalformedMessageException;
import joolj.control.Row;

/** {@code denylist4 display}. */
public final class DenylistTable implements Renderer {
    private final Console console;
    private final Format format;
    private final Grid grid;

    /** Prints to the console, plain or CSV. */
    public DenylistTable(Console console, Format format) {
        this.console = console;
        this.format = format;
        this.grid = new Grid(console, PrefixCell.WIDTH4);
    }

    @Override
    public void begin() {
        if (!format.headers()) {
            return;
        }
        if (format.isCsv()) {
            console.line("IPv4 Prefix");
            return;
        }
        grid.border();
        grid.row("IPv4 Prefix");
        grid.border();
    }

    @Override
    public void row(List<?> cells) throws MalformedMessageException {
        Row.Denied4 row = Row.Denied4.of(cells);
        if (format.isCsv()) {
            console.line(row.prefix4().toString());
        } else {
            grid.row(PrefixCell.of(row.prefix4()));
        }
    }

    @Override
    public void end() {
        if (!format.isCsv()) {
            grid.border();
        }
    }

    /** The members of a row as JSON: ipv4-prefix. */
    public static Map<String, Object> members(List<?> cells) throws MalformedMessageException {
        Row.Denied4 row = Row.Denied4.of(cells);
        return Map.of("ipv4-prefix", row.prefix4().toString());
    }
}
