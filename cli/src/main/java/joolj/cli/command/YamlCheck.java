// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.TextFile;
import joolj.config.yaml.YamlDefinitions;
import joolj.config.yaml.YamlProblem;

/** Checks YAML files. A class of its own, so that the YAML parser is loaded for such files only. */
final class YamlCheck {
    private YamlCheck() {}

    /** Tells everything that is wrong with a file, a line each. Returns the exit status. */
    static int run(Call call, String file) {
        return complain(call, file, YamlDefinitions.read(TextFile.read(file)));
    }

    /** The same for a file that was read. */
    static int complain(Call call, String file, YamlDefinitions definitions) {
        for (YamlProblem problem : definitions.problems()) {
            call.console().errorLine("Error: " + file + ":" + problem);
        }
        return definitions.problems().isEmpty() ? 0 : ExitException.INVALID;
    }
}
