// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import joolj.config.QueueRange;

/**
 * An instance's rules in iptables: chains of its own, and a jump to each of them at the end of a chain of the kernel's.
 * Chains are told by the number of the first queue; every rule has a comment with the instance's name. Rules of anybody
 * else are never touched.
 */
final class ChainRules {
    /**
     * A chain of the instance's.
     *
     * @param table the table it is in
     * @param hook the kernel's chain that leads to it
     * @param name its name
     * @param bySource whether packets are told by their source, which is how they leave the translator
     */
    private record Chain(String table, String hook, String name, boolean bySource) {
        boolean queues() {
            return table.equals("mangle");
        }
    }

    private ChainRules() {}

    private static List<Chain> chains(QueueRange queues, boolean notrack) {
        List<Chain> chains = new ArrayList<>();
        if (notrack) {
            chains.add(new Chain("raw", "PREROUTING", RuleSet.chain(queues), false));
            chains.add(new Chain("raw", "OUTPUT", RuleSet.outputChain(queues), true));
        }
        chains.add(new Chain("mangle", "PREROUTING", RuleSet.chain(queues), false));
        return chains;
    }

    /** The commands that install the rules, as an operator would type them. */
    static List<String> commands(RuleSet rules) {
        List<String> lines = new ArrayList<>();
        for (Family family : Family.values()) {
            for (Chain chain : chains(rules.queues(), rules.notrack())) {
                String start = family.program() + " -t " + chain.table() + " ";
                lines.add(start + "-N " + chain.name());
                for (List<String> words : contents(rules, family, chain)) {
                    lines.add(start + IptablesText.shell(words));
                }
                lines.add(start + "-A " + IptablesText.shell(jump(rules.instance(), chain)));
            }
        }
        return lines;
    }

    /** The rules of a chain: {@code -A CHAIN …}. */
    private static List<List<String>> contents(RuleSet rules, Family family, Chain chain) {
        List<List<String>> contents = new ArrayList<>();
        for (Match match : Match.of(rules.selection(), family)) {
            // Where there is connection tracking, the kernel has put fragments together before.
            if (!chain.queues() && match.isAboutFragments()) {
                continue;
            }
            List<String> words = new ArrayList<>(List.of("-A", chain.name()));
            words.addAll(IptablesText.match(match, chain.bySource()));
            words.addAll(IptablesText.comment(rules.instance()));
            words.addAll(target(rules, match, chain));
            contents.add(words);
        }
        return contents;
    }

    private static List<String> target(RuleSet rules, Match match, Chain chain) {
        if (!match.taken()) {
            return List.of("-j", "RETURN");
        }
        return chain.queues() ? IptablesText.queue(rules.queues()) : List.of("-j", "CT", "--notrack");
    }

    /** The rule that leads to a chain, from the name of the kernel's chain on. */
    private static List<String> jump(String instance, Chain chain) {
        List<String> words = new ArrayList<>(List.of(chain.hook()));
        if (chain.queues()) {
            words.addAll(IptablesText.notTranslated());
        }
        words.addAll(IptablesText.comment(instance));
        words.addAll(List.of("-j", chain.name()));
        return words;
    }

    /**
     * What was there of a chain before it was touched.
     *
     * @param rules its rules, as iptables-save writes them; nothing if there was no such chain
     * @param jump whether a rule led to it
     */
    private record Saved(Family family, Chain chain, Optional<List<String>> rules, boolean jump) {}

    /**
     * Installs the rules, in place of what the instance's chains held before.
     *
     * @param namespace file of the network namespace
     * @throws FirewallException if that fails; what the chains held before is in force again
     */
    static void install(Path namespace, RuleSet rules) {
        List<Saved> before = new ArrayList<>();
        for (Family family : Family.values()) {
            for (Chain chain : chains(rules.queues(), rules.notrack())) {
                before.add(save(namespace, rules.instance(), family, chain));
            }
        }
        try {
            for (Family family : Family.values()) {
                StringBuilder text = new StringBuilder();
                before.stream().filter(saved -> saved.family() == family).forEach(saved -> append(text, rules, saved));
                restore(namespace, family, text.toString());
            }
        } catch (FirewallException e) {
            for (Saved saved : before) {
                try {
                    putBack(namespace, rules.instance(), saved);
                } catch (FirewallException second) {
                    e.addSuppressed(second);
                }
            }
            throw e;
        }
    }

