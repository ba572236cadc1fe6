// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import joolj.config.RefusedException;
import joolj.control.Command;
import joolj.control.ReplyWriter;
import joolj.control.Row;
import joolj.instances.Instance;
import joolj.instances.MaptEngine;
import joolj.rfc7597.MappingRule;
import joolj.rfc7597.RuleTable;

/** What a client can ask of the Forwarding Mapping Rules of a MAP-T instance. */
final class MaptOperations {
    private final RuleTable rules;

    /** @throws RefusedException if the instance is of another product */
    MaptOperations(Instance instance) {
        if (!(instance.engine() instanceof MaptEngine engine)) {
            throw new RefusedException(RefusedException.EOPNOTSUPP, "Only MAP-T instances have an FMRT.");
        }
        this.rules = engine.translator().rules();
    }

    /**
     * Carries out a command on the rules.
     *
     * @throws RefusedException if the change is refused; nothing was changed
     * @throws IOException if the client cannot be written to
     */
    void handle(Command command, ReplyWriter reply) throws IOException {
        try {
            switch (command.operation()) {
                case FMRT_DISPLAY -> display(reply);
                case FMRT_ADD -> rules.add(((Command.Fmr) command).rule());
                case FMRT_REMOVE -> rules.remove(((Command.Fmr) command).rule());
                case FMRT_FLUSH -> rules.flush();
                default -> throw new IllegalArgumentException("not an operation on rules: " + command.operation());
            }
        } catch (joolj.translation.RefusedException e) {
            throw new RefusedException(e.reason().status(), e.getMessage());
        }
    }

    private void display(ReplyWriter reply) throws IOException {
        for (MappingRule rule : rules.rules()) {
            reply.row(new Row.Fmr(rule));
        }
    }
}
