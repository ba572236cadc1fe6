// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import joolj.config.QueueRange;

/**
 * The two rules of a netfilter instance, one for each IP version: everything that reaches PREROUTING of the mangle
 * table goes to the instance's queues, except what an instance has translated already and lets in by its TUN device:
 * no instance would see that either if it left through raw sockets. They carry {@code --queue-bypass}, so that a dead daemon does not cut the
 * namespace off, and a comment with the instance's name, so that people can tell whose they are.
 *
 * @param instance name of the instance
 * @param queues the queues of the instance
 */
public record GreedyRules(String instance, QueueRange queues) {
    private static final List<String> PROGRAMS = List.of("ip6tables", "iptables");

    /**
     * Installs both rules at the end of their chains.
     *
     * @param namespace file of the network namespace to install them in
     * @throws FirewallException if one cannot be installed; the other one is removed again
     */
    public void install(Path namespace) {
        List<String> done = new ArrayList<>();
        try {
            for (String program : PROGRAMS) {
                FirewallCommand.run(namespace, program, arguments("-A"));
                done.add(program);
            }
        } catch (FirewallException e) {
            for (String program : done) {
                FirewallCommand.run(namespace, program, arguments("-D"));
            }
            throw e;
        }
    }

    /**
     * Removes both rules, also when one of them is gone already.
     *
     * @param namespace file of the network namespace they are in
     * @throws FirewallException if a rule could not be removed or was not there
     */
    public void remove(Path namespace) {
        FirewallException failure = null;
        for (String program : PROGRAMS) {
            try {
                FirewallCommand.run(namespace, program, arguments("-D"));
            } catch (FirewallException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The commands that install the rules, as an operator would type them. */
    public List<String> commands() {
        return PROGRAMS.stream()
                .map(program -> program + " " + IptablesText.shell(arguments("-A")))
                .toList();
    }

    /** The arguments of the command that adds ({@code -A}) or deletes ({@code -D}) the rule. */
    List<String> arguments(String command) {
        List<String> arguments = new ArrayList<>(List.of("-t", "mangle", command, "PREROUTING"));
        arguments.addAll(IptablesText.notTranslated());
        arguments.addAll(IptablesText.comment(instance));
        arguments.addAll(IptablesText.queue(queues));
        return List.copyOf(arguments);
    }
}
