// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.config.MaxIterations;
import joolj.config.RefusedException;
import joolj.config.UnsignedText;
import joolj.config.definition.BibEntry;
import joolj.config.definition.DefinitionSink;
import joolj.config.definition.EamEntry;
import joolj.config.definition.FmrEntry;
import joolj.config.definition.InstanceDefinition;
import joolj.config.definition.Pool4Entry;
import joolj.control.MalformedMessageException.Defect;

/**
 * An instance definition on the control socket: any number of lines {@code {"section":NAME,"entries":[...]}} and, at
 * last, {@code {"end":true}}. The entries are objects, those of tables with the members of the command that adds one. A
 * definition of any size so passes in lines of limited length, and one that breaks off is recognised.
 */
public final class DefinitionLines {
    /** Characters after which a line is sent; far below {@link Protocol#MAXIMUM_LINE}. */
    private static final int LINE = 64 * 1024;

    private static final String END = "{\"end\":true}";

    private static final String GLOBAL = "global";
    private static final String POOL4 = "pool4";
    private static final String BIB = "bib";
    private static final String EAMT = "eamt";
    private static final String DENYLIST4 = "denylist4";
    private static final String FMRT = "fmrt";

    private DefinitionLines() {}

    /**
     * Sends a definition.
     *
     * @throws IOException if the connection fails
     */
    public static void write(InstanceDefinition definition, ControlClient.LineSink lines) throws IOException {
        try {
            Writer writer = new Writer(lines);
            definition.describeTo(writer);
            writer.flush();
            lines.line(END);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Collects elements of a section into lines. */
    private static final class Writer implements DefinitionSink {
        private final ControlClient.LineSink lines;
        private final StringBuilder line = new StringBuilder();
        private String section = "";

        Writer(ControlClient.LineSink lines) {
            this.lines = lines;
        }

        @Override
        public void global(String name, Object json) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("key", name);
            members.put("value", json);
            add(GLOBAL, members);
        }

        @Override
        public void pool4(Pool4Entry entry) {
            add(
                    POOL4,
                    new Command.Pool4Add(
                                    entry.mark(),
                                    entry.protocol(),
                                    entry.prefix(),
                                    entry.ports(),
                                    entry.maxIterations(),
                                    false)
                            .arguments());
        }

        @Override
        public void bibSection() {
            begin(BIB);
        }

        @Override
        public void bib(BibEntry entry) {
            add(BIB, new Command.BibAdd(entry.protocol(), entry.address6(), entry.address4()).arguments());
        }

        @Override
        public void eam(EamEntry entry) {
            add(EAMT, new Command.EamtAdd(entry.prefix6(), entry.prefix4(), false).arguments());
        }

        @Override
        public void denied4(Ipv4Prefix prefix) {
            add(DENYLIST4, new Command.Denylist4Add(prefix, false).arguments());
        }

        @Override
        public void fmr(FmrEntry entry) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("prefix6", entry.prefix6().toString());
            members.put("prefix4", entry.prefix4().toString());
            members.put("eaBits", entry.eaBits());
            members.put("a", entry.offset());
            add(FMRT, members);
        }

        private void begin(String name) {
            if (!section.equals(name)) {
                flush();
                section = name;
                line.append("{\"section\":\"").append(name).append("\",\"entries\":[");
            }
        }

        private void add(String name, Map<String, Object> members) {
            begin(name);
            line.append(line.charAt(line.length() - 1) == '[' ? "" : ",").append(JsonWriter.string(members));
            if (line.length() >= LINE) {
                flush();
            }
        }

        void flush() {
            if (line.length() != 0) {
                section = "";
                try {
                    lines.line(line.append("]}").toString());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                line.setLength(0);
            }
        }
    }

    /** Delivers the lines of a definition. */
    public interface LineSource {
        /**
         * Waits for the next line.
         *
         * @return the line, or null if the other side has closed
         * @throws IOException if the connection fails
         */
        String read() throws IOException;
    }

    /**
     * Receives a definition.
     *
     * @throws MalformedMessageException if what arrives is no definition, or breaks off
     * @throws RefusedException if an element is not allowed
     * @throws IOException if the connection fails
     */
    public static void read(LineSource lines, DefinitionSink sink) throws IOException {
        for (String line = lines.read(); line != null; line = lines.read()) {
            JsonObject json = JsonLine.parse(line);
            if (Boolean.TRUE.equals(json.get("end"))) {
                return;
            }
            if (!(json.get("entries") instanceof JsonArray entries)) {
                throw MalformedMessageException.malformed("A piece of a definition has no entries.");
            }
            String section = new Fields(json).text("section");
            if (section.equals(BIB)) {
                sink.bibSection();
            }
            for (Object entry : entries) {
                if (!(entry instanceof JsonObject members)) {
                    throw MalformedMessageException.malformed("An entry of a definition is not an object.");
                }
                element(section, new Fields(members), sink);
            }
        }
        throw new MalformedMessageException(Defect.HALF_SENT, "The definition breaks off.");
    }

    private static void element(String section, Fields fields, DefinitionSink sink) {
        switch (section) {
            case GLOBAL -> sink.global(fields.text("key"), fields.any("value"));
            case POOL4 -> sink.pool4(pool4(fields));
            case BIB ->
                sink.bib(new BibEntry(
                        fields.protocol("protocol"),
                        Commands.address6(fields).orElseThrow(() -> Commands.missing("addr6")),
                        Commands.address4(fields).orElseThrow(() -> Commands.missing("addr4"))));
            case EAMT -> sink.eam(new EamEntry(Commands.prefix6(fields), Commands.prefix4(fields)));
            case DENYLIST4 -> sink.denied4(Commands.prefix4(fields));
            case FMRT ->
                sink.fmr(new FmrEntry(
                        Commands.prefix6(fields), Commands.prefix4(fields), (int) fields.integer("eaBits", 48), (int)
                                fields.integer("a", 16)));
            default -> throw RefusedException.invalid("Definitions have no section '" + section + "'.");
        }
    }

    private static Pool4Entry pool4(Fields fields) {
        return new Pool4Entry(
                fields.integer("mark", UnsignedText.U32),
                fields.protocol("protocol"),
                fields.parsed("prefix", Ipv4Prefix::parse),
                Commands.ports(fields),
                Optional.ofNullable(fields.any("maxIterations")).map(MaxIterations::ofJson));
    }
}
