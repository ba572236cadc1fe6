// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a YAML file defines: one instance, or several in a list under {@code instances}.
 *
 * @param instances the instances that are right; only to be used if there are no problems
 * @param problems everything that is wrong, in the order of the file
 */
public record YamlDefinitions(List<DefinedInstance> instances, List<YamlProblem> problems) {
    /** Keeps copies. */
    public YamlDefinitions {
        instances = List.copyOf(instances);
        problems = problems.stream()
                .sorted(Comparator.comparingInt(YamlProblem::line).thenComparingInt(YamlProblem::column))
                .toList();
    }

    /** Reads a file and applies the translator's rules; what only a running instance can tell is left out. */
    public static YamlDefinitions read(String text) {
        YamlNode root;
        try {
            root = YamlTree.of(text);
        } catch (YamlTree.Defect e) {
            return new YamlDefinitions(List.of(), List.of(e.problem()));
        }
        if (root == null || (root instanceof YamlNode.Scalar scalar && scalar.value() == null)) {
            // A file of comments defines nothing, which is no mistake.
            return new YamlDefinitions(List.of(), List.of());
        }
        YamlValues values = new YamlValues();
        List<DefinedInstance> instances = new ArrayList<>();
        if (hasList(root)) {
            Map<String, YamlNode> members = values.members(root, "", List.of(YamlKeys.INSTANCES));
            int index = 0;
            for (YamlNode item : values.items(members.get(YamlKeys.INSTANCES.name()), YamlKeys.INSTANCES.name())) {
                String path = YamlKeys.INSTANCES.name() + "[" + index++ + "]";
                new YamlInstance(values, item, path).read().ifPresent(instances::add);
            }
        } else {
            new YamlInstance(values, root, "").read().ifPresent(instances::add);
        }
        refuseTwins(instances, root, values);
        return new YamlDefinitions(instances, values.problems());
    }

    private static boolean hasList(YamlNode root) {
        return root instanceof YamlNode.Mapping mapping
                && mapping.entries().stream()
                        .anyMatch(entry -> entry.key().text().equals(YamlKeys.INSTANCES.name()));
    }

    private static void refuseTwins(List<DefinedInstance> instances, YamlNode root, YamlValues values) {
        Set<List<Object>> names = new HashSet<>();
        for (DefinedInstance instance : instances) {
            List<Object> name = List.of(
                    instance.namespace(),
                    instance.definition().product(),
                    instance.definition().name());
            if (!names.add(name)) {
                values.report(
                        root.mark(),
                        YamlKeys.INSTANCES.name(),
                        "the " + instance.definition().product().label() + " instance '"
                                + instance.definition().name() + "' is there twice");
            }
        }
    }
}
