// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One line of the daemon's answer. */
public sealed interface Reply {
    /**
     * A page of a table.
     *
     * @param rows the cells of each row, see {@link Row}
     */
    record Rows(List<List<?>> rows) implements Reply {
        /** Keeps a copy. */
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** Something the operator should read although the request succeeds. */
    record Warning(String text) implements Reply {}

    /**
     * The last line.
     *
     * @param status 0 for success, otherwise a positive error number of Linux, at most 133
     * @param error why it failed; empty after success
     */
    record End(int status, String error) implements Reply {
        /** Largest error number of Linux. */
        public static final int MAXIMUM_STATUS = 133;
        /** Everything was done. */
        public static final End SUCCESS = new End(0, "");

        /** Checks the status. */
        public End {
            if (status < 0 || status > MAXIMUM_STATUS) {
                throw new IllegalArgumentException("status " + status + " exceeds 0-" + MAXIMUM_STATUS);
            }
        }

        /** Whether everything was done. */
        public boolean isSuccess() {
            return status == 0;
        }
    }

    /** Writes the line, without the line feed. */
    default String encode() {
        Map<String, Object> members = new LinkedHashMap<>();
        if (this instanceof Rows page) {
            members.put("rows", page.rows());
        } else if (this instanceof Warning warning) {
            members.put("warning", warning.text());
        } else if (this instanceof End end) {
            members.put("status", end.status());
            if (!end.isSuccess()) {
                members.put("error", end.error());
            }
        }
        return JsonWriter.string(members);
    }

    /**
     * Reads a line.
     *
     * @param line without the line feed
     * @throws MalformedMessageException if the line is no reply
     */
    static Reply decode(String line) throws MalformedMessageException {
        JsonObject json = JsonLine.parse(line);
        if (json.get("rows") instanceof List<?> rows) {
            return new Rows(page(rows));
        }
        if (json.get("warning") instanceof String text) {
            return new Warning(text);
        }
        if (json.get("status") instanceof Integer status && status >= 0 && status <= End.MAXIMUM_STATUS) {
            return new End(status, json.get("error") instanceof String error ? error : "");
        }
        throw MalformedMessageException.malformed("The daemon sent neither rows, a warning nor a status.");
    }

    private static List<List<?>> page(List<?> rows) throws MalformedMessageException {
        List<List<?>> page = new ArrayList<>(rows.size());
        for (Object row : rows) {
            if (!(row instanceof List<?> cells)) {
                throw MalformedMessageException.malformed("The daemon sent a row that is not an array.");
            }
            page.add(cells);
        }
        return page;
    }
}
