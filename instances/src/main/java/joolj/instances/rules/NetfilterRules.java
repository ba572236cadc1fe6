// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import joolj.config.InstanceName;
import joolj.config.QueueRange;
import joolj.config.RefusedException;
import joolj.nfqueue.namespace.NetNamespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs and removes the rules of instances in their namespaces, and removes those of a daemon that was killed. */
public final class NetfilterRules {
    private static final Logger LOG = LoggerFactory.getLogger(NetfilterRules.class);
    private final Path file;
    private final RuleJournal journal;

    /** @param journal where installed rules are written down, in an existing directory */
    public NetfilterRules(Path journal) {
        this.file = journal;
        this.journal = new RuleJournal(journal);
    }

    /**
     * Installs the rules of a netfilter instance.
     *
     * @throws RefusedException if that fails; none of them is left
     */
    public void install(NetNamespace namespace, InstanceName instance, QueueRange queues) {
        RuleJournal.Entry entry = entry(namespace, RuleKind.GREEDY, instance.text(), queues);
        install(entry, () -> new GreedyRules(instance.text(), queues).install(namespace.path()));
    }

    /**
     * Installs the rules of an iptables instance, in place of those that it has.
     *
     * @param nft whether nftables is to be used
     * @throws RefusedException if that fails; those that it had are in force
     */
    public void install(NetNamespace namespace, RuleSet rules, boolean nft) {
        RuleKind kind = nft ? RuleKind.NFT : rules.notrack() ? RuleKind.IPTABLES_NOTRACK : RuleKind.IPTABLES;
        RuleJournal.Entry entry = entry(namespace, kind, rules.instance(), rules.queues());
        List<RuleJournal.Entry> before = journal.find(namespace.device(), namespace.inode(), rules.queues());
        Runnable installation = () -> {
            if (nft) {
                NftRules.install(namespace.path(), rules);
            } else {
                ChainRules.install(namespace.path(), rules);
            }
        };
        if (before.contains(entry)) {
            run(installation);
        } else {
            install(entry, installation);
        }
        for (RuleJournal.Entry other : before) {
            if (!other.equals(entry)) {
                removeReplaced(other, kind, namespace.path());
            }
        }
    }

    /** Removes what rules of another kind have not taken the place of already. */
    private void removeReplaced(RuleJournal.Entry other, RuleKind kind, Path namespace) {
        if (other.kind() == RuleKind.NFT || kind == RuleKind.NFT) {
            remove(other, namespace);
            return;
        }
        if (kind == RuleKind.IPTABLES) {
            run(() -> ChainRules.removeNotrack(namespace, other.instance(), other.queues()));
        }
        erase(other);
    }

    private static void run(Runnable installation) {
        try {
            installation.run();
        } catch (FirewallException e) {
            throw new RefusedException(RefusedException.EIO, e.getMessage());
        }
    }

    private void install(RuleJournal.Entry entry, Runnable installation) {
        try {
            journal.add(entry);
            try {
                run(installation);
            } catch (RefusedException e) {
                journal.remove(entry);
                throw e;
            }
        } catch (IOException e) {
            throw new RefusedException(RefusedException.EIO, "Cannot write " + file + ": " + e.getMessage());
        }
    }

    /** Which rules of an instance are installed, if any. */
    public Optional<RuleKind> installed(NetNamespace namespace, QueueRange queues) {
        return journal.find(namespace.device(), namespace.inode(), queues).stream()
                .map(RuleJournal.Entry::kind)
                .findFirst();
    }

    /**
     * Removes all rules of an instance that are installed.
     *
     * @throws RefusedException if one of them was not there any more or cannot be removed
     */
    public void remove(NetNamespace namespace, QueueRange queues) {
        for (RuleJournal.Entry entry : journal.find(namespace.device(), namespace.inode(), queues)) {
            remove(entry, namespace.path());
        }
    }

    /**
     * Removes the rules of an iptables instance that somebody else installed, by hand, as they were printed.
     *
     * @throws RefusedException if one of them cannot be removed
     */
    public void removePasted(NetNamespace namespace, InstanceName instance, QueueRange queues) {
        try {
            ChainRules.remove(namespace.path(), instance.text(), queues, true);
        } catch (FirewallException e) {
            throw new RefusedException(RefusedException.EIO, e.getMessage());
        }
    }

    private void remove(RuleJournal.Entry entry, Path namespace) {
        try {
            take(entry, namespace);
        } catch (FirewallException e) {
            throw new RefusedException(RefusedException.EIO, e.getMessage());
        } finally {
            erase(entry);
        }
    }

    private static void take(RuleJournal.Entry entry, Path namespace) {
        switch (entry.kind()) {
            case GREEDY -> new GreedyRules(entry.instance(), entry.queues()).remove(namespace);
            case IPTABLES -> ChainRules.remove(namespace, entry.instance(), entry.queues(), false);
            case IPTABLES_NOTRACK -> ChainRules.remove(namespace, entry.instance(), entry.queues(), true);
            case NFT -> NftRules.remove(namespace, entry.queues());
        }
    }

    /** Removes the rules that an earlier daemon left behind, wherever their namespaces still exist. */
    public void removeStale() {
        List<RuleJournal.Entry> stale;
        try {
            stale = RuleJournal.read(file);
        } catch (IOException e) {
            LOG.warn("cannot read {}: {}", file, e.getMessage());
            return;
        }
        for (RuleJournal.Entry entry : stale) {
            Optional<NetNamespace> namespace = NetNamespace.find(entry.device(), entry.inode());
            if (namespace.isEmpty()) {
                continue;
            }
            try (NetNamespace open = namespace.get()) {
                take(entry, open.path());
                LOG.info("removed stale rules of instance '{}'", entry.instance());
            } catch (FirewallException e) {
                LOG.info("stale rules of instance '{}': {}", entry.instance(), e.getMessage());
            }
        }
        try {
            journal.clear();
        } catch (IOException e) {
            LOG.warn("cannot write {}: {}", file, e.getMessage());
        }
    }

    private void erase(RuleJournal.Entry entry) {
        try {
            journal.remove(entry);
        } catch (IOException e) {
            LOG.warn("cannot write {}: {}", file, e.getMessage());
        }
    }

    private static RuleJournal.Entry entry(NetNamespace namespace, RuleKind kind, String instance, QueueRange queues) {
        return new RuleJournal.Entry(namespace.device(), namespace.inode(), kind, instance, queues);
    }
}