    private static Saved save(Path namespace, String instance, Family family, Chain chain) {
        String text = FirewallCommand.output(namespace, List.of(family.saveProgram(), "-t", chain.table()));
        boolean present = text.lines().anyMatch(line -> line.startsWith(":" + chain.name() + " "));
        List<String> rules = text.lines()
                .filter(line -> line.startsWith("-A " + chain.name() + " "))
                .toList();
        boolean jump = present && isThere(namespace, family, chain, jump(instance, chain));
        return new Saved(family, chain, present ? Optional.of(rules) : Optional.empty(), jump);
    }

    private static void putBack(Path namespace, String instance, Saved saved) {
        Chain chain = saved.chain();
        if (saved.rules().isEmpty()) {
            remove(namespace, saved.family(), instance, chain);
            return;
        }
        StringBuilder text = new StringBuilder();
        begin(text, chain);
        saved.rules().get().forEach(rule -> text.append(rule).append('\n'));
        restore(namespace, saved.family(), text.append("COMMIT\n").toString());
        if (!saved.jump()) {
            removeJump(namespace, saved.family(), instance, chain);
        }
    }

    /** Begins a table and makes the chain in it, or empties it. */
    private static void begin(StringBuilder text, Chain chain) {
        text.append('*').append(chain.table()).append('\n');
        text.append(':').append(chain.name()).append(" - [0:0]\n");
    }

    private static void append(StringBuilder text, RuleSet rules, Saved saved) {
        Chain chain = saved.chain();
        begin(text, chain);
        for (List<String> words : contents(rules, saved.family(), chain)) {
            text.append(IptablesText.restore(words)).append('\n');
        }
        if (!saved.jump()) {
            List<String> jump = jump(rules.instance(), chain);
            text.append("-A ").append(IptablesText.restore(jump)).append('\n');
        }
        text.append("COMMIT\n");
    }

    /**
     * Removes the rules; what is not there is no error.
     *
     * @param notrack whether to look into the raw table, too
     * @throws FirewallException if something cannot be removed, such as a chain that rules of others lead to
     */
    static void remove(Path namespace, String instance, QueueRange queues, boolean notrack) {
        remove(namespace, instance, chains(queues, notrack));
    }

    /**
     * Removes the rules that exempt packets from connection tracking, and no others; what is not there is no error.
     *
     * @throws FirewallException as {@link #remove(Path, String, QueueRange, boolean)} does
     */
    static void removeNotrack(Path namespace, String instance, QueueRange queues) {
        List<Chain> chains = chains(queues, true);
        chains.removeIf(Chain::queues);
        remove(namespace, instance, chains);
    }

    private static void remove(Path namespace, String instance, List<Chain> chains) {
        FirewallException failure = null;
        for (Family family : Family.values()) {
            for (Chain chain : chains) {
                try {
                    remove(namespace, family, instance, chain);
                } catch (FirewallException e) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void remove(Path namespace, Family family, String instance, Chain chain) {
        removeJump(namespace, family, instance, chain);
        if (FirewallCommand.succeeds(
                namespace, family.program(), List.of("-t", chain.table(), "-n", "-L", chain.name()))) {
            String text = "*" + chain.table() + "\n-F " + chain.name() + "\n-X " + chain.name() + "\nCOMMIT\n";
            restore(namespace, family, text);
        }
    }

    private static void removeJump(Path namespace, Family family, String instance, Chain chain) {
        List<String> jump = jump(instance, chain);
        while (isThere(namespace, family, chain, jump)) {
            String text = "*" + chain.table() + "\n-D " + IptablesText.restore(jump) + "\nCOMMIT\n";
            restore(namespace, family, text);
        }
    }

    private static boolean isThere(Path namespace, Family family, Chain chain, List<String> jump) {
        // Looking for a jump to a chain that does not exist is an error to iptables-nft, as to us.
        List<String> words = new ArrayList<>(List.of("-t", chain.table(), "-C"));
        words.addAll(jump);
        return FirewallCommand.succeeds(namespace, family.program(), words);
    }

    private static void restore(Path namespace, Family family, String text) {
        FirewallCommand.feed(namespace, List.of(family.restoreProgram(), "-w", "10", "-n"), text);
    }
}
