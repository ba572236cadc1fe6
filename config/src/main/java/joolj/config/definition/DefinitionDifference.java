// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import joolj.address.L4Protocol;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.RefusedException;

/** What tells two definitions of an instance apart, whatever their order and wording. */
public final class DefinitionDifference {
    private DefinitionDifference() {}

    /**
     * Compares what instances by two definitions would have.
     *
     * @param before the definition that is in force
     * @param after the definition that is to replace it
     * @return a line for each difference, what goes with a {@code -} and what comes with a {@code +} in front
     * @throws RefusedException if the translator would refuse one of them
     */
    public static List<String> between(InstanceDefinition before, InstanceDefinition after) {
        boolean bib = after.bib().isPresent();
        Set<String> old = describe(before, bib);
        Set<String> young = describe(after, bib);
        List<String> lines = new ArrayList<>();
        old.stream().filter(line -> !young.contains(line)).forEach(line -> lines.add("- " + line));
        young.stream().filter(line -> !old.contains(line)).forEach(line -> lines.add("+ " + line));
        return lines;
    }

    private static Set<String> describe(InstanceDefinition definition, boolean withBib) {
        // Overlaps and the like have been decided upon when the definition was checked.
        Draft draft = new Draft(definition.product(), true);
        definition.describeTo(draft);
        Set<String> lines = new LinkedHashSet<>();
        lines.add("framework: " + definition.framework().label());
        for (Global<?> global : GlobalKeys.of(definition.product())) {
            lines.add("global " + global.name() + ": " + plain(global, draft));
        }
        for (L4Protocol protocol : L4Protocol.values()) {
            Pool4Entries.of(draft.pool4().rows(protocol)).forEach(entry -> lines.add(describe(entry)));
        }
        if (withBib) {
            definition
                    .bib()
                    .orElse(List.of())
                    .forEach(entry ->
                            lines.add("bib " + entry.protocol() + " " + entry.address6() + " " + entry.address4()));
        }
        definition.eamt().forEach(entry -> lines.add("eamt " + entry.prefix6() + " " + entry.prefix4()));
        definition.denylist4().forEach(prefix -> lines.add("denylist4 " + prefix));
        definition
                .fmrt()
                .forEach(rule -> lines.add(
                        "fmrt " + rule.prefix6() + " " + rule.prefix4() + " " + rule.eaBits() + " " + rule.offset()));
        return lines;
    }

    private static <T> String plain(Global<T> global, Draft draft) {
        return global.type().plain(draft.globals().get(global));
    }

    private static String describe(Pool4Entry entry) {
        return "pool4 " + entry.protocol() + " " + entry.prefix() + " " + entry.ports() + " mark " + entry.mark()
                + entry.maxIterations()
                        .map(bound -> " max-iterations " + bound.json())
                        .orElse("");
    }
}
