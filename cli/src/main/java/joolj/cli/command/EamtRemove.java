// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.List;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.control.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code eamt remove}. */
public final class EamtRemove implements Verb {
    @Override
    public String keyword() {
        return "remove";
    }

    @Override
    public String summary() {
        return "Remove the mapping that has the prefixes given.";
    }

    @Override
    public String positionals() {
        return "[<IPv6 Prefix>] [<IPv4 prefix>]";
    }

    @Override
    public Options options(Program program) {
        return new Options();
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        EamtArguments arguments = EamtArguments.of(call, line.getArgList());
        if (arguments.prefix6().isEmpty() && arguments.prefix4().isEmpty()) {
            throw Flags.missing(List.of("a prefix"));
        }
        return call.request(call.instanceOrDefault(), new Command.EamtRemove(arguments.prefix6(), arguments.prefix4()));
    }
}
