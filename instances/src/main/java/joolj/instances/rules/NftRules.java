// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import joolj.config.PortRange;
import joolj.config.QueueRange;
import joolj.nfqueue.tun.TunDevice;

/**
 * An instance's rules in nftables: a table of its own for each IP version, so that one transaction installs, replaces or
 * removes them, and nothing of anybody else is touched. The tables are told by the number of the first queue.
 */
final class NftRules {
    private static final String INDENT = "        ";

    private NftRules() {}

    /** The rule set, as {@code nft -f} reads it. */
    static List<String> lines(RuleSet rules) {
        List<String> lines = new ArrayList<>();
        for (Family family : Family.values()) {
            lines.add("table " + family.nft() + " " + RuleSet.chain(rules.queues()) + " {");
            if (rules.notrack()) {
                addChain(lines, rules, family, "untracked", "hook prerouting priority raw", false);
                addChain(lines, rules, family, "untracked-output", "hook output priority raw", true);
            }
            addChain(lines, rules, family, "translated", "hook prerouting priority mangle", false);
            lines.add("}");
        }
        return lines;
    }

    private static void addChain(
            List<String> lines, RuleSet rules, Family family, String name, String hook, boolean bySource) {
        boolean queues = name.equals("translated");
        lines.add("    chain " + name + " {");
        lines.add(INDENT + "type filter " + hook + "; policy accept;");
        String comment = " comment \"" + commentText(rules.instance()) + "\"";
        if (queues) {
            lines.add(INDENT + "iifname \"" + TunDevice.NAME_PREFIX + "*\" return" + comment);
        }
        for (List<Match> group : groups(Match.of(rules.selection(), family))) {
            Match match = group.get(0);
            if (!queues && match.isAboutFragments()) {
                continue;
            }
            String verdict = !match.taken() ? "return" : queues ? queue(rules.queues()) : "notrack";
            lines.add(INDENT + condition(family, group, bySource) + verdict + comment);
        }
        lines.add("    }");
    }

    /** Neighbours that differ in their prefix alone, together. */
    private static List<List<Match>> groups(List<Match> matches) {
        List<List<Match>> groups = new ArrayList<>();
        for (Match match : matches) {
            List<Match> last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
            if (last != null && isAlike(last.get(0), match)) {
                last.add(match);
            } else {
                groups.add(new ArrayList<>(List.of(match)));
            }
        }
        return groups;
    }

    private static boolean isAlike(Match one, Match other) {
        return one.address() == other.address()
                && one.taken() == other.taken()
                && one.protocol().equals(other.protocol())
                && one.ports().equals(other.ports());
    }

    private static String condition(Family family, List<Match> group, boolean bySource) {
        Match match = group.get(0);
        String field = bySource ? "saddr" : "daddr";
        StringBuilder text = new StringBuilder();
        switch (match.address()) {
            case PREFIX, FRAGMENTS_OF_PREFIX ->
                text.append(family.nft())
                        .append(' ')
                        .append(field)
                        .append(' ')
                        .append(prefixes(group))
                        .append(' ');
            case LOCAL, FRAGMENTS_OF_LOCAL -> text.append("fib ").append(field).append(" type local ");
            case NOT_UNICAST -> text.append("fib ").append(field).append(" type != unicast ");
            case ANY -> {}
        }
        if (match.isAboutFragments()) {
            text.append("ip frag-off & 0x3fff != 0 ");
        }
        match.protocol().ifPresent(protocol -> {
            String name = protocol.name().toLowerCase(Locale.ROOT);
            text.append(
                    match.ports().equals(PortRange.ALL)
                            ? "meta l4proto " + name + " "
                            : name + (bySource ? " sport " : " dport ") + ports(match.ports()) + " ");
        });
        return text.toString();
    }

    private static String prefixes(List<Match> group) {
        List<String> prefixes = group.stream().map(Match::prefix).toList();
        return prefixes.size() == 1 ? prefixes.get(0) : "{ " + String.join(", ", prefixes) + " }";
    }

    private static String ports(PortRange ports) {
        return ports.first() == ports.last() ? Integer.toString(ports.first()) : ports.toString();
    }

    private static String queue(QueueRange queues) {
        return "queue num " + queues.toString().replace(':', '-') + " bypass";
    }

    /** A string of nftables cannot hold quotation marks, and backslashes are not escapes. */
    private static String commentText(String instance) {
        return RuleSet.comment(instance).replace('"', '\'');
    }

    /**
     * Installs the rules, in place of the instance's tables if they are there, in one transaction.
     *
     * @throws FirewallException if that fails; everything is as it was
     */
    static void install(Path namespace, RuleSet rules) {
        String text = removal(rules.queues()) + String.join("\n", lines(rules)) + "\n";
        FirewallCommand.feed(namespace, List.of("nft", "-f", "-"), text);
    }

    /**
     * Removes the rules; what is not there is no error.
     *
     * @throws FirewallException if that fails
     */
    static void remove(Path namespace, QueueRange queues) {
        FirewallCommand.feed(namespace, List.of("nft", "-f", "-"), removal(queues));
    }

    /** Declaring a table first makes it exist, so that deleting it cannot fail. */
    private static String removal(QueueRange queues) {
        StringBuilder text = new StringBuilder();
        for (Family family : Family.values()) {
            String table = "table " + family.nft() + " " + RuleSet.chain(queues) + "\n";
            text.append(table).append("delete ").append(table);
        }
        return text.toString();
    }
}
