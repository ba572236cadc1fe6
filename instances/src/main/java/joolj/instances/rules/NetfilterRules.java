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

/** Installs and removes the rules of netfilter instances in their namespaces, and those of a daemon that was killed. */
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
     * Installs the rules of an instance.
     *
     * @throws RefusedException if that fails; none of them is left
     */
    public void install(NetNamespace namespace, InstanceName instance, QueueRange queues) {
        RuleJournal.Entry entry = entry(namespace, instance, queues);
        try {
            journal.add(entry);
            try {
                entry.rules().install(namespace.path());
            } catch (FirewallException e) {
                journal.remove(entry);
                throw new RefusedException(RefusedException.EIO, e.getMessage());
            }
        } catch (IOException e) {
            throw new RefusedException(RefusedException.EIO, "Cannot write " + file + ": " + e.getMessage());
        }
    }

    /**
     * Removes the rules of an instance.
     *
     * @throws RefusedException if one of them was not there any more or cannot be removed
     */
    public void remove(NetNamespace namespace, InstanceName instance, QueueRange queues) {
        RuleJournal.Entry entry = entry(namespace, instance, queues);
        try {
            entry.rules().remove(namespace.path());
        } catch (FirewallException e) {
            throw new RefusedException(RefusedException.EIO, e.getMessage());
        } finally {
            erase(entry);
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
                entry.rules().remove(open.path());
                LOG.info("removed stale rules of instance '{}'", entry.rules().instance());
            } catch (FirewallException e) {
                LOG.info("stale rules of instance '{}': {}", entry.rules().instance(), e.getMessage());
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

    private static RuleJournal.Entry entry(NetNamespace namespace, InstanceName instance, QueueRange queues) {
        return new RuleJournal.Entry(namespace.device(), namespace.inode(), new GreedyRules(instance.text(), queues));
    }
}
