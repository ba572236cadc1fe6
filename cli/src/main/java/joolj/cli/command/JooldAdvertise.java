// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code joold advertise}: succeeds as soon as a daemon is there and advertises nothing, as in Jool 4.1.9. Session
 * synchronisation is not part of this release; that is what a remark on standard error says.
 */
public final class JooldAdvertise implements Verb {
    @Override
    public String keyword() {
        return "advertise";
    }

    @Override
    public String summary() {
        return "Does nothing: session synchronisation is not part of this release.";
    }

    @Override
    public Options options(Program program) {
        return new Options();
    }

    @Override
    public boolean ignoresArguments() {
        return true;
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        call.connect().close();
        call.console().errorLine("  Nothing was advertised: session synchronisation is not part of this release.");
        return 0;
    }
}
