// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import java.nio.file.Path;
import java.util.Optional;
import joolj.config.WorkerOptions;
import joolj.config.definition.InstanceDefinition;

/**
 * An instance that a YAML file defines.
 *
 * @param definition what it is made of; its static BIB entries are all there are to be
 * @param namespace the network namespace: a name of {@code ip netns}, the path of a namespace's file, or {@link #SELF}
 * @param options how packets get to it and away; its queues are a range if they are given
 * @param workers how many queues it has if their numbers are not given, 1 to 64
 * @param force whether the rules that may be waived are waived
 * @param installRules whether the daemon installs the rules that send packets to its queues
 */
public record DefinedInstance(
        InstanceDefinition definition,
        String namespace,
        WorkerOptions options,
        int workers,
        boolean force,
        boolean installRules) {
    /** The namespace of the daemon. */
    public static final String SELF = "self";

    private static final Path NAMED_NAMESPACES = Path.of("/run/netns");

    /** The file that stands for the namespace; nothing if it is the daemon's. */
    public Optional<Path> namespaceFile() {
        if (namespace.equals(SELF)) {
            return Optional.empty();
        }
        return Optional.of(namespace.startsWith("/") ? Path.of(namespace) : NAMED_NAMESPACES.resolve(namespace));
    }
}
