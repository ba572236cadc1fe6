// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** An operation of the mode {@code file} that reads one, by rules some of which may be waived. */
abstract class FileVerb implements Verb {
    private final String keyword;

    FileVerb(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public final String keyword() {
        return keyword;
    }

    @Override
    public final String positionals() {
        return FileNames.POSITIONAL;
    }

    @Override
    public final Options options(Program program) {
        return new Options().addOption("f", "force", false, "Waive the checks that may be waived");
    }

    /** Whether the checks that may be waived are. */
    static boolean isForced(CommandLine line) {
        return line.hasOption("force");
    }
}
