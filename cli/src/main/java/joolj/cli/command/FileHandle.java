// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.TextFile;
import joolj.config.definition.InstanceDefinition;
import joolj.config.json.DefinitionException;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.DefinitionLines;
import joolj.control.Reply;
import org.apache.commons.cli.CommandLine;

/** {@code file handle}: creates or replaces an instance by a file, all or nothing. */
public final class FileHandle extends FileVerb {
    /** The verb. */
    public FileHandle() {
        super("handle");
    }

    @Override
    public String summary() {
        return "Create the instance that a JSON file defines, or replace what it is made of; all or nothing.";
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        String file = FileNames.of(line.getArgList());
        boolean force = isForced(line);
        if (FileNames.isYaml(file)) {
            throw ExitException.invalid("YAML definitions are put into force by the daemon: copy '" + file
                    + "' to the directory of its definitions and run 'jool-j reload'.");
        }
        // Whether there is a daemon is told first; it would not wait for a long file to be read.
        call.connect().close();
        InstanceDefinition definition = FileNames.definition(call, file);
        try (ControlClient client = call.connect()) {
            Reply.End end = call.exchange(
                    client,
                    definition.name(),
                    new Command.FileHandle(definition.framework(), force),
                    lines -> DefinitionLines.write(definition, lines),
                    Call.NO_ROWS);
            int status = call.conclude(end);
            if (!end.isSuccess()) {
                tellPlace(call, file, force, end.error());
            }
            return status;
        }
    }

    /** The translator does not know the file: what it refused is looked for by the same rules. */
    private static void tellPlace(Call call, String file, boolean force, String error) {
        try {
            FileNames.json(call, file).check(force);
        } catch (DefinitionException e) {
            if (error.startsWith(e.getMessage())) {
                call.console().errorLine(TextFile.place(file, e));
            }
        }
    }
}
