// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.List;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.TextFile;
import joolj.config.definition.InstanceDefinition;
import joolj.config.json.DefinitionException;
import joolj.control.NamespaceId;
import org.apache.commons.cli.CommandLine;

/** {@code file diff}: shows what {@code file handle} would change. */
public final class FileDiff extends FileVerb {
    /** The verb. */
    public FileDiff() {
        super("diff");
    }

    @Override
    public String summary() {
        return "Show what `file handle` (YAML: `reload`) would change: exit status 0 if nothing, 1 if something.";
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        String file = FileNames.of(line.getArgList());
        if (FileNames.isYaml(file)) {
            return YamlDiff.run(call, file);
        }
        InstanceDefinition wanted;
        try {
            wanted = FileNames.json(call, file).check(isForced(line));
        } catch (DefinitionException e) {
            throw TextFile.complaint(file, e);
        }
        return Differences.print(call, Differences.of(call, NamespaceId.own(), wanted, row -> List.of()));
    }
}
