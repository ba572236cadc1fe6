// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import joolj.cli.console.Console;
import joolj.control.MalformedMessageException;
import joolj.control.Row;
import joolj.rfc7597.MappingRule;

/** {@code fmrt display}. */
public final class FmrTable implements Renderer {
    private static final int EA_BITS_WIDTH = 14;
    private static final int OFFSET_WIDTH = 2;

    private final Console console;
    private final Format format;
    private final Grid grid;

    /** Prints to the console, plain or CSV. */
    public FmrTable(Console console, Format format) {
        this.console = console;
        this.format = format;
        this.grid = new Grid(console, PrefixCell.WIDTH6, PrefixCell.WIDTH4, EA_BITS_WIDTH, OFFSET_WIDTH);
    }

    @Override
    public void begin() {
        if (!format.headers()) {
            return;
        }
        if (format.isCsv()) {
            console.line("IPv6 Prefix,IPv4 Prefix,EA-bits Length,a");
            return;
        }
        grid.border();
        grid.row("IPv6 Prefix", "IPv4 Prefix", "EA-bits Length", "a");
        grid.border();
    }

    @Override
    public void row(List<?> cells) throws MalformedMessageException {
        MappingRule rule = Row.Fmr.of(cells).rule();
        if (format.isCsv()) {
            console.line(rule.prefix6() + "," + rule.prefix4() + "," + rule.eaBits() + "," + rule.offsetBits());
            return;
        }
        String eaBits = Integer.toString(rule.eaBits());
        grid.row(
                PrefixCell.of(rule.prefix6()),
                PrefixCell.of(rule.prefix4()),
                eaBits + " ".repeat(EA_BITS_WIDTH - eaBits.length()),
                Integer.toString(rule.offsetBits()));
    }

    @Override
    public void end() {
        if (!format.isCsv()) {
            grid.border();
        }
    }

    /** The members of a row as JSON: ipv6-prefix, ipv4-prefix, ea-bits-length, a. */
    public static Map<String, Object> members(List<?> cells) throws MalformedMessageException {
        MappingRule rule = Row.Fmr.of(cells).rule();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ipv6-prefix", rule.prefix6().toString());
        members.put("ipv4-prefix", rule.prefix4().toString());
        members.put("ea-bits-length", rule.eaBits());
        members.put("a", rule.offsetBits());
        return members;
    }
}
