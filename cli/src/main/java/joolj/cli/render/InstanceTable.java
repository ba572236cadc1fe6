// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import joolj.cli.console.Console;
import joolj.config.QueueRange;
import joolj.control.MalformedMessageException;
import joolj.control.Row;

/** {@code instance display}, with or without a column for the queues. */
public final class InstanceTable implements Renderer {
    private final Console console;
    private final Format format;
    private final boolean queues;
    private final Grid grid;

    /**
     * Prints to the console.
     *
     * @param format plain or CSV
     * @param queues whether to add the column that Jool does not have
     */
    public InstanceTable(Console console, Format format, boolean queues) {
        this.console = console;
        this.format = format;
        this.queues = queues;
        this.grid = queues ? new Grid(console, 18, 15, 9, 11) : new Grid(console, 18, 15, 9);
    }

    @Override
    public void begin() {
        if (!format.isCsv()) {
            grid.border();
        }
        if (format.headers()) {
            print("Namespace", "Name", "Framework", "Queue");
        }
        if (format.headers() && !format.isCsv()) {
            grid.border();
        }
    }

    private void print(String namespace, String name, String framework, String queue) {
        if (!format.isCsv()) {
            grid.row(namespace, name, framework, queue);
        } else {
            console.line(namespace + "," + name + "," + framework + (queues ? "," + queue : ""));
        }
    }

    @Override
    public void row(List<?> cells) throws MalformedMessageException {
        Row.Instance row = Row.Instance.of(cells);
        String queue = row.queues().map(QueueRange::toString).orElse("");
        print(row.namespace(), row.name(), row.framework().label(), queue);
    }

    @Override
    public void end() {
        if (!format.isCsv()) {
            grid.border();
        }
    }

    /** The members of a row as JSON: namespace, name, framework, first-queue, last-queue, reinject, device, cpus. */
    public static Map<String, Object> members(List<?> cells) throws MalformedMessageException {
        Row.Instance row = Row.Instance.of(cells);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("namespace", row.namespace());
        members.put("name", row.name());
        members.put("framework", row.framework().label());
        members.put("first-queue", row.queues().map(QueueRange::first).orElse(null));
        members.put("last-queue", row.queues().map(QueueRange::last).orElse(null));
        members.put("reinject", row.reinjection().label());
        members.put("device", row.device().orElse(null));
        members.put("cpus", row.processors().numbers());
        return members;
    }
}
