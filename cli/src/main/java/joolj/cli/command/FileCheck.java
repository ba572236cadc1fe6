// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.TextFile;
import joolj.cli.grammar.Verb;
import joolj.config.json.DefinitionException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code file check}: finds out whether a file defines instances, and touches nothing. */
public final class FileCheck implements Verb {
    @Override
    public String keyword() {
        return "check";
    }

    @Override
    public String summary() {
        return "Check a JSON or YAML file by the translator's rules; no daemon is needed and nothing is changed.";
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
    public int run(Call call, CommandLine line) {
        String file = FileNames.of(line.getArgList());
        if (FileNames.isYaml(file)) {
            return YamlCheck.run(call, file);
        }
        try {
            FileNames.json(call, file).check(line.hasOption("force"));
            return 0;
        } catch (DefinitionException e) {
            throw TextFile.complaint(file, e);
        }
    }
}
