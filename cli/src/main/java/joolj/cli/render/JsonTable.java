// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.Map;
import joolj.cli.console.Console;
import joolj.control.MalformedMessageException;

/** One JSON array of objects, an object per line. Nothing is printed before the daemon has answered. */
public final class JsonTable implements Renderer {
    /** Names the cells of a row. */
    public interface Naming {
        /**
         * Makes the object of a row.
         *
         * @return its members in order; empty to leave the row out
         * @throws MalformedMessageException if the cells cannot be read
         */
        Map<String, Object> members(List<?> cells) throws MalformedMessageException;
    }

    private final Console console;
    private final Naming naming;
    private boolean started;

    /** Prints to the console. */
    public JsonTable(Console console, Naming naming) {
        this.console = console;
        this.naming = naming;
    }

    @Override
    public void begin() {}

    @Override
    public void row(List<?> cells) throws MalformedMessageException {
        Map<String, Object> members = naming.members(cells);
        if (!members.isEmpty()) {
            console.print(started ? ",\n" : "[\n");
            console.print(JsonWriter.string(members));
            started = true;
        }
    }

    @Override
    public void end() {
        console.line(started ? "\n]" : "[]");
    }
}
