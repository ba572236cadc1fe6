// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.List;
import java.util.Map;

/** Unsigned integers of 8 or 32 bits. */
final class UnsignedType implements ValueType<Long> {
    private final long maximum;

    /** Makes the type of the integers from 0 to {@code maximum}, which is at most 2^32-1. */
    UnsignedType(long maximum) {
        this.maximum = maximum;
    }

    @Override
    public Long parse(String text) {
        return UnsignedText.parse(text, maximum);
    }

    @Override
    public String plain(Long value) {
        return Long.toString(value);
    }

    @Override
    public String csv(Long value) {
        return Long.toString(value);
    }

    @Override
    public Object json(Long value) {
        return value;
    }

    @Override
    public Long fromJson(String key, Object json) {
        return JsonText.unsigned(key, json, maximum);
    }

    @Override
    public String allowed() {
        return "an integer from 0 to " + maximum;
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "integer", "minimum", 0, "maximum", maximum);
    }

    @Override
    public String placeholder() {
        return "<integer>";
    }

    @Override
    public List<String> examples() {
        return List.of();
    }
}
