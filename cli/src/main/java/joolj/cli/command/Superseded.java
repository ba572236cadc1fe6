// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.List;
import joolj.cli.console.Console;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** An operation of a mode that has a new name: does the same with a warning. */
public final class Superseded implements Verb {
    private final Verb verb;
    private final String oldMode;
    private final String newMode;

    /** Does what {@code verb} does in the new mode. */
    public Superseded(Verb verb, String oldMode, String newMode) {
        this.verb = verb;
        this.oldMode = oldMode;
        this.newMode = newMode;
    }

    @Override
    public String keyword() {
        return verb.keyword();
    }

    @Override
    public String summary() {
        return verb.summary();
    }

    @Override
    public String positionals() {
        return verb.positionals();
    }

    @Override
    public Options options(Program program) {
        return verb.options(program);
    }

    @Override
    public List<String> examples() {
        return verb.examples();
    }

    @Override
    public void announce(Console console) {
        console.errorLine("Warning: " + oldMode + " is deprecated. Use '" + newMode + "' instead.");
    }

    @Override
    public void checkOption(String option, String value) {
        verb.checkOption(option, value);
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        return verb.run(call, line);
    }
}
