// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.List;
import joolj.address.L4Protocol;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.control.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code bib remove}. */
public final class BibRemove implements Verb {
    @Override
    public String keyword() {
        return "remove";
    }

    @Override
    public String summary() {
        return "Remove the BIB entry that has the transport addresses given (default: TCP).";
    }

    @Override
    public String positionals() {
        return "[<IPv6 transport address>] [<IPv4 transport address>]";
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
        if (arguments.address6().isEmpty() && arguments.address4().isEmpty()) {
            throw Flags.missing(List.of(BibArguments.SIX, BibArguments.FOUR));
        }
        return call.request(
                call.instanceOrDefault(), new Command.BibRemove(protocol, arguments.address6(), arguments.address4()));
    }
}
