// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.TextFile;
import joolj.config.QueueRange;
import joolj.config.WorkerOptions;
import joolj.config.definition.InstanceDefinition;
import joolj.config.yaml.DefinedInstance;
import joolj.config.yaml.YamlDefinitions;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.NamespaceId;
import joolj.control.Operation;
import joolj.control.Reply;
import joolj.control.Row;

/**
 * Compares the instances of a YAML file with the running ones. A class of its own, so that the YAML parser is loaded for
 * such files only.
 */
final class YamlDiff {
    private YamlDiff() {}

    /**
     * Tells what reading the file would change; of one instance only if the call names it. Returns the exit status.
     *
     * @throws IOException if the daemon cannot be asked
     */
    static int run(Call call, String file) throws IOException {
        YamlDefinitions definitions = YamlDefinitions.read(TextFile.read(file));
        if (!definitions.problems().isEmpty()) {
            return YamlCheck.complain(call, file, definitions);
        }
        List<DefinedInstance> chosen = definitions.instances().stream()
                .filter(defined ->
                        call.instance().map(defined.definition().name()::equals).orElse(true))
                .toList();
        if (chosen.isEmpty() && call.instance().isPresent()) {
            throw ExitException.invalid(file + " does not define an instance named '"
                    + call.instance().get() + "'.");
        }
        List<String> lines = new ArrayList<>();
        for (DefinedInstance defined : chosen) {
            InstanceDefinition definition = defined.definition();
            List<String> own = Differences.of(
                    call.about(definition.product()),
                    namespace(call, defined),
                    definition,
                    row -> placement(defined, row));
            if (!own.isEmpty() && definitions.instances().size() > 1) {
                lines.add(definition.product().label() + " instance " + definition.name() + ", namespace "
                        + defined.namespace() + ":");
            }
            lines.addAll(own);
        }
        return Differences.print(call, lines);
    }

    private static NamespaceId namespace(Call call, DefinedInstance defined) throws IOException {
        Optional<Path> file = defined.namespaceFile();
        if (file.isEmpty()) {
            return ofDaemon(call);
        }
        try {
            return NamespaceId.of(file.get());
        } catch (IOException e) {
            throw new ExitException(3, "Error: The network namespace " + file.get() + " does not exist.");
        }
    }

    private static NamespaceId ofDaemon(Call call) throws IOException {
        List<Long> pids = new ArrayList<>();
        try (ControlClient client = call.connect()) {
            Reply.End end = call.exchange(
                    client,
                    call.instanceOrDefault(),
                    new Command.Plain(Operation.DAEMON_STATUS),
                    cells -> pids.add(Row.Daemon.of(cells).pid()));
            if (!end.isSuccess()) {
                throw new ExitException(
                        end.status(), "Error: The daemon returned error " + end.status() + ": " + end.error());
            }
        }
        for (long pid : pids) {
            try {
                return NamespaceId.of(Path.of("/proc", Long.toString(pid), "ns", "net"));
            } catch (IOException e) {
                // The daemon lives among processes that cannot be seen from here; so does, most probably, its
                // namespace.
            }
        }
        return NamespaceId.own();
    }

    /** What of queues, exit, processors and rules differs. What the file leaves to the daemon does not. */
    private static List<String> placement(DefinedInstance defined, Row.Instance row) {
        List<String> lines = new ArrayList<>();
        WorkerOptions options = defined.options();
        if (options.queues().isPresent()) {
            compare(lines, "queue", queues(row.queues()), queues(options.queues()));
        } else {
            int workers = row.queues().map(QueueRange::size).orElse(1);
            compare(lines, "workers", Integer.toString(workers), Integer.toString(defined.workers()));
        }
        compare(
                lines,
                "reinject",
                row.reinjection().label(),
                options.reinjection().label());
        compare(lines, "cpu", row.processors().toString(), options.processors().toString());
        compare(lines, "rules", row.rules().isPresent() ? "install" : "", defined.installRules() ? "install" : "");
        return lines;
    }

    private static String queues(Optional<QueueRange> queues) {
        return queues.map(range -> range.toString().replace(':', '-')).orElse("");
    }

    /** Adds what goes and what comes, unless it is the same; nothing is an empty value. */
    private static void compare(List<String> lines, String key, String before, String after) {
        if (!before.equals(after)) {
            if (!before.isEmpty()) {
                lines.add("- " + key + ": " + before);
            }
            if (!after.isEmpty()) {
                lines.add("+ " + key + ": " + after);
            }
        }
    }
}
