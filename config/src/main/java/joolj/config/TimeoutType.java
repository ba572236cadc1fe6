// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.List;
import java.util.Map;

/** Spans of time; values are milliseconds, 0 to 2^32-1. */
final class TimeoutType implements ValueType<Long> {
    @Override
    public Long parse(String text) {
        return TimeText.parse(text);
    }

    @Override
    public Long parseFreely(String text) {
        return TimeText.parseWithUnits(text);
    }

    @Override
    public String plain(Long value) {
        return TimeText.format(value) + " (HH:MM:SS)";
    }

    @Override
    public String csv(Long value) {
        return TimeText.format(value);
    }

    @Override
    public Object json(Long value) {
        return TimeText.format(value);
    }

    @Override
    public Long fromJson(String key, Object json) {
        return TimeText.parse(JsonText.string(key, json));
    }

    @Override
    public String allowed() {
        return "a time, [[HH:]MM:]SS[.mmm]";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "string");
    }

    @Override
    public String placeholder() {
        return "<HH:MM:SS.mmm>";
    }

    @Override
    public List<String> examples() {
        return List.of();
    }
}
