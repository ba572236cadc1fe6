// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import joolj.config.RefusedException;
import joolj.config.SyntaxException;

/**
 * Reads values and collects what is wrong with them, so that one look at a file finds all of it. Where a value is wrong
 * the result is nothing, and the reader goes on.
 */
final class YamlValues {
    private static final int PROBLEMS_MAX = 100;

    private final List<YamlProblem> problems = new ArrayList<>();

    /** What is wrong so far. */
    List<YamlProblem> problems() {
        return problems;
    }

    void report(YamlNode.Mark mark, String path, String message) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(new YamlProblem(mark.line(), mark.column(), path, message));
        }
    }

    void reportValue(YamlNode node, String path, String allowed) {
        report(node.mark(), path, node.describe() + ": must be " + allowed);
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The members of a mapping, without comments; what is unknown, repeated or missing is reported. */
    Map<String, YamlNode> members(YamlNode node, String path, List<YamlKey> keys) {
        Map<String, YamlNode> members = new LinkedHashMap<>();
        if (!(node instanceof YamlNode.Mapping mapping)) {
            reportValue(node, path, "a mapping of keys and values");
            return members;
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            if (key.equals("comment")) {
                continue;
            }
            if (keys.stream().noneMatch(known -> known.name().equals(key))) {
                report(entry.key().mark(), join(path, key), "unknown key; known are: " + names(keys));
            } else if (members.putIfAbsent(key, entry.value()) != null) {
                report(entry.key().mark(), join(path, key), "this key is there already");
            }
        }
        for (YamlKey key : keys) {
            if (key.mandatory() && !members.containsKey(key.name())) {
                report(node.mark(), join(path, key.name()), "this key is missing; " + uncapitalised(key.text()));
            }
        }
        return members;
    }

    private static String names(List<YamlKey> keys) {
        return String.join(
                ", ",
                keys.stream()
                        .map(YamlKey::name)
                        .filter(name -> !name.equals("comment"))
                        .toList());
    }

    private static String uncapitalised(String sentence) {
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return word ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
    }

    /** A text that a reader understands; a plain number counts as the text it is. */
    <T> Optional<T> parsed(YamlNode node, String path, String allowed, Function<String, T> reader) {
        if (node instanceof YamlNode.Scalar scalar && isText(scalar)) {
            try {
                return Optional.of(reader.apply(scalar.text()));
            } catch (SyntaxException | IllegalArgumentException e) {
                // What is allowed says more to its reader than what exactly could not be understood.
            }
        }
        reportValue(node, path, allowed);
        return Optional.empty();
    }

    private static boolean isText(YamlNode.Scalar scalar) {
        Object value = scalar.value();
        return value instanceof String || value instanceof Long;
    }

    /** An integer. */
    Optional<Long> integer(YamlNode node, String path, long minimum, long maximum) {
        boolean good = node instanceof YamlNode.Scalar scalar
                && scalar.value() instanceof Long number
                && number >= minimum
                && number <= maximum;
        if (!good) {
            reportValue(node, path, "an integer from " + minimum + " to " + maximum);
            return Optional.empty();
        }
        return Optional.of((Long) ((YamlNode.Scalar) node).value());
    }

    /** True or false. */
    Optional<Boolean> flag(YamlNode node, String path) {
        if (node instanceof YamlNode.Scalar scalar && scalar.value() instanceof Boolean flag) {
            return Optional.of(flag);
        }
        reportValue(node, path, "true or false");
        return Optional.empty();
    }

    /** The items of a list. */
    List<YamlNode> items(YamlNode node, String path) {
        if (node instanceof YamlNode.Sequence sequence) {
            return sequence.items();
        }
        reportValue(node, path, "a list");
        return List.of();
    }

    /** Lets somebody take a value who may refuse it. */
    void deliver(YamlNode node, String path, Runnable delivery) {
        try {
            delivery.run();
        } catch (RefusedException e) {
            String value = node instanceof YamlNode.Scalar ? node.describe() + ": " : "";
            report(
                    node.mark(),
                    path,
                    value + String.join(" ", e.getMessage().lines().toList()));
        }
    }
}
