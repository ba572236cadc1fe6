// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.control.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code denylist4 add}. */
public final class Denylist4Add implements Verb {
    @Override
    public String keyword() {
        return "add";
    }

    @Override
    public String summary() {
        return "Keep pool6 from translating the addresses of an IPv4 prefix.";
    }

    @Override
    public String positionals() {
        return Denylist4Arguments.USAGE;
    }

    @Override
    public Options options(Program program) {
        return new Options()
                .addOption("f", "force", false, "Add the prefix even if it has addresses that are never translated");
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        return call.request(
                call.instanceOrDefault(),
                new Command.Denylist4Add(Denylist4Arguments.prefix(line.getArgList()), line.hasOption("force")));
    }
}
