// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import joolj.address.L4Protocol;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.control.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code bib add}. */
public final class BibAdd implements Verb {
    @Override
    public String keyword() {
        return "add";
    }

    @Override
    public String summary() {
        return "Add a static entry to the BIB (default: TCP).";
    }

    @Override
    public String positionals() {
        return "<IPv6 transport address> <IPv4 transport address>";
    }

    @Override
    public Options options(Program program) {
        Options options = new Options();
        Flags.addProtocols(options);
        return options;
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        L4Protocol protocol = Flags.protocol(line).orElse(L4Protocol.TCP);
        BibArguments arguments = BibArguments.of(call, line.getArgList());
        List<String> missing = new ArrayList<>();
        if (arguments.address6().isEmpty()) {
            missing.add(BibArguments.SIX);
        }
        if (arguments.address4().isEmpty()) {
            missing.add(BibArguments.FOUR);
        }
        if (!missing.isEmpty()) {
            throw Flags.missing(missing);
        }
        return call.request(
                call.instanceOrDefault(),
                new Command.BibAdd(
                        protocol,
                        arguments.address6().orElseThrow(),
                        arguments.address4().orElseThrow()));
    }
}
