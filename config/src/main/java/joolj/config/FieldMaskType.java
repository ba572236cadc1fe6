// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.List;
import java.util.Map;

/**
 * The bit mask f-args: which fields feed the port selection hash. 8 is the source address, 4 the source port, 2 the
 * destination address, 1 the destination port.
 */
final class FieldMaskType implements ValueType<Long> {
    @Override
    public Long parse(String text) {
        return UnsignedText.parse(text, UnsignedText.U8);
    }

    @Override
    public String plain(Long value) {
        return value + " (0b" + bit(value, 3) + bit(value, 2) + bit(value, 1) + bit(value, 0) + "): SrcAddr:"
                + bit(value, 3) + " SrcPort:" + bit(value, 2) + " DstAddr:" + bit(value, 1) + " DstPort:"
                + bit(value, 0);
    }

    private static long bit(long value, int index) {
        return value >> index & 1;
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
        return JsonText.unsigned(key, json, UnsignedText.U8);
    }

    @Override
    public String allowed() {
        return "an integer from 0 to 15";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "integer", "minimum", 0, "maximum", 15);
    }

    @Override
    public String placeholder() {
        return "<integer>";
    }

    @Override
    public List<String> examples() {
        return List.of("11", "15");
    }
}
