// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.TextFile;
import joolj.cli.grammar.Verb;
import joolj.config.definition.DefinitionDifference;
import joolj.config.definition.InstanceDefinition;
import joolj.config.json.DefinitionException;
import joolj.control.Row;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code file diff}: shows what {@code file handle} would change. */
public final class FileDiff implements Verb {
    private static final int DIFFERENT = 1;

    @Override
    public String keyword() {
        return "diff";
    }

    @Override
    public String summary() {
        return "Show what `file handle` would change: exit status 0 if nothing, 1 if something.";
    }

    @Override
    public String positionals() {
        return FileNames.POSITIONAL;
    }

    @Override
    public Options options(Program program) {
        return new Options().addOption("f", "force", false, "Waive the checks that may be waived");
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        String file = FileNames.of(line.getArgList());
        if (FileNames.isYaml(file)) {
            throw ExitException.invalid("Only JSON files can be compared with the running instance.");
        }
        InstanceDefinition wanted;
        try {
            wanted = FileNames.json(call, file).check(line.hasOption("force"));
        } catch (DefinitionException e) {
            throw TextFile.complaint(file, e);
        }
        RunningInstance running = new RunningInstance(call, wanted.name());
        Optional<Row.Instance> row = running.row();
        if (row.isEmpty()) {
            call.console()
                    .line("+ instance " + wanted.name() + " ("
                            + wanted.framework().label() + ")");
            return DIFFERENT;
        }
        List<String> lines = DefinitionDifference.between(running.definition(row.get()), wanted);
        lines.forEach(call.console()::line);
        return lines.isEmpty() ? 0 : DIFFERENT;
    }
}
