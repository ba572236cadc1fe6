// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import joolj.address.IpText;
import joolj.cli.console.Console;
import joolj.control.MalformedMessageException;
import joolj.control.Row;

/** {@code pool4 display}: rows of the same mark form a group, whose first row alone tells the mark and the bound. */
public final class Pool4Table implements Renderer {
    private static final int PORT_WIDTH = 5;
    private static final int ITERATIONS_WIDTH = 10;

    private final Console console;
    private final Format format;
    private final Grid grid;
    private boolean borderDue;
    private boolean inGroup;
    private long mark;

    /** Prints to the console, plain or CSV. */
    public Pool4Table(Console console, Format format) {
        this.console = console;
        this.format = format;
        this.grid = new Grid(console, 10, 5, 18, 15, 11);
    }

    @Override
    public void begin() {
        if (format.isCsv()) {
            if (format.headers()) {
                console.line("Mark,Protocol,Address,Min port,Max port,Iterations,Iterations fixed");
            }
            return;
        }
        grid.border();
        if (format.headers()) {
            grid.row("Mark", "Proto", "Max iterations", "Address", "Ports");
            borderDue = true;
        }
    }

    @Override
    public void row(List<?> cells) throws MalformedMessageException {
        Row.Pool4 row = Row.Pool4.of(cells);
        if (format.isCsv()) {
            csv(row);
        } else {
            plain(row);
        }
    }

    private void csv(Row.Pool4 row) {
        console.line(row.mark() + "," + row.protocol() + "," + IpText.format4(row.address()) + "," + row.minPort() + ","
                + row.maxPort() + "," + (row.iterations() < 0 ? "infinite" : Long.toString(row.iterations())) + ","
                + (row.fixed() ? "1" : "0"));
    }

    private void plain(Row.Pool4 row) {
        boolean newGroup = !inGroup || row.mark() != mark;
        if (borderDue || (inGroup && newGroup)) {
            grid.border();
        }
        borderDue = false;
        inGroup = true;
        mark = row.mark();
        StringBuilder ports = new StringBuilder();
        Grid.right(ports, Integer.toString(row.minPort()), PORT_WIDTH).append('-');
        Grid.right(ports, Integer.toString(row.maxPort()), PORT_WIDTH);
        grid.row(
                newGroup ? Long.toString(row.mark()) : "",
                newGroup ? row.protocol().name() : "",
                newGroup ? iterations(row) : "",
                IpText.format4(row.address()),
                ports.toString());
    }

    private static String iterations(Row.Pool4 row) {
        String count = row.iterations() < 0 ? "Infinite" : Long.toString(row.iterations());
        return Grid.right(new StringBuilder(), count, ITERATIONS_WIDTH)
                .append(row.fixed() ? " (fixed)" : " ( auto)")
                .toString();
    }

    @Override
    public void end() {
        if (!format.isCsv()) {
            if (borderDue) {
                grid.border();
            }
            grid.border();
        }
    }

    /** The members of a row as JSON: mark, protocol, address, min-port, max-port, iterations, iterations-fixed. */
    public static Map<String, Object> members(List<?> cells) throws MalformedMessageException {
        Row.Pool4 row = Row.Pool4.of(cells);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("mark", row.mark());
        members.put("protocol", row.protocol().name());
        members.put("address", IpText.format4(row.address()));
        members.put("min-port", row.minPort());
        members.put("max-port", row.maxPort());
        members.put("iterations", row.iterations() < 0 ? null : row.iterations());
        members.put("iterations-fixed", row.fixed());
        return members;
    }
}
