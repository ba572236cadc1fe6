// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.Reinjection;
import joolj.config.definition.DefinitionWriter;
import joolj.config.definition.InstanceDefinition;
import joolj.control.NamespaceId;
import joolj.control.Row;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code file save}: writes a running instance as a file that makes the same one. */
public final class FileSave implements Verb {
    /** The rules that a YAML definition has the daemon install. */
    private static final String PLAIN_RULES = "iptables";

    private static final Path NAMED_NAMESPACES = Path.of("/run/netns");

    @Override
    public String keyword() {
        return "save";
    }

    @Override
    public String summary() {
        return "Write the running instance as a JSON or YAML definition, to a file or to standard output.";
    }

    @Override
    public String positionals() {
        return "[" + FileNames.POSITIONAL + "]";
    }

    @Override
    public Options options(Program program) {
        Options options = new Options();
        options.addOption(Flags.of("json", "Write Jool's JSON (default, unless the file is named *.yaml)"));
        options.addOption(Flags.of("yaml", "Write a YAML definition, with namespace and queues"));
        return options;
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        if (line.hasOption("json") && line.hasOption("yaml")) {
            throw ExitException.invalid("Only one of --json and --yaml is allowed.");
        }
        List<String> files = line.getArgList();
        Optional<String> file = files.isEmpty() ? Optional.empty() : Optional.of(files.get(files.size() - 1));
        boolean yaml = line.hasOption("yaml")
                || (!line.hasOption("json") && file.filter(FileNames::isYaml).isPresent());
        RunningInstance running = new RunningInstance(call, NamespaceId.own(), call.instanceOrDefault());
        Row.Instance row = running.row().orElseThrow(running::absent);
        InstanceDefinition definition = running.definition(row);
        String text = yaml ? DefinitionWriter.yaml(definition, placement(row)) : DefinitionWriter.json(definition);
        if (yaml && row.rules().filter(kind -> !kind.equals(PLAIN_RULES)).isPresent()) {
            call.console()
                    .errorLine("Warning: the instance's rules are of the kind '"
                            + row.rules().get() + "'; 'rules: install' stands for iptables without --notrack.");
        }
        if (file.isPresent()) {
            write(file.get(), text);
        } else {
            call.console().print(text);
        }
        return 0;
    }

    private static Map<String, Object> placement(Row.Instance row) throws IOException {
        Map<String, Object> keys = new LinkedHashMap<>();
        namespace().ifPresent(name -> keys.put("namespace", name));
        row.queues().ifPresent(range -> {
            boolean one = range.first() == range.last();
            keys.put("queue", one ? (Object) range.first() : range.first() + "-" + range.last());
        });
        if (row.rules().isPresent()) {
            keys.put("rules", "install");
        }
        if (row.reinjection() != Reinjection.RAW) {
            keys.put("reinject", row.reinjection().label());
        }
        if (row.processors().named()) {
            keys.put("cpu", row.processors().numbers());
        }
        return keys;
    }

    /** The name that {@code ip netns} knows this process's namespace by. */
    private static Optional<String> namespace() throws IOException {
        NamespaceId own = NamespaceId.own();
        if (!Files.isDirectory(NAMED_NAMESPACES)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> names = Files.newDirectoryStream(NAMED_NAMESPACES)) {
            for (Path name : names) {
                if (isFileOf(own, name)) {
                    return Optional.of(name.getFileName().toString());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFileOf(NamespaceId own, Path file) {
        try {
            return own.equals(NamespaceId.of(file));
        } catch (IOException e) {
            return false; // It has gone meanwhile.
        }
    }

    /** The file is there as a whole or not at all. */
    private static void write(String file, String text) {
        try {
            Path path = Path.of(file).toAbsolutePath();
            Path fresh = Files.createTempFile(path.getParent(), ".jool-j", ".new");
            try {
                Files.writeString(fresh, text);
                Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException | InvalidPathException e) {
            throw new ExitException(5, "Error: Could not write file \"" + file + "\": " + e);
        }
    }
}
