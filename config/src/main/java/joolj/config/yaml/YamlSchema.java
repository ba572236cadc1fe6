// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import com.grack.nanojson.JsonWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.Product;

/** The JSON Schema of YAML definitions, for editors: made of the keys that the reader knows and the registry of globals. */
public final class YamlSchema {
    private YamlSchema() {}

    /** The schema, JSON Schema draft 7, as the text of a file. */
    public static String text() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "jool-j instance definitions");
        schema.put("description", "One instance, or several in a list under 'instances'.");
        schema.put("if", Map.of("required", List.of(YamlKeys.INSTANCES.name())));
        schema.put("then", several());
        schema.put("else", Map.of("$ref", "#/definitions/instance"));
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("instance", instance());
        for (Product product : Product.values()) {
            definitions.put(product.label(), ofProduct(product));
        }
        schema.put("definitions", definitions);
        return JsonWriter.indent("  ").string().value(sorted(schema)).done() + "\n";
    }

    private static Map<String, Object> several() {
        Map<String, Object> items = new LinkedHashMap<>();
        items.put("type", "array");
        items.put("items", Map.of("$ref", "#/definitions/instance"));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(YamlKeys.INSTANCES.name(), described(items, YamlKeys.INSTANCES.text()));
        properties.put("comment", Map.of());
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("additionalProperties", false);
        object.put("properties", properties);
        return object;
    }

    /** Which product's keys there are depends on the key {@code product}. */
    private static Map<String, Object> instance() {
        Map<String, Object> schema = Map.of("$ref", "#/definitions/" + Product.NAT64.label());
        for (Product product : List.of(Product.MAPT, Product.SIIT)) {
            Map<String, Object> choice = new LinkedHashMap<>();
            Map<String, Object> condition = new LinkedHashMap<>();
            condition.put("required", List.of("product"));
            condition.put("properties", Map.of("product", Map.of("const", product.label())));
            choice.put("if", condition);
            choice.put("then", Map.of("$ref", "#/definitions/" + product.label()));
            choice.put("else", schema);
            schema = choice;
        }
        return schema;
    }

    private static Map<String, Object> ofProduct(Product product) {
        Map<String, Object> object = object(YamlKeys.of(product));
        @SuppressWarnings("unchecked") // object() has made it.
        Map<String, Object> properties = (Map<String, Object>) object.get("properties");
        properties.put("global", globals(product));
        for (YamlKey section : YamlKeys.sections(product)) {
            List<YamlKey> elements = YamlKeys.elements(section.name());
            if (!elements.isEmpty()) {
                Map<String, Object> array = new LinkedHashMap<>();
                array.put("type", "array");
                array.put("items", object(elements));
                properties.put(section.name(), described(array, section.text()));
            }
        }
        return object;
    }

    private static Map<String, Object> globals(Product product) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Global<?> global : GlobalKeys.of(product)) {
            properties.put(global.name(), global(global));
        }
        properties.put("comment", Map.of());
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("additionalProperties", false);
        object.put("properties", properties);
        return object;
    }

    private static <T> Map<String, Object> global(Global<T> global) {
        Map<String, Object> schema =
                new LinkedHashMap<>(new TreeMap<>(global.type().schema()));
        if ("string".equals(schema.get("type")) && !schema.containsKey("enum")) {
            // A plain number stands for the text it is written with, such as seconds.
            schema.put("type", List.of("string", "integer"));
        }
        schema.put("default", global.type().json(global.initial()));
        return described(schema, global.text());
    }

    private static Map<String, Object> object(List<YamlKey> keys) {
        Map<String, Object> properties = new LinkedHashMap<>();
        keys.forEach(key -> properties.put(key.name(), described(key.schema(), key.text())));
        properties.put("comment", Map.of());
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("additionalProperties", false);
        object.put(
                "required",
                keys.stream().filter(YamlKey::mandatory).map(YamlKey::name).toList());
        object.put("properties", properties);
        return object;
    }

    private static Map<String, Object> described(Map<String, Object> schema, String text) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", text);
        // Maps without an order of their own would make every run write another text.
        described.putAll(schema instanceof LinkedHashMap ? schema : new TreeMap<>(schema));
        return described;
    }

    /** Everything in an order that is the same in every run. */
    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> ordered = value instanceof LinkedHashMap ? new LinkedHashMap<>() : new TreeMap<>();
            map.forEach((key, member) -> ordered.put((String) key, sorted(member)));
            return ordered;
        }
        return value instanceof Collection<?> list
                ? list.stream().map(YamlSchema::sorted).toList()
                : value;
    }
}
