// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.List;
import joolj.cli.grammar.Call;
import joolj.config.MappingRuleText;
import joolj.control.Command;
import joolj.control.Operation;
import org.apache.commons.cli.CommandLine;

/** {@code fmrt add} and {@code fmrt remove}, which take a whole mapping rule. */
public final class FmrtChange extends OperationVerb {
    private static final int WORDS = 4;

    /**
     * Changes the table.
     *
     * @param operation {@code FMRT_ADD} or {@code FMRT_REMOVE}
     * @param summary one sentence for help texts
     */
    public FmrtChange(Operation operation, String summary) {
        super(operation, summary);
    }

    @Override
    public String positionals() {
        return "<IPv6 Prefix> <IPv4 prefix> <EA-bits length> [<a>]";
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        List<String> words = line.getArgList();
        if (words.size() > WORDS) {
            throw call.tooManyArguments();
        }
        return call.request(call.instanceOrDefault(), new Command.Fmr(operation, MappingRuleText.parse(words)));
    }
}
