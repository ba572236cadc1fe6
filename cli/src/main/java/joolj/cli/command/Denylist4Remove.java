// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.control.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code denylist4 remove}. */
public final class Denylist4Remove implements Verb {
    @Override
    public String keyword() {
        return "remove";
    }

    @Override
    public String summary() {
        return "Let pool6 translate the addresses of an IPv4 prefix again.";
    }

    @Override
    public String positionals() {
        return Denylist4Arguments.USAGE;
    }

    @Override
    public Options options(Program program) {
        return new Options();
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        return call.request(
                call.instanceOrDefault(), new Command.Denylist4Remove(Denylist4Arguments.prefix(line.getArgList())));
    }
}
