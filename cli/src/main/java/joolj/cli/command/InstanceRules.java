// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.InstanceName;
import joolj.control.Command;
import joolj.control.Command.InstanceRules.Action;
import joolj.control.ControlClient;
import joolj.control.Row;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code instance rules}: the rules that send an iptables instance its packets; not one of Jool's operations. */
public final class InstanceRules implements Verb {
    @Override
    public String keyword() {
        return "rules";
    }

    @Override
    public String summary() {
        return "Print the firewall rules that send the instance's packets to its queue, install or remove them.";
    }

    @Override
    public String positionals() {
        return "[<instance name>]";
    }

    @Override
    public Options options(Program program) {
        Options options = new Options();
        options.addOption(Flags.of("nft", "Rules for nftables (default: iptables and ip6tables)"));
        options.addOption(Flags.of("notrack", "Also have connection tracking ignore the instance's packets"));
        options.addOption(Flags.of("install", "Put the rules in force, in place of those installed before"));
        options.addOption(Flags.of("remove", "Take the installed rules out of force"));
        return options;
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        boolean install = line.hasOption("install");
        boolean remove = line.hasOption("remove");
        if (install && remove) {
            throw ExitException.invalid("Only one of --install and --remove is allowed.");
        }
        Action action = install ? Action.INSTALL : remove ? Action.REMOVE : Action.PRINT;
        Command command = new Command.InstanceRules(action, line.hasOption("nft"), line.hasOption("notrack"));
        InstanceName name = InstanceNames.of(call, line.getArgList());
        try (ControlClient client = call.connect()) {
            return call.conclude(call.exchange(
                    client,
                    name,
                    command,
                    cells -> call.console().line(Row.Line.of(cells).text())));
        }
    }
}
