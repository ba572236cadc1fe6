// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.util.List;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.config.InstanceName;

/** Names given as arguments of the instance mode. */
final class InstanceNames {
    private InstanceNames() {}

    /**
     * The name to operate on: the last positional argument, else the one before the mode, else the default.
     *
     * @throws ExitException if both are given and differ
     */
    static InstanceName of(Call call, List<String> positionals) {
        InstanceName name = null;
        for (String positional : positionals) {
            name = new InstanceName(positional);
        }
        if (name == null) {
            return call.instanceOrDefault();
        }
        if (call.instance().isPresent() && !call.instance().get().equals(name)) {
            throw ExitException.invalid("You entered two different instance names. Please delete one of them.");
        }
        return name;
    }

    /** Tells that the name before the mode has no effect, if there is one. */
    static void warnThatIgnored(Call call, String keyword) {
        if (call.instance().isPresent()) {
            call.console().errorLine("Warning: instance " + keyword + " ignores the instance name argument.");
        }
    }
}
