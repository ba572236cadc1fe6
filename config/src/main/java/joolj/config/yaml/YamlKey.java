// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A key of a mapping: what manuals and the JSON Schema say about it.
 *
 * @param name as written
 * @param mandatory whether it must be there
 * @param schema the form of its value as a JSON Schema
 * @param text one sentence for people
 */
public record YamlKey(String name, boolean mandatory, Map<String, Object> schema, String text) {
    static YamlKey optional(String name, Map<String, Object> schema, String text) {
        return new YamlKey(name, false, schema, text);
    }

    static YamlKey mandatory(String name, Map<String, Object> schema, String text) {
        return new YamlKey(name, true, schema, text);
    }

    static Map<String, Object> string() {
        return Map.of("type", "string");
    }

    static Map<String, Object> words(List<String> words) {
        return Map.of("type", "string", "enum", words);
    }

    static Map<String, Object> integer(long minimum, long maximum) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "integer");
        schema.put("minimum", minimum);
        schema.put("maximum", maximum);
        return schema;
    }

    static Map<String, Object> oneOf(List<Map<String, Object>> schemas) {
        return Map.of("oneOf", schemas);
    }
}
