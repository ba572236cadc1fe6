// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One of a few words, which stand for the constants of an enum.
 *
 * @param <E> the enum
 */
final class ChoiceType<E extends Enum<E>> implements ValueType<E> {
    private final List<E> choices;
    private final Function<E, String> label;
    private final String what;

    /**
     * Creates the type.
     *
     * @param choices the enum
     * @param label the word for a constant
     * @param what what the words are, with its article, for complaints
     */
    ChoiceType(Class<E> choices, Function<E, String> label, String what) {
        this.choices = Arrays.asList(choices.getEnumConstants());
        this.label = label;
        this.what = what;
    }

    @Override
    public E parse(String text) {
        for (E choice : choices) {
            if (label.apply(choice).equals(text)) {
                return choice;
            }
        }
        throw new SyntaxException("'" + text + "' cannot be parsed as " + what + ".\nAvailable options: "
                + String.join(", ", examples()));
    }

    @Override
    public String plain(E value) {
        return label.apply(value);
    }

    @Override
    public String csv(E value) {
        return label.apply(value);
    }

    @Override
    public Object json(E value) {
        return label.apply(value);
    }

    @Override
    public E fromJson(String key, Object json) {
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
        return choices.stream().map(label).toList();
    }
}
