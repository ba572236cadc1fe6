// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Call;
import joolj.cli.grammar.TextFile;
import joolj.config.json.DefinitionException;
import org.apache.commons.cli.CommandLine;

/** {@code file check}: finds out whether a file defines instances, and touches nothing. */
public final class FileCheck extends FileVerb {
    /** The verb. */
    public FileCheck() {
        super("check");
    }

    @Override
    public String summary() {
        return "Check a JSON or YAML file by the translator's rules; no daemon is needed and nothing is changed.";
    }

    @Override
    public int run(Call call, CommandLine line) {
        String file = FileNames.of(line.getArgList());
        if (FileNames.isYaml(file)) {
            return YamlCheck.run(call, file);
        }
        try {
            FileNames.json(call, file).check(isForced(line));
            return 0;
        } catch (DefinitionException e) {
            throw TextFile.complaint(file, e);
        }
    }
}
