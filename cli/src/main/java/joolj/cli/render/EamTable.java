// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import joolj.cli.console.Console;
import joolj.control.MalformedMessageException;
import joolj.control.Row;

/** {@code eamt display}. */
public final class EamTable implements Renderer {
    private final Console console;
    private final Format format;
    private final Grid grid;

    /** Prints to the console, plain or CSV. */
    public EamTable(Console console, Format format) {
        this.console = console;
        this.format = format;
        this.grid = new Grid(console, PrefixCell.WIDTH6, PrefixCell.WIDTH4);
    }

    @Override
    public void begin() {
        if (!format.headers()) {
            return;
        }
        if (format.isCsv()) {
            console.line("IPv6 Prefix,IPv4 Prefix");
            return;
        }
        grid.border();
        grid.row("IPv6 Prefix", "IPv4 Prefix");
        grid.border();
    }

    @Override
    public void row(List<?> cells) throws MalformedMessageException {
        Row.Eam row = Row.Eam.of(cells);
        if (format.isCsv()) {
            console.line(row.prefix6() + "," + row.prefix4());
        } else {
            grid.row(PrefixCell.of(row.prefix6()), PrefixCell.of(row.prefix4()));
        }
    }

    @Override
    public void end() {
        if (!format.isCsv()) {
            grid.border();
        }
    }

    /** The members of a row as JSON: ipv6-prefix, ipv4-prefix. */
    public static Map<String, Object> members(List<?> cells) throws MalformedMessageException {
        Row.Eam row = Row.Eam.of(cells);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ipv6-prefix", row.prefix6().toString());
        members.put("ipv4-prefix", row.prefix4().toString());
        return members;
    }
}
