// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A value of a {@link JsonDocument}: a view of a part of its text. */
public final class JsonNode {
    private final JsonDocument document;
    private final int start;

    JsonNode(JsonDocument document, int start) {
        this.document = document;
        this.start = start;
    }

    /** Takes the members of an object. */
    interface Members {
        /**
         * Takes one.
         *
         * @param key its name
         * @param keyIndex where the name stands
         */
        void member(String key, int keyIndex, JsonNode value);
    }

    /** Takes the elements of an array. */
    interface Elements {
        void element(JsonNode value);
    }

    /** Whether this is an object. */
    public boolean isObject() {
        return first() == '{';
    }

    /** Whether this is an array. */
    public boolean isArray() {
        return first() == '[';
    }

    /** Whether this is a string. */
    public boolean isString() {
        return first() == '"';
    }

    /** Whether this is a number. */
    public boolean isNumber() {
        return first() == '-' || (first() >= '0' && first() <= '9');
    }

    private char first() {
        return document.syntax().at(start);
    }

    /** Where it begins. */
    public Location location() {
        return document.location(start);
    }

    Location locationOf(int index) {
        return document.location(index);
    }

    /** What a string stands for; the text itself of anything else. */
    String text() {
        return isString()
                ? document.syntax().decode(start)
                : document.text().substring(start, document.syntax().skip(start));
    }

    /**
     * The value as an object of Java: a string, a {@code Long} or {@code Double}, a boolean, a map, a list or null. Members
     * whose key is {@code comment} are left out of maps, and keys are in lower case.
     */
    Object value() {
        return switch (first()) {
            case '"' -> text();
            case 't' -> true;
            case 'f' -> false;
            case 'n' -> null;
            case '[' -> {
                List<Object> list = new ArrayList<>();
                elements(element -> list.add(element.value()));
                yield list;
            }
            case '{' -> {
                Map<String, Object> map = new LinkedHashMap<>();
                members((key, keyIndex, member) -> map.put(key.toLowerCase(Locale.ROOT), member.value()));
                map.remove("comment");
                yield map;
            }
            default -> number(text());
        };
    }

    private static Number number(String text) {
        boolean integer = text.length() < 19 && text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
        if (integer) {
            return Long.valueOf(text);
        }
        return Double.valueOf(text);
    }

    /** Hands over the members of an object in their order. */
    void members(Members sink) {
        JsonSyntax syntax = document.syntax();
        int at = syntax.skipBlanks(start + 1);
        while (syntax.at(at) == '"') {
            int value = syntax.skipBlanks(syntax.skipBlanks(syntax.skipString(at)) + 1);
            sink.member(syntax.decode(at), at, new JsonNode(document, value));
            at = syntax.skipBlanks(syntax.skip(value));
            at = syntax.skipBlanks(syntax.at(at) == ',' ? at + 1 : at);
        }
    }

    /** Hands over the elements of an array in their order. */
    void elements(Elements sink) {
        JsonSyntax syntax = document.syntax();
        int at = syntax.skipBlanks(start + 1);
        while (syntax.at(at) != ']') {
            sink.element(new JsonNode(document, at));
            at = syntax.skipBlanks(syntax.skip(at));
            at = syntax.skipBlanks(syntax.at(at) == ',' ? at + 1 : at);
        }
    }

    /** The part of this value that an index lies in, or null if there is none; its name is added to a path. */
    JsonNode step(int index, StringBuilder path) {
        if (index <= start || index >= document.syntax().skip(start)) {
            return null;
        }
        JsonNode[] found = new JsonNode[1];
        if (isObject()) {
            members((key, keyIndex, value) -> {
                if (found[0] == null
                        && keyIndex <= index
                        && index < document.syntax().skip(value.start)) {
                    path.append(path.isEmpty() ? "" : ".").append(key);
                    found[0] = value;
                }
            });
        } else if (isArray()) {
            int[] position = {0};
            elements(value -> {
                if (found[0] == null
                        && value.start <= index
                        && index < document.syntax().skip(value.start)) {
                    path.append('[').append(position[0]).append(']');
                    found[0] = value;
                }
                position[0]++;
            });
        }
        return found[0];
    }
}
