// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Switches. */
final class BooleanType implements ValueType<Boolean> {
    @Override
    public Boolean parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default ->
                throw new SyntaxException("Cannot parse '" + text + "' as a bool (true|false|1|0|yes|no|on|off).");
        };
    }

    @Override
    public String plain(Boolean value) {
        return value ? "true" : "false";
    }

    @Override
    public String csv(Boolean value) {
        return value ? "TRUE" : "FALSE";
    }

    @Override
    public Object json(Boolean value) {
        return value;
    }

    @Override
    public Boolean fromJson(String key, Object json) {
        if (json instanceof Boolean value) {
            return value;
        }
        throw JsonText.not("boolean", key, json);
    }

    @Override
    public String allowed() {
        return "true or false";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "boolean");
    }

    @Override
    public String placeholder() {
        return "<boolean>";
    }

    @Override
    public List<String> examples() {
        return List.of("true", "false");
    }
}
