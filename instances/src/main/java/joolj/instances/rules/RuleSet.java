// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.util.List;
import java.util.Objects;
import joolj.config.QueueRange;

/**
 * The rules that send an instance's packets to its queues, before they are written down in a firewall's language.
 *
 * @param instance name of the instance
 * @param queues the queues of the instance
 * @param selection which packets are meant
 * @param notrack whether connection tracking is to leave those packets alone, before and after their translation
 */
public record RuleSet(String instance, QueueRange queues, Selection selection, boolean notrack) {
    /** Checks that nothing is missing. */
    public RuleSet {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(queues, "queues");
        Objects.requireNonNull(selection, "selection");
    }

    /**
     * The rules as an operator would enter them.
     *
     * @param nft whether for nftables; otherwise as commands for a shell
     * @return lines
     */
    public List<String> lines(boolean nft) {
        return nft ? NftRules.lines(this) : ChainRules.commands(this);
    }

    /** What all rules are marked with. */
    static String comment(String instance) {
        return "jool-j:" + instance;
    }

    /** The chain, or nftables' table, of an instance: queues belong to one instance of a namespace only. */
    static String chain(QueueRange queues) {
        return "jool-j-" + queues.first();
    }

    /** The chain for what the translator sends. */
    static String outputChain(QueueRange queues) {
        return chain(queues) + "-out";
    }
}
