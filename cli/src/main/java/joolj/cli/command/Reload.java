// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.Operation;
import joolj.control.Reply;
import joolj.control.Row;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code jool-j reload}: has the daemon read its definition files again. */
public final class Reload implements Verb {
    @Override
    public String keyword() {
        return "reload";
    }

    @Override
    public String summary() {
        return "Have the daemon read its YAML definitions again, and add, change and remove instances to match.";
    }

    @Override
    public Options options(Program program) {
        return new Options();
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        call.requireNoPositionals(line.getArgList());
        List<Row.Reload> rows = new ArrayList<>();
        try (ControlClient client = call.connect()) {
            Reply.End end = call.exchange(
                    client, new Command.Plain(Operation.DAEMON_RELOAD), cells -> rows.add(Row.Reload.of(cells)));
            if (!end.isSuccess()) {
                return call.conclude(end);
            }
        }
        for (Row.Reload row : rows) {
            row.problems().forEach(problem -> call.console().errorLine("Error: " + problem));
            call.console()
                    .line(row.added() + " added, " + row.changed() + " changed, " + row.removed() + " removed, "
                            + row.unchanged() + " unchanged");
        }
        return rows.stream().allMatch(row -> row.problems().isEmpty()) ? 0 : 1;
    }
}
