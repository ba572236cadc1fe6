// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists of packet sizes, octets, 0 to 65535 each. */
final class PlateausType implements ValueType<List<Integer>> {
    private static final int MAXIMUM_COUNT = 64;

    @Override
    public List<Integer> parse(String text) {
        List<Integer> plateaus = new ArrayList<>();
        for (String item : text.split(",", 0)) {
            if (!item.isEmpty()) {
                checkRoom(plateaus);
                plateaus.add((int) UnsignedText.parse(item, UnsignedText.U16));
            }
        }
        if (plateaus.isEmpty()) {
            throw new SyntaxException("The plateaus string cannot be empty.");
        }
        return List.copyOf(plateaus);
    }

    private static void checkRoom(List<Integer> plateaus) {
        if (plateaus.size() == MAXIMUM_COUNT) {
            throw new SyntaxException("Too many plateaus. The current max is " + MAXIMUM_COUNT + ".");
        }
    }

    @Override
    public String plain(List<Integer> value) {
        return value.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    @Override
    public String csv(List<Integer> value) {
        return '"' + plain(value) + '"';
    }

    @Override
    public Object json(List<Integer> value) {
        return value;
    }

    @Override
    public List<Integer> fromJson(String key, Object json) {
        if (!(json instanceof List<?> items)) {
            throw JsonText.not("Array", key, json);
        }
        List<Integer> plateaus = new ArrayList<>();
        for (Object item : items) {
            checkRoom(plateaus);
            plateaus.add((int) JsonText.unsigned(key, item, UnsignedText.U16));
        }
        return List.copyOf(plateaus);
    }

    @Override
    public String allowed() {
        return "a list of at most " + MAXIMUM_COUNT + " integers from 0 to 65535";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of(
                "type",
                "array",
                "maxItems",
                MAXIMUM_COUNT,
                "items",
                Map.of("type", "integer", "minimum", 0, "maximum", UnsignedText.U16));
    }

    @Override
    public String placeholder() {
        return "<integer>[,<integer>...]";
    }

    @Override
    public List<String> examples() {
        return List.of();
    }
}
