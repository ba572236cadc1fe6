// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.util.ArrayList;
import java.util.List;
import joolj.config.QueueRange;

/**
 * The two rules of a netfilter instance, one for each IP version: everything that reaches PREROUTING of the mangle
 * table goes to the instance's queues. They carry {@code --queue-bypass}, so that a dead daemon does not cut the
 * namespace off, and a comment with the instance's name, so that people can tell whose they are.
 *
 * <p>All methods act in the network namespace of the calling thread.
 *
 * @param instance name of the instance
 * @param queues the queues of the instance
 */
public record GreedyRules(String instance, QueueRange queues) {
    private static final List<String> PROGRAMS = List.of("ip6tables", "iptables");

    /**
     * Installs both rules at the end of their chains.
     *
     * @throws FirewallException if one cannot be installed; the other one is removed again
     */
    public void install() {
        List<String> done = new ArrayList<>();
        try {
            for (String program : PROGRAMS) {
                FirewallCommand.run(program, arguments("-A"));
                done.add(program);
            }
        } catch (FirewallException e) {
            for (String program : done) {
                FirewallCommand.run(program, arguments("-D"));
            }
            throw e;
        }
    }

    /**
     * Removes both rules, also when one of them is gone already.
     *
     * @throws FirewallException if a rule could not be removed or was not there
     */
    public void remove() {
        FirewallException failure = null;
        for (String program : PROGRAMS) {
            try {
                FirewallCommand.run(program, arguments("-D"));
            } catch (FirewallException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The arguments of the command that adds ({@code -A}) or deletes ({@code -D}) the rule. */
    List<String> arguments(String command) {
        List<String> arguments = new ArrayList<>(List.of(
                "-t",
                "mangle",
                command,
                "PREROUTING",
                "-m",
                "comment",
                "--comment",
                "jool-j:" + instance,
                "-j",
                "NFQUEUE"));
        if (queues.first() == queues.last()) {
            arguments.add("--queue-num");
            arguments.add(Integer.toString(queues.first()));
        } else {
            arguments.add("--queue-balance");
            arguments.add(queues.first() + ":" + queues.last());
        }
        arguments.add("--queue-bypass");
        return List.copyOf(arguments);
    }
}
