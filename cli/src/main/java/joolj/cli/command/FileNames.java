// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.util.List;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.TextFile;
import joolj.config.definition.InstanceDefinition;
import joolj.config.json.DefinitionException;
import joolj.config.json.JsonDefinition;

/** The file that the operations of the mode {@code file} are about. */
final class FileNames {
    /** The positional argument in help texts. */
    static final String POSITIONAL = "<file name>";

    private FileNames() {}

    /**
     * The file named last.
     *
     * @throws ExitException if there is none
     */
    static String of(List<String> positionals) {
        if (positionals.isEmpty()) {
            throw Flags.missing(List.of("a file name"));
        }
        return positionals.get(positionals.size() - 1);
    }

    /** Whether a file holds YAML, by the end of its name. */
    static boolean isYaml(String file) {
        return file.endsWith(".yaml") || file.endsWith(".yml");
    }

    /**
     * Reads the definition in a JSON file.
     *
     * @throws ExitException if it cannot be read
     */
    static InstanceDefinition definition(Call call, String file) {
        try {
            return json(call, file).read();
        } catch (DefinitionException e) {
            throw TextFile.complaint(file, e);
        }
    }

    /** A JSON file, as it is read for a call. */
    static JsonDefinition json(Call call, String file) {
        return new JsonDefinition(call.product(), TextFile.json(file), call.instance());
    }
}
