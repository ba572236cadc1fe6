// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import joolj.config.Framework;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.InstanceName;
import joolj.config.Processors;
import joolj.config.Product;
import joolj.config.QueueRange;
import joolj.config.Reinjection;
import joolj.config.SyntaxException;
import joolj.config.UnsignedText;
import joolj.config.WorkerOptions;
import joolj.config.definition.Both;
import joolj.config.definition.DefinitionSink;
import joolj.config.definition.Draft;
import joolj.config.definition.InstanceDefinition;

/** Reads one instance. */
final class YamlInstance {
    private final YamlValues values;
    private final YamlNode node;
    private final String path;
    private final int problemsBefore;
    private Map<String, YamlNode> in = Map.of();

    YamlInstance(YamlValues values, YamlNode node, String path) {
        this.values = values;
        this.node = node;
        this.path = path;
        this.problemsBefore = values.problems().size();
    }

    /** Reads it; nothing if there was a problem. */
    Optional<DefinedInstance> read() {
        Product product = product();
        in = values.members(node, path, YamlKeys.of(product));
        Optional<InstanceName> name = parsed("instance", "at most 15 printable ASCII characters", InstanceName::new);
        Framework framework = word("framework", Framework::labelled, Framework.NETFILTER);
        boolean force = flag("force");
        InstanceDefinition.Builder builder = new InstanceDefinition.Builder();
        Draft draft = new Draft(product, force);
        content(product, builder, draft);
        String namespace = namespace();
        Optional<QueueRange> queues = queues();
        int workers = workers(queues);
        Optional<QueueRange> counted = queues.map(first -> first.size() == workers ? first : widened(first, workers));
        WorkerOptions options = new WorkerOptions(
                counted, word("reinject", Reinjection::labelled, Reinjection.RAW), processors(workers));
        boolean install = word("rules", YamlInstance::rules, false);
        if (install && framework == Framework.NETFILTER) {
            values.reportValue(
                    in.get("rules"), at("rules"), "none for a netfilter instance, which has rules of its own");
        }
        if (values.problems().size() > problemsBefore) {
            return Optional.empty();
        }
        values.deliver(node, path, draft::finish);
        return name.filter(any -> values.problems().size() == problemsBefore)
                .map(text -> new DefinedInstance(
                        builder.build(product, text, framework), namespace, options, workers, force, install));
    }

    private String at(String key) {
        return YamlValues.join(path, key);
    }

    /** Looked for before everything else, because it decides what else there may be. */
    private Product product() {
        if (node instanceof YamlNode.Mapping mapping) {
            for (YamlNode.Entry entry : mapping.entries()) {
                if (entry.key().text().equals("product") && entry.value() instanceof YamlNode.Scalar scalar) {
                    Optional<Product> product = Product.labelled(scalar.text());
                    if (product.isEmpty()) {
                        values.reportValue(scalar, at("product"), "one of nat64, siit, mapt");
                    }
                    return product.orElse(Product.NAT64);
                }
            }
        }
        return Product.NAT64;
    }

    private void content(Product product, InstanceDefinition.Builder builder, Draft draft) {
        DefinitionSink sink = new Both(builder, draft);
        if (in.containsKey("global")) {
            globals(product, in.get("global"), sink);
        }
        if (product == Product.NAT64) {
            sink.bibSection();
        }
        YamlTables tables = new YamlTables(values, sink);
        for (YamlKey section : YamlKeys.sections(product)) {
            if (in.containsKey(section.name())) {
                tables.read(section.name(), in.get(section.name()), at(section.name()));
            }
        }
    }

    private void globals(Product product, YamlNode global, DefinitionSink sink) {
        List<YamlKey> keys = GlobalKeys.of(product).stream()
                .map(key -> YamlKey.optional(key.name(), key.type().schema(), key.text()))
                .toList();
        values.members(global, at("global"), keys)
                .forEach((name, value) ->
                        global(GlobalKeys.named(product, name).orElseThrow(), value, at("global." + name), sink));
    }

    private <T> void global(Global<T> key, YamlNode value, String place, DefinitionSink sink) {
        Object json;
        try {
            json = key.type().json(key.type().fromJson(key.name(), plain(key, value)));
        } catch (SyntaxException e) {
            values.reportValue(value, place, key.type().allowed());
            return;
        }
        values.deliver(value, place, () -> sink.global(key.name(), json));
    }

