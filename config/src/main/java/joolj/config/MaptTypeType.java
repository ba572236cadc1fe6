// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Roles of MAP-T instances. */
final class MaptTypeType implements ValueType<MaptType> {
    @Override
    public MaptType parse(String text) {
        for (MaptType type : MaptType.values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        throw new SyntaxException("'" + text + "' cannot be parsed as a MAP-T type.\nAvailable options: "
                + String.join(", ", examples()));
    }

    @Override
    public String plain(MaptType value) {
        return value.name();
    }

    @Override
    public String csv(MaptType value) {
        return value.name();
    }

    @Override
    public Object json(MaptType value) {
        return value.name();
    }

    @Override
    public MaptType fromJson(String key, Object json) {
        return parse(JsonText.string(key, json));
    }

    @Override
    public String allowed() {
        return String.join(" or ", examples());
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
        return Arrays.stream(MaptType.values()).map(MaptType::name).toList();
    }
}
