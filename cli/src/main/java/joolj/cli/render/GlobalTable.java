// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import com.grack.nanojson.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import joolj.cli.console.Console;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.Product;
import joolj.config.SyntaxException;
import joolj.control.MalformedMessageException;
import joolj.control.MalformedMessageException.Defect;
import joolj.control.Row;

/** {@code global display}. */
public final class GlobalTable implements Renderer {
    private final Console console;
    private final Format format;
    private final Product product;
    private final boolean additions;
    private boolean started;

    /**
     * Prints the globals of a product to the console, plain or CSV.
     *
     * @param additions whether globals are shown that Jool does not have
     */
    public GlobalTable(Console console, Format format, Product product, boolean additions) {
        this.console = console;
        this.format = format;
        this.product = product;
        this.additions = additions;
    }

    @Override
    public void begin() {}

    private void header() {
        if (!started && format.isCsv() && format.headers()) {
            console.line("Field,Value");
        }
        started = true;
    }

    @Override
    public void row(List<?> cells) throws MalformedMessageException {
        Row.Global row = Row.Global.of(cells);
        Optional<Global<?>> global = GlobalKeys.named(product, row.key());
        if (!additions && global.map(Global::isBeyondJool).orElse(true)) {
            return;
        }
        // A newer daemon may have globals that this client does not know.
        String value = global.isPresent() ? text(global.get(), row.value()) : JsonWriter.string(row.value());
        header();
        console.line(format.isCsv() ? row.key() + "," + value : "  " + row.key() + ": " + value);
    }

    private <T> String text(Global<T> global, Object json) throws MalformedMessageException {
        try {
            T value = global.type().fromJson(global.name(), json);
            return format.isCsv() ? global.type().csv(value) : global.type().plain(value);
        } catch (SyntaxException e) {
            throw new MalformedMessageException(
                    Defect.MALFORMED, "The daemon sent an unreadable row: " + e.getMessage());
        }
    }

    @Override
    public void end() {
        header();
    }

    /** The members of a row as JSON: key, value. */
    public static Map<String, Object> members(List<?> cells) throws MalformedMessageException {
        Row.Global row = Row.Global.of(cells);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("key", row.key());
        members.put("value", row.value());
        return members;
    }
}