    /** A value as the JSON parser would deliver it; a number where a text is wanted, such as seconds, is that text. */
    private static Object plain(Global<?> key, YamlNode value) {
        if (value instanceof YamlNode.Scalar scalar) {
            boolean text = "string".equals(key.type().schema().get("type")) && scalar.value() instanceof Long;
            return text ? scalar.text() : scalar.value();
        }
        return plain(value);
    }

    private static Object plain(YamlNode value) {
        if (value instanceof YamlNode.Sequence sequence) {
            List<Object> list = new ArrayList<>();
            sequence.items().forEach(item -> list.add(plain(item)));
            return list;
        }
        if (value instanceof YamlNode.Mapping mapping) {
            Map<String, Object> map = new LinkedHashMap<>();
            mapping.entries()
                    .forEach(entry -> map.put(entry.key().text().toLowerCase(Locale.ROOT), plain(entry.value())));
            return map;
        }
        return ((YamlNode.Scalar) value).value();
    }

    private <T> Optional<T> parsed(String key, String allowed, java.util.function.Function<String, T> reader) {
        return Optional.ofNullable(in.get(key)).flatMap(value -> values.parsed(value, at(key), allowed, reader));
    }

    /** A word that stands for something. */
    private interface Words<T> {
        Optional<T> labelled(String word);
    }

    private <T> T word(String key, Words<T> words, T otherwise) {
        YamlNode value = in.get(key);
        if (value == null) {
            return otherwise;
        }
        Optional<T> found = value instanceof YamlNode.Scalar scalar ? words.labelled(scalar.text()) : Optional.empty();
        if (found.isEmpty()) {
            YamlKey declared = YamlKeys.COMMON.stream()
                    .filter(each -> each.name().equals(key))
                    .findFirst()
                    .orElseThrow();
            values.reportValue(value, at(key), "one of " + declared.schema().get("enum"));
        }
        return found.orElse(otherwise);
    }

    private static Optional<Boolean> rules(String word) {
        return switch (word) {
            case "none" -> Optional.of(false);
            case "install" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    private boolean flag(String key) {
        return in.containsKey(key) && values.flag(in.get(key), at(key)).orElse(false);
    }

    private String namespace() {
        String allowed = "self, a name of a network namespace, or the path of its file";
        return parsed("namespace", allowed, YamlInstance::namespace).orElse(DefinedInstance.SELF);
    }

    private static String namespace(String text) {
        boolean path = text.startsWith("/");
        if (text.isEmpty() || text.indexOf('\0') >= 0 || (!path && (text.contains("/") || text.startsWith(".")))) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private Optional<QueueRange> queues() {
        YamlNode value = in.get("queue");
        if (value instanceof YamlNode.Scalar scalar && scalar.text().equals("auto")) {
            return Optional.empty();
        }
        return parsed("queue", "a number from 0 to 65535, a range such as 6400-6403, or auto", YamlInstance::queues);
    }

    private static QueueRange queues(String text) {
        return text.indexOf('-') < 0 ? QueueRange.parseNumber(text) : QueueRange.parseRange(text.replace('-', ':'));
    }

    private int workers(Optional<QueueRange> queues) {
        int named = queues.map(QueueRange::size).orElse(1);
        if (!in.containsKey("workers")) {
            return named;
        }
        YamlNode value = in.get("workers");
        int workers = values.integer(value, at("workers"), 1, YamlKeys.WORKERS_MAX)
                .orElse((long) named)
                .intValue();
        boolean beyond = queues.isPresent() && queues.get().first() + workers - 1 > UnsignedText.U16;
        if (beyond || (named > 1 && workers != named)) {
            values.reportValue(value, at("workers"), "as many as there are queues");
            return named;
        }
        return workers;
    }

    private static QueueRange widened(QueueRange first, int workers) {
        return new QueueRange(first.first(), first.first() + workers - 1);
    }

    private Processors processors(int workers) {
        YamlNode value = in.get("cpu");
        if (value == null) {
            return Processors.ANY;
        }
        List<YamlNode> items = value instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(value);
        List<Integer> numbers = new ArrayList<>();
        for (YamlNode item : items) {
            values.integer(item, at("cpu"), 0, Processors.LAST).ifPresent(number -> numbers.add(number.intValue()));
        }
        if (items.size() > 1 && items.size() != workers) {
            values.report(
                    value.mark(),
                    at("cpu"),
                    items.size() + " processors: must be one, or one for each of the " + workers + " queues");
            return Processors.ANY;
        }
        return new Processors(numbers);
    }
}
