// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.control.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code eamt add}. */
public final class EamtAdd implements Verb {
    @Override
    public String keyword() {
        return "add";
    }

    @Override
    public String summary() {
        return "Map the addresses of an IPv6 and an IPv4 prefix to each other.";
    }

    @Override
    public String positionals() {
        return "<IPv6 Prefix> <IPv4 prefix>";
    }

    @Override
    public Options options(Program program) {
        return new Options().addOption("f", "force", false, "Add the mapping even if it overlaps with others");
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        EamtArguments arguments = EamtArguments.of(call, line.getArgList());
        List<String> missing = new ArrayList<>();
        if (arguments.prefix6().isEmpty()) {
            missing.add("an IPv6 prefix");
        }
        if (arguments.prefix4().isEmpty()) {
            missing.add("an IPv4 prefix");
        }
        if (!missing.isEmpty()) {
            throw Flags.missing(missing);
        }
        return call.request(
                call.instanceOrDefault(),
                new Command.EamtAdd(
                        arguments.prefix6().orElseThrow(), arguments.prefix4().orElseThrow(), line.hasOption("force")));
    }
}
