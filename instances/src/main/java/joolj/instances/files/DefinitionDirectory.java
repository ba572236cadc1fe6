// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import joolj.config.Framework;
import joolj.config.GlobalKeys;
import joolj.config.InstanceName;
import joolj.config.Product;
import joolj.config.RefusedException;
import joolj.config.WorkerOptions;
import joolj.config.definition.Draft;
import joolj.config.definition.InstanceDefinition;
import joolj.config.yaml.DefinedInstance;
import joolj.control.Row;
import joolj.instances.Instance;
import joolj.instances.Instances;
import joolj.instances.NamespaceClaim;
import joolj.instances.NamespaceKey;
import joolj.instances.rules.RuleOptions;
import joolj.nfqueue.NativeException;

/**
 * The instances that come from YAML files. Only those are changed and removed; what was made by hand stays. An instance
 * whose definition is as before is not touched. The instances of a file that cannot be used now stay as they are.
 */
public final class DefinitionDirectory {
    private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/net");
    private static final RuleOptions RULES = new RuleOptions(false, false);

    private record Id(NamespaceKey namespace, Product product, InstanceName name) {}

    /** An instance as a file wants it. */
    private record Wanted(Path file, DefinedInstance defined, NamespaceClaim claim) {}

    /** An instance that came from a file. */
    private record Owned(Path file, DefinedInstance defined, Instance instance) {}

    /** What one reading of the files did. */
    private static final class Tally {
        private final List<String> problems = new ArrayList<>();
        private long added;
        private long changed;
        private long removed;
        private long unchanged;

        Row.Reload row() {
            return new Row.Reload(added, changed, removed, unchanged, problems);
        }
    }

    private final DefinitionFiles files;
    private final Instances instances;
    private final Map<Id, Owned> owned = new HashMap<>();

    /**
     * Prepares to read; nothing is done yet.
     *
     * @param directory need not exist
     * @param instances what is to become as the files say
     */
    public DefinitionDirectory(Path directory, Instances instances) {
        this.files = new DefinitionFiles(directory);
        this.instances = instances;
    }

    /** Reads all files and makes the instances what they say. Returns what that came to; nothing is thrown. */
    public synchronized Row.Reload load() {
        Tally tally = new Tally();
        DefinitionFiles.Content content = files.read();
        tally.problems.addAll(content.problems());
        Map<Id, Wanted> wanted = new LinkedHashMap<>();
        content.instances().forEach((file, defined) -> defined.forEach(each -> want(file, each, wanted, tally)));
        owned.entrySet().removeIf(entry -> !isAlive(entry.getKey(), entry.getValue()));
        removeUnwanted(content, wanted, tally);
        wanted.forEach((id, each) -> makeTrue(id, each, tally));
        return tally.row();
    }

    private void want(Path file, DefinedInstance defined, Map<Id, Wanted> wanted, Tally tally) {
        InstanceDefinition definition = defined.definition();
        try {
            NamespaceClaim claim = NamespaceClaim.ofFile(defined.namespaceFile().orElse(OWN_NAMESPACE));
            Id id = new Id(claim.key(), definition.product(), definition.name());
            Wanted other = wanted.putIfAbsent(id, new Wanted(file, defined, claim));
            if (other != null) {
                tally.problems.add(complaint(file, defined, other.file() + " defines it already"));
            }
        } catch (RefusedException e) {
            tally.problems.add(complaint(file, defined, e.getMessage()));
        }
    }

    private static String complaint(Path file, DefinedInstance defined, String message) {
        return file + ": " + defined.definition().product().label() + " instance '"
                + defined.definition().name() + "': " + message.replace('\n', ' ');
    }

    /** Whether the instance that came from a file is still the one of its name. */
    private boolean isAlive(Id id, Owned from) {
        Optional<Instance> found = instances.find(id.namespace(), id.product(), id.name());
        return found.isPresent() && found.get() == from.instance();
    }

    private void removeUnwanted(DefinitionFiles.Content content, Map<Id, Wanted> wanted, Tally tally) {
        for (Map.Entry<Id, Owned> entry : List.copyOf(owned.entrySet())) {
            Id id = entry.getKey();
            Path file = entry.getValue().file();
            if (!wanted.containsKey(id) && !content.unusable(file)) {
                try {
                    instances.remove(id.namespace(), id.product(), id.name());
                    tally.removed++;
                } catch (RefusedException | NativeException e) {
                    tally.problems.add(complaint(file, entry.getValue().defined(), e.getMessage()));
                }
                owned.remove(id);
            }
        }
    }

