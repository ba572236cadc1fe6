// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Framework;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.Globals;
import joolj.config.Product;
import joolj.config.QueueRange;
import joolj.control.Row;
import joolj.rfc7597.MappingRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code --json} prints is what docs/json-output.md promises, field by field. */
@Timeout(60)
class JsonOutputTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "json-output.md");
    private static final TransportAddress6 SIX = TransportAddress6.parse("2001:db8::8#5000");
    private static final TransportAddress6 LOCAL6 = TransportAddress6.parse("64:ff9b::cb00:7110#80");
    private static final TransportAddress4 FOUR = TransportAddress4.parse("203.0.113.1#61001");
    private static final TransportAddress4 REMOTE4 = TransportAddress4.parse("203.0.113.16#80");

    @TempDir
    Path directory;

    static Stream<Arguments> tables() {
        return Stream.of(
                arguments(
                        "instance display",
                        "instance display",
                        List.of(
                                new Row.Instance(
                                        "f000", "a\"b", Framework.IPTABLES, Optional.of(new QueueRange(6400, 6403))),
                                new Row.Instance("f000", "", Framework.NETFILTER, Optional.empty()))),
                arguments(
                        "stats display",
                        "stats display --all --explain",
                        List.of(new Row.Stat("JSTAT_SUCCESS", Long.MAX_VALUE), new Row.Stat("JSTAT_RECEIVED6", 0))),
                arguments("global display", "global display", globals(Product.NAT64)),
                arguments("global display", "siit global display", globals(Product.SIIT)),
                arguments(
                        "pool4 display",
                        "pool4 display",
                        List.of(
                                new Row.Pool4(4294967295L, L4Protocol.UDP, -1, 0, 65535, Row.Pool4.INFINITE, true),
                                new Row.Pool4(0, L4Protocol.TCP, 1, 1, 2, 1024, false))),
                arguments("bib display", "bib display", List.of(new Row.Bib(L4Protocol.TCP, SIX, FOUR, true))),
                arguments(
                        "session display",
                        "session display",
                        List.of(
                                new Row.Session(
                                        L4Protocol.TCP,
                                        SIX,
                                        LOCAL6,
                                        FOUR,
                                        REMOTE4,
                                        7_200_000,
                                        Optional.of("ESTABLISHED")),
                                new Row.Session(L4Protocol.UDP, SIX, LOCAL6, FOUR, REMOTE4, 0, Optional.empty()))),
                arguments(
                        "eamt display",
                        "siit eamt display",
                        List.of(new Row.Eam(Ipv6Prefix.parse("2001:db8::/120"), Ipv4Prefix.parse("192.0.2.0/24")))),
                arguments(
                        "fmrt display",
                        "mapt fmrt display",
                        List.of(new Row.Fmr(MappingRule.of("2001:db8:ce::/51", "192.0.2.0/24", 13, 0)))),
                arguments("global display", "mapt global display", globals(Product.MAPT)),
                arguments(
                        "denylist4 display",
                        "siit denylist4 display",
                        List.of(new Row.Denied4(Ipv4Prefix.parse("192.0.2.0/24")))));
    }

    private static List<Row> globals(Product product) {
        Globals globals = Globals.defaults(product);
        List<Row> rows = new ArrayList<>();
        for (Global<?> global : GlobalKeys.of(product)) {
            rows.add(new Row.Global(global.name(), globals.json(global)));
        }
        return rows;
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("tables")
    void everyRowHasTheDocumentedFieldsInTheirTypes(String section, String command, List<Row> rows) throws Exception {
        Map<String, String> fields = documented(section);
        Run run = print(command + " --json", rows);

        assertEquals("", run.err());
        assertEquals(0, run.status());
        assertEquals(rows.size() + 2, run.out().lines().count(), "brackets and rows have a line each");
        JsonArray array = JsonParser.array().from(run.out());
        assertEquals(rows.size(), array.size());
        Set<String> types = new HashSet<>();
        for (Object element : array) {
            JsonObject row = (JsonObject) element;
            assertEquals(fields.keySet(), row.keySet());
            for (Map.Entry<String, String> field : fields.entrySet()) {
                Object value = row.get(field.getKey());
                assertTrue(isOf(field.getValue(), value), field + " is " + value);
                types.add(field.getKey() + (value == null ? " null" : ""));
            }
        }
        for (Map.Entry<String, String> field : fields.entrySet()) {
            boolean nullable = field.getValue().endsWith("?");
            assertEquals(nullable, nullable && types.contains(field.getKey() + " null"), field + " was never null");
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("tables")
    void anEmptyTableIsAnEmptyArray(String section, String command, List<Row> rows) throws Exception {
        Run run = print(command + " --json --no-headers", List.of());

        assertEquals(0, JsonParser.array().from(run.out()).size(), section);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("tables")
    void aFailurePrintsNoArray(String section, String command, List<Row> rows) throws Exception {
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("s"))) {
            daemon.willFail(3, "No.");
            Run.of(directory.resolve("s"), "jool-j " + command + " --json")
                    .assertIs(3, "", "Error: The daemon returned error 3: No.\n");
        }
    }

    @Test
    void everyTableIsDocumentedOnce() throws IOException {
        Set<String> sections = new HashSet<>();
        tables().forEach(table -> sections.add("## " + table.get()[0]));
        List<String> headings = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("## "))
                .toList();

        assertTrue(headings.containsAll(sections), headings.toString());
        assertEquals(headings.size(), new HashSet<>(headings).size());
    }

    private Run print(String command, List<Row> rows) throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("s"))) {
            daemon.willSend(rows.toArray(Row[]::new));
            return Run.of(directory.resolve("s"), "jool-j " + command);
        }
    }

    private static boolean isOf(String type, Object value) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "string?" -> value == null || value instanceof String;
            case "integer" -> isInteger(value);
            case "integer?" -> value == null || isInteger(value);
            case "boolean" -> value instanceof Boolean;
            case "array" -> value instanceof JsonArray;
            case "any" -> true;
            default -> throw new AssertionError("unknown type " + type);
        };
    }

    private static boolean isInteger(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
    }

    /** Fields and types of the table of one section. */
    private static Map<String, String> documented(String section) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        boolean within = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            within = line.startsWith("## ") ? line.equals("## " + section) : within;
            if (within && line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                fields.put(cells[1].strip().replace("`", ""), cells[2].strip());
            }
        }
        return fields;
    }
}
