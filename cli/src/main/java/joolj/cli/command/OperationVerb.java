// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.control.Operation;
import org.apache.commons.cli.Options;

/** A verb without options that is the same for several operations, and called as each of them is. */
abstract class OperationVerb implements Verb {
    final Operation operation;
    private final String summary;

    /** @param summary one sentence for help texts */
    OperationVerb(Operation operation, String summary) {
        this.operation = operation;
        this.summary = summary;
    }

    @Override
    public final String keyword() {
        return operation.keyword();
    }

    @Override
    public final String summary() {
        return summary;
    }

    @Override
    public final Options options(Program program) {
        return new Options();
    }
}