    private void makeTrue(Id id, Wanted wanted, Tally tally) {
        Owned before = owned.get(id);
        try {
            if (before == null) {
                create(id, wanted, wanted.defined().options());
                tally.added++;
            } else if (before.defined().equals(wanted.defined())) {
                owned.put(id, new Owned(wanted.file(), wanted.defined(), before.instance()));
                tally.unchanged++;
            } else {
                change(id, before, wanted);
                tally.changed++;
            }
        } catch (RefusedException | NativeException e) {
            tally.problems.add(complaint(wanted.file(), wanted.defined(), e.getMessage()));
        }
    }

    private void create(Id id, Wanted wanted, WorkerOptions options) {
        if (instances.find(id.namespace(), id.product(), id.name()).isPresent()) {
            throw new RefusedException(
                    RefusedException.EEXIST, "it exists already and was not made from a file; remove it first");
        }
        define(wanted, options);
        Instance instance =
                instances.find(id.namespace(), id.product(), id.name()).orElseThrow();
        try {
            installRules(instance, wanted.defined());
        } catch (RefusedException e) {
            instances.remove(id.namespace(), id.product(), id.name());
            throw e;
        }
        owned.put(id, new Owned(wanted.file(), wanted.defined(), instance));
    }

    private void define(Wanted wanted, WorkerOptions options) {
        DefinedInstance defined = wanted.defined();
        InstanceDefinition definition = defined.definition();
        Draft draft = new Draft(definition.product(), defined.force());
        definition.describeTo(draft);
        draft.finish();
        instances.define(wanted.claim(), definition.name(), definition.framework(), draft, options, defined.workers());
    }

    private void installRules(Instance instance, DefinedInstance defined) {
        if (defined.installRules()) {
            instances.installRules(instance, RULES);
        }
    }

    private void change(Id id, Owned before, Wanted wanted) {
        if (!changesInPlace(before.defined(), wanted.defined())) {
            makeAnew(id, before, wanted);
            return;
        }
        define(wanted, wanted.defined().options());
        if (wanted.defined().installRules()) {
            instances.installRules(before.instance(), RULES);
        } else if (before.defined().installRules()) {
            instances.removeRules(before.instance());
        }
        owned.put(id, new Owned(wanted.file(), wanted.defined(), before.instance()));
    }

    /** Ends an instance and makes the one that is to take its place; if that cannot be, the one that there was. */
    private void makeAnew(Id id, Owned before, Wanted wanted) {
        WorkerOptions options = before.defined().options();
        // Rules of the operator's may name the queues.
        WorkerOptions same =
                new WorkerOptions(Optional.of(before.instance().queues()), options.reinjection(), options.processors());
        instances.remove(id.namespace(), id.product(), id.name());
        owned.remove(id);
        try {
            create(id, wanted, wanted.defined().options());
        } catch (RefusedException | NativeException e) {
            try {
                create(id, new Wanted(before.file(), before.defined(), wanted.claim()), same);
            } catch (RefusedException | NativeException second) {
                throw new RefusedException(
                        RefusedException.EIO,
                        e.getMessage() + " (and it cannot be made as it was: " + second.getMessage() + ")");
            }
            throw new RefusedException(
                    RefusedException.EIO, e.getMessage() + " (it is as it was, but its sessions have ended)");
        }
    }

    /** Whether a running instance can become like this; otherwise it has to be made anew, without its sessions. */
    private static boolean changesInPlace(DefinedInstance before, DefinedInstance wanted) {
        Framework framework = before.definition().framework();
        boolean samePool6 =
                before.definition().product() != Product.NAT64 || pool6(before).equals(pool6(wanted));
        return samePool6
                && framework == wanted.definition().framework()
                && before.options().equals(wanted.options())
                && before.workers() == wanted.workers();
    }

    private static Object pool6(DefinedInstance defined) {
        return defined.definition().globals().get(GlobalKeys.POOL6.name());
    }
}
