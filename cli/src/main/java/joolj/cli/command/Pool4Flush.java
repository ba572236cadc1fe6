// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.control.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code pool4 flush}. */
public final class Pool4Flush implements Verb {
    @Override
    public String keyword() {
        return "flush";
    }

    @Override
    public String summary() {
        return "Empty pool4: all protocols, all marks.";
    }

    @Override
    public Options options(Program program) {
        return new Options().addOption("q", "quick", false, "Leave the BIB entries that use it alone");
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        call.requireNoPositionals(line.getArgList());
        return call.request(call.instanceOrDefault(), new Command.Pool4Flush(line.hasOption("quick")));
    }
}
