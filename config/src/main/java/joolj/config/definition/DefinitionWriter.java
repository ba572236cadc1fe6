// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import com.grack.nanojson.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.Globals;

/**
 * Writes definitions as files that read as the same definition. Globals that have their default are left out, but for
 * pool6.
 */
public final class DefinitionWriter {
    private static final String INDENT = "  ";
    private static final Set<String> WORDS =
            Set.of("TCP", "UDP", "ICMP", "netfilter", "iptables", "install", "nat64", "siit", "mapt");

    private DefinitionWriter() {}

    /** Writes Jool's JSON. */
    public static String json(InstanceDefinition definition) {
        StringBuilder out = new StringBuilder();
        json(out, members(definition), "");
        return out.append('\n').toString();
    }

    /**
     * Writes a YAML definition.
     *
     * @param more keys besides those of the JSON, in their order
     */
    public static String yaml(InstanceDefinition definition, Map<String, Object> more) {
        Map<String, Object> members = new LinkedHashMap<>();
        Map<String, Object> ofJson = members(definition);
        members.put("instance", ofJson.remove("instance"));
        members.put("product", definition.product().label());
        members.put("framework", ofJson.remove("framework"));
        members.putAll(more);
        members.putAll(ofJson);
        StringBuilder out = new StringBuilder();
        members.forEach((key, value) -> {
            out.append(key).append(':');
            yaml(out, value);
        });
        return out.toString();
    }

    private static Map<String, Object> members(InstanceDefinition definition) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("instance", definition.name().text());
        members.put("framework", definition.framework().label());
        members.put("global", globals(definition));
        putUnlessEmpty(
                members,
                "pool4",
                definition.pool4().stream().map(DefinitionWriter::pool4).toList());
        definition
                .bib()
                .ifPresent(entries -> members.put(
                        "bib", entries.stream().map(DefinitionWriter::bib).toList()));
        putUnlessEmpty(
                members,
                "eamt",
                definition.eamt().stream().map(DefinitionWriter::eam).toList());
        putUnlessEmpty(
                members,
                "denylist4",
                definition.denylist4().stream().map(Object::toString).toList());
        putUnlessEmpty(
                members,
                "fmrt",
                definition.fmrt().stream().map(DefinitionWriter::fmr).toList());
        return members;
    }

    private static void putUnlessEmpty(Map<String, Object> members, String key, List<?> list) {
        if (!list.isEmpty()) {
            members.put(key, list);
        }
    }

    private static Map<String, Object> globals(InstanceDefinition definition) {
        Globals defaults = Globals.defaults(definition.product());
        Map<String, Object> globals = new LinkedHashMap<>();
        for (Global<?> global : GlobalKeys.of(definition.product())) {
            Map<String, Object> given = definition.globals();
            boolean named = given.containsKey(global.name());
            Object initial = defaults.json(global);
            if (named
                    && (initial == null
                            ? given.get(global.name()) != null
                            : !same(initial, given.get(global.name())))) {
                globals.put(global.name(), given.get(global.name()));
            }
        }
        return globals;
    }

    /** Numbers are compared as such, whatever classes a JSON parser has given them. */
    private static boolean same(Object initial, Object value) {
        return initial.equals(value)
                || (value != null && JsonWriter.string(initial).equals(JsonWriter.string(value)));
    }

    private static Map<String, Object> pool4(Pool4Entry entry) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (entry.mark() != 0) {
            members.put("mark", entry.mark());
        }
        members.put("protocol", entry.protocol().name());
        members.put("prefix", entry.prefix().toString());
        members.put("port range", entry.ports().toString());
        entry.maxIterations().ifPresent(bound -> members.put("max-iterations", bound.json()));
        return members;
    }

    private static Map<String, Object> bib(BibEntry entry) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("protocol", entry.protocol().name());
        members.put("ipv6 address", entry.address6().toString());
        members.put("ipv4 address", entry.address4().toString());
        return members;
    }

    private static Map<String, Object> eam(EamEntry entry) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ipv6 prefix", entry.prefix6().toString());
        members.put("ipv4 prefix", entry.prefix4().toString());
        return members;
    }

    private static Map<String, Object> fmr(FmrEntry entry) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ipv6 prefix", entry.prefix6().toString());
        members.put("ipv4 prefix", entry.prefix4().toString());
        members.put("ea-bits length", entry.eaBits());
        members.put("a", entry.offset());
        return members;
    }

    /** Objects of sections stand on one line each, everything above on lines of its own. */
    private static void json(StringBuilder out, Map<?, ?> members, String indent) {
        out.append('{');
        String separator = "\n";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            out.append(separator).append(indent).append(INDENT);
            out.append(JsonWriter.string(member.getKey())).append(": ");
            if (member.getValue() instanceof Map<?, ?> map && indent.isEmpty() && !map.isEmpty()) {
                json(out, map, indent + INDENT);
            } else if (member.getValue() instanceof List<?> list && indent.isEmpty() && !list.isEmpty()) {
                json(out, list);
            } else {
                out.append(JsonWriter.string(member.getValue()));
            }
            separator = ",\n";
        }
        out.append('\n').append(indent).append('}');
    }

    private static void json(StringBuilder out, List<?> list) {
        String separator = "[\n";
        for (Object item : list) {
            out.append(separator).append(INDENT).append(INDENT).append(JsonWriter.string(item));
            separator = ",\n";
        }
        out.append('\n').append(INDENT).append(']');
    }

    /** A value behind its key: tables and mappings below it, one line for each element. */
    private static void yaml(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            out.append('\n');
            map.forEach((key, member) -> out.append(INDENT)
                    .append(key)
                    .append(": ")
                    .append(inline(member))
                    .append('\n'));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            out.append('\n');
            list.forEach(
                    item -> out.append(INDENT).append("- ").append(inline(item)).append('\n'));
        } else {
            out.append(' ').append(inline(value)).append('\n');
        }
    }

    private static String inline(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            map.forEach((key, member) -> members.add(key + ": " + inline(member)));
            return "{" + String.join(", ", members) + "}";
        }
        if (value instanceof List<?> list) {
            return "["
                    + String.join(
                            ", ", list.stream().map(DefinitionWriter::inline).toList()) + "]";
        }
        if (value instanceof String text) {
            return WORDS.contains(text)
                    ? text
                    : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        return JsonWriter.string(value);
    }
}
