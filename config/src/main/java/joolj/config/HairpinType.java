// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Hairpinning modes. */
final class HairpinType implements ValueType<HairpinMode> {
    @Override
    public HairpinMode parse(String text) {
        for (HairpinMode mode : HairpinMode.values()) {
            if (mode.label().equals(text)) {
                return mode;
            }
        }
        throw new SyntaxException("'" + text + "' cannot be parsed as a hairpinning mode.\nAvailable options: "
                + String.join(", ", examples()));
    }

    @Override
    public String plain(HairpinMode value) {
        return value.label();
    }

    @Override
    public String csv(HairpinMode value) {
        return value.label();
    }

    @Override
    public Object json(HairpinMode value) {
        return value.label();
    }

    @Override
    public HairpinMode fromJson(String key, Object json) {
        return parse(JsonText.string(key, json));
    }

    @Override
    public String allowed() {
        return "one of " + String.join(", ", examples());
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "string", "enum", examples());
    }

    @Override
    public String placeholder() {
        return "<string>";
    }

    @Override
    public List<String> examples() {
        return Arrays.stream(HairpinMode.values()).map(HairpinMode::label).toList();
    }
}
