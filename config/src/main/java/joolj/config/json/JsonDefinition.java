// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.json;

import static joolj.config.json.JsonChecks.Tag.mandatory;
import static joolj.config.json.JsonChecks.Tag.optional;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import joolj.config.Framework;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.InstanceName;
import joolj.config.Product;
import joolj.config.RefusedException;
import joolj.config.definition.Both;
import joolj.config.definition.DefinitionSink;
import joolj.config.definition.Draft;
import joolj.config.definition.InstanceDefinition;
import joolj.config.json.JsonChecks.Tag;

/**
 * The definition of one instance in Jool's JSON. Keys compare without regard to case; {@code comment} may stand in any
 * object, any number of times. Everything wrong is a {@link DefinitionException}.
 */
public final class JsonDefinition {
    private static final String INSTANCE = "instance";
    private static final String FRAMEWORK = "framework";

    private final Product product;
    private final JsonNode root;
    private final Optional<InstanceName> given;

    /**
     * Prepares to read a definition.
     *
     * @param product what the instance is; decides which sections there are
     * @param document the file
     * @param given the name of the instance that the operator has given besides the file's; they must agree
     */
    public JsonDefinition(Product product, JsonDocument document, Optional<InstanceName> given) {
        this.product = product;
        this.root = document.root();
        this.given = given;
    }

    /**
     * The name in a file, whatever else is in it.
     *
     * @return nothing if there is no such key
     */
    public static Optional<InstanceName> nameIn(JsonDocument document) {
        JsonNode root = document.root();
        return root.isObject() ? member(root, INSTANCE).map(JsonDefinition::name) : Optional.empty();
    }

    private static Optional<JsonNode> member(JsonNode object, String wanted) {
        JsonNode[] found = new JsonNode[1];
        object.members((key, keyIndex, value) -> {
            if (found[0] == null && key.equalsIgnoreCase(wanted)) {
                found[0] = value;
            }
        });
        return Optional.ofNullable(found[0]);
    }

    private static InstanceName name(JsonNode value) {
        return JsonChecks.parsed(INSTANCE, value, InstanceName::new);
    }

    /** Reads all of it. */
    public InstanceDefinition read() {
        InstanceDefinition.Builder builder = new InstanceDefinition.Builder();
        return read(builder, builder);
    }

    /**
     * Reads all of it and applies the translator's rules; what only a running instance can tell is left out.
     *
     * @param force whether to waive the rules that may be waived
     * @throws DefinitionException also if the translator would refuse the definition
     */
    public InstanceDefinition check(boolean force) {
        InstanceDefinition.Builder builder = new InstanceDefinition.Builder();
        Draft draft = new Draft(product, force);
        InstanceDefinition definition = read(new Both(builder, draft), builder);
        try {
            draft.finish();
        } catch (RefusedException e) {
            throw DefinitionException.refused(
                    e.getMessage(), e.errno(), culprit(draft.badBib()).location());
        }
        return definition;
    }

    /** The static BIB entry that spoils the definition, or all of it. */
    private JsonNode culprit(int badBib) {
        JsonNode[] found = {root};
        int[] index = {0};
        if (badBib >= 0) {
            member(root, "bib")
                    .ifPresent(bib -> bib.elements(element -> {
                        if (index[0]++ == badBib) {
                            found[0] = element;
                        }
                    }));
        }
        return found[0];
    }

    private InstanceDefinition read(DefinitionSink sink, InstanceDefinition.Builder builder) {
        if (!root.isObject()) {
            throw JsonChecks.wrongType(JsonSections.UNNAMED, root, "Object");
        }
        InstanceName name = name();
        Optional<Framework> framework = member(root, FRAMEWORK).map(JsonDefinition::framework);
        JsonChecks.object(JsonSections.UNNAMED, root, tags(), (tag, key, value) -> section(tag, key, value, sink));
        return builder.build(product, name, framework.orElseThrow());
    }

    private InstanceName name() {
        Optional<JsonNode> value = member(root, INSTANCE);
        if (value.isEmpty()) {
            return given.orElseThrow(() -> JsonChecks.missing("root", INSTANCE, root));
        }
        InstanceName name = name(value.get());
        if (given.isPresent() && !given.get().equals(name)) {
            throw DefinitionException.unreadable(
                    "The -i command line argument (" + given.get()
                            + ") does not match the instance name defined in the file (" + name
                            + ").\nYou might want to delete one of them.",
                    value.get().location());
        }
        return name;
    }

    private static Framework framework(JsonNode value) {
        String text = JsonChecks.string(FRAMEWORK, value);
        return Framework.labelled(text)
                .orElseThrow(
                        () -> DefinitionException.unreadable("Unknown framework: '" + text + "'", value.location()));
    }

    private List<Tag> tags() {
        Tag instance = mandatory(INSTANCE);
        Tag framework = mandatory(FRAMEWORK);
        Tag global = optional("global");
        return switch (product) {
            case NAT64 -> List.of(instance, framework, global, optional("pool4"), optional("bib"));
            case SIIT ->
                List.of(instance, framework, global, optional("eamt"), optional("denylist4"), optional("blacklist4"));
            case MAPT -> List.of(instance, framework, global, optional("fmrt"));
        };
    }

    private void section(String tag, String key, JsonNode value, DefinitionSink sink) {
        switch (tag) {
            case INSTANCE, FRAMEWORK -> {}
            case "global" -> globals(key, value, sink);
            case "pool4" -> JsonChecks.array(key, value, e -> deliver(e, JsonSections.pool4(e), sink::pool4));
            case "bib" -> {
                JsonChecks.accepted(value, sink::bibSection);
                JsonChecks.array(key, value, e -> deliver(e, JsonSections.bib(e), sink::bib));
            }
            case "eamt" -> JsonChecks.array(key, value, e -> deliver(e, JsonSections.eam(e), sink::eam));
            case "denylist4", "blacklist4" ->
                JsonChecks.array(key, value, e -> deliver(e, JsonSections.denied4(e), sink::denied4));
            case "fmrt" -> JsonChecks.array(key, value, e -> deliver(e, JsonSections.fmr(e), sink::fmr));
            default -> throw new IllegalArgumentException(tag);
        }
    }

    private static <T> void deliver(JsonNode element, T entry, java.util.function.Consumer<T> sink) {
        JsonChecks.accepted(element, () -> sink.accept(entry));
    }

    private void globals(String key, JsonNode value, DefinitionSink sink) {
        JsonChecks.object(key, value, globalTags(), (tag, written, member) -> {
            Object json = json(global(tag), written, member);
            JsonChecks.accepted(member, () -> sink.global(tag, json));
        });
    }

    /** Keys of other products can be read, and are then refused by the translator, as with Jool. */
    private static List<Tag> globalTags() {
        Set<String> names = new LinkedHashSet<>();
        for (Product each : Product.values()) {
            GlobalKeys.of(each).forEach(global -> names.add(global.name()));
        }
        return names.stream().map(Tag::optional).toList();
    }

    private Global<?> global(String name) {
        return GlobalKeys.named(product, name).or(() -> foreign(name)).orElseThrow();
    }

    private static Optional<Global<?>> foreign(String name) {
        for (Product each : Product.values()) {
            Optional<Global<?>> found = GlobalKeys.named(each, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static <T> Object json(Global<T> global, String key, JsonNode value) {
        T read = JsonChecks.readable(value, () -> global.type().fromJson(key, value.value()));
        return global.type().json(read);
    }
}
