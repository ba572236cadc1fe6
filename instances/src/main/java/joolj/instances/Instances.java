// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import joolj.config.Framework;
import joolj.config.Globals;
import joolj.config.InstanceName;
import joolj.config.Product;
import joolj.config.QueueRange;
import joolj.config.RefusedException;
import joolj.config.UnsignedText;
import joolj.config.WorkerOptions;
import joolj.config.definition.Draft;
import joolj.instances.events.LineLog;
import joolj.instances.rules.GreedyRules;
import joolj.instances.rules.NetfilterRules;
import joolj.instances.rules.RuleKind;
import joolj.instances.rules.RuleOptions;
import joolj.instances.rules.RuleSet;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.namespace.NetNamespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All instances of the daemon, of every network namespace. Operations exclude each other; each either succeeds or
 * leaves everything as it was.
 */
public final class Instances implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);

    private record Id(NamespaceKey namespace, Product product, InstanceName name) {}

    private final NetfilterRules rules;
    private final LineLog log;
    private final NamespaceLiveness liveness = new NamespaceLiveness();
    private final Map<Id, Instance> instances = new LinkedHashMap<>();
    private final Map<NamespaceKey, NetNamespace> namespaces = new HashMap<>();
    private Set<NamespaceKey> suspects = Set.of();
    private final TunExits exits = new TunExits();
    private boolean closed;

    /**
     * @param rules installs and removes the rules of instances
     * @param log where instances write what happens to their sessions, if they are told to
     */
    public Instances(NetfilterRules rules, LineLog log) {
        this.rules = rules;
        this.log = log;
    }

    /**
     * Creates an instance and starts it.
     *
     * @param claim the namespace to translate in
     * @param product what it is to be
     * @param name its name
     * @param framework what is to hand it packets
     * @param globals its globals, validated
     * @param options how its packets are carried
     * @throws RefusedException if it cannot be created
     */
    public synchronized void add(
            NamespaceClaim claim,
            Product product,
            InstanceName name,
            Framework framework,
            Globals globals,
            WorkerOptions options) {
        create(claim, new Id(claim.key(), product, name), framework, engine(product, globals), globals, options, null);
    }

    private void create(
            NamespaceClaim claim,
            Id id,
            Framework framework,
            Engine engine,
            Globals globals,
            WorkerOptions options,
            Draft draft) {
        if (closed) {
            throw new RefusedException(RefusedException.EPERM, "The daemon is stopping.");
        }
        refuseConflicts(id, framework);
        options.checkProcessors();
        options.queues().ifPresent(queues -> refuseOwnQueues(id.namespace(), queues));
        start(claim, id, framework, globals, engine, options, draft);
        LOG.info(
                "instance '{}' created: namespace {}, {}, queue {}",
                id.name(),
                claim.key().label(),
                framework.label(),
                instances.get(id).queues());
    }

    /**
     * Creates an instance by a definition, or replaces what the instance of that name is made of; all or nothing.
     *
     * @param claim the namespace to translate in
     * @param name its name
     * @param framework what is to hand it packets; cannot be changed
     * @param draft finished
     * @param options how a new instance's packets are carried
     * @param workers how many queues a new instance has if the options name none, 1 to 64
     * @throws RefusedException if it cannot be; nothing has changed
     */
    public synchronized void define(
            NamespaceClaim claim,
            InstanceName name,
            Framework framework,
            Draft draft,
            WorkerOptions options,
            int workers) {
        Id id = new Id(claim.key(), draft.product(), name);
        Instance running = instances.get(id);
        if (running != null) {
            running.replace(framework, draft);
            LOG.info("instance '{}' changed: namespace {}", name, claim.key().label());
            return;
        }
        Globals globals = draft.globals();
        Engine engine = engine(draft.product(), globals);
        if (options.queues().isPresent() || workers == 1) {
            create(claim, id, framework, engine, globals, options, draft);
        } else {
            createOnFreeQueues(claim, id, framework, engine, options, draft, workers);
        }
    }

    private void createOnFreeQueues(
            NamespaceClaim claim,
            Id id,
            Framework framework,
            Engine engine,
            WorkerOptions options,
            Draft draft,
            int workers) {
        RefusedException busy = null;
        for (int first = Workers.FIRST_QUEUE; first + workers <= UnsignedText.U16; first++) {
            Optional<QueueRange> queues = Optional.of(new QueueRange(first, first + workers - 1));
            WorkerOptions placed = new WorkerOptions(queues, options.reinjection(), options.processors());
            try {
                create(claim, id, framework, engine, draft.globals(), placed, draft);
                return;
            } catch (RefusedException e) {
                if (e.errno() != RefusedException.EBUSY) {
                    throw e;
                }
                busy = e;
            }
        }
        throw busy;
    }

    /** The instance of that name, or nothing. */
    public synchronized Optional<Instance> find(NamespaceKey namespace, Product product, InstanceName name) {
        return Optional.ofNullable(instances.get(new Id(namespace, product, name)));
    }

    /** All instances of a product, of every namespace, in the order of their creation. */
    public synchronized List<Instance> all(Product product) {
        return instances.values().stream().filter(i -> i.product() == product).toList();
    }

    /** How many instances there are. */
    public synchronized int count() {
        return instances.size();
    }

    /**
     * Ends an instance.
     *
     * @throws RefusedException if there is none of that name
     */
    public synchronized void remove(NamespaceKey namespace, Product product, InstanceName name) {
        Instance instance = instances.get(new Id(namespace, product, name));
        if (instance == null) {
            throw new RefusedException(RefusedException.ESRCH, "The requested instance does not exist.");
        }
        end(instance);
    }

    /** Ends all instances of a product in one namespace. */
    public synchronized void flush(NamespaceKey namespace, Product product) {
        for (Instance instance : List.copyOf(instances.values())) {
            if (instance.namespace().equals(namespace) && instance.product() == product) {
                end(instance);
            }
        }
    }

    /**
     * Writes down the rules that send an instance's packets to its queues. Those of a netfilter instance are installed
     * already, whatever the options say.
     *
     * @param options which rules are wanted
     * @return lines that can be given to a shell or, for nftables, to {@code nft -f}
     * @throws RefusedException if the instance is configured so that there are no rules for it
     */
    public List<String> describeRules(Instance instance, RuleOptions options) {
        if (instance.framework() == Framework.NETFILTER) {
            return new GreedyRules(instance.name().text(), instance.queues()).commands();
        }
        return ruleSet(instance, options).lines(options.nft());
    }

    /**
     * Installs the rules that send an instance's packets to its queues, in place of those that were installed for it
     * before. They go with the instance.
     *
     * @throws RefusedException if that fails, or if it is a netfilter instance, which needs none
     */
    public synchronized void installRules(Instance instance, RuleOptions options) {
        refuseNetfilter(instance);
        rules.install(namespaceOf(instance), ruleSet(instance, options), options.nft());
        LOG.info("instance '{}': rules installed", instance.name());
    }

    /**
     * Removes the rules that were installed for an instance, also by hand as they were printed; if there are none,
     * nothing happens.
     *
     * @throws RefusedException if that fails, or if it is a netfilter instance, which needs its rules
     */
    public synchronized void removeRules(Instance instance) {
        refuseNetfilter(instance);
        NetNamespace namespace = namespaceOf(instance);
        rules.remove(namespace, instance.queues());
        rules.removePasted(namespace, instance.name(), instance.queues());
        LOG.info("instance '{}': rules removed", instance.name());
    }

    /** Which rules are installed for an iptables instance: a word for their kind, or nothing if there are none. */
    public synchronized Optional<String> installedRules(Instance instance) {
        NetNamespace namespace = namespaces.get(instance.namespace());
        if (namespace == null || instance.framework() == Framework.NETFILTER) {
            return Optional.empty();
        }
        return rules.installed(namespace, instance.queues()).map(RuleKind::label);
    }

    private static void refuseNetfilter(Instance instance) {
        if (instance.framework() == Framework.NETFILTER) {
            throw RefusedException.invalid(
                    "'" + instance.name() + "' is a netfilter instance: its rules are installed as long as it exists.");
        }
    }

    private static RuleSet ruleSet(Instance instance, RuleOptions options) {
        return new RuleSet(instance.name().text(), instance.queues(), Selections.of(instance), options.notrack());
    }

    /** Its namespace, unless the instance has been removed in the meantime. */
    private NetNamespace namespaceOf(Instance instance) {
        if (instances.get(new Id(instance.namespace(), instance.product(), instance.name())) != instance) {
            throw new RefusedException(RefusedException.ESRCH, "The requested instance does not exist.");
        }
        return namespaces.get(instance.namespace());
    }

    /**
     * Ends the instances of namespaces that only this daemon still holds. To be called every now and then; a namespace
     * must be found abandoned twice in a row, because it may be between two holders.
     */
    public synchronized void endAbandoned() {
        if (namespaces.isEmpty()) {
            return;
        }
        Set<NamespaceKey> abandoned;
        try {
            abandoned = liveness.abandoned(namespaces.keySet());
        } catch (IOException e) {
            LOG.debug("cannot tell which namespaces are alive: {}", e.getMessage());
            return;
        }
        for (Instance instance : List.copyOf(instances.values())) {
            if (abandoned.contains(instance.namespace()) && suspects.contains(instance.namespace())) {
                LOG.info("namespace {} is gone", instance.namespace().label());
                end(instance);
            }
        }
        suspects = abandoned;
    }

    /**
     * Looks at the sockets of the nodes whose ports instances without pool4 share. To be called every now and then, by one
     * thread.
     */
    public void watchHosts() {
        List<Instance> all;
        synchronized (this) {
            all = List.copyOf(instances.values());
        }
        for (Instance instance : all) {
            instance.watchHost();
        }
    }

    /** Ends all instances and refuses new ones. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Instance instance : List.copyOf(instances.values())) {
            end(instance);
        }
    }

    private static Engine engine(Product product, Globals globals) {
        return switch (product) {
            case NAT64 -> new Nat64Engine(globals);
            case SIIT -> new SiitEngine(globals);
            case MAPT -> new MaptEngine(globals);
        };
    }

    /** A second netfilter instance is refused before a second instance of that name, as Jool does. */
    private void refuseConflicts(Id id, Framework framework) {
        Instance sameName = instances.get(id);
        boolean secondNetfilter = framework == Framework.NETFILTER
                && instances.values().stream()
                        .anyMatch(other -> other != sameName
                                && other.framework() == Framework.NETFILTER
                                && other.product() == id.product()
                                && other.namespace().equals(id.namespace()));
        if (secondNetfilter) {
            throw new RefusedException(
                    RefusedException.EEXIST, "This namespace already has a Netfilter Jool instance.");
        }
        if (sameName != null) {
            throw new RefusedException(
                    RefusedException.EEXIST, "This namespace already has a Jool instance named '" + id.name() + "'.");
        }
    }

    private void refuseOwnQueues(NamespaceKey namespace, QueueRange queues) {
        for (Instance other : instances.values()) {
            QueueRange theirs = other.queues();
            boolean overlap = queues.first() <= theirs.last() && theirs.first() <= queues.last();
            if (overlap && other.namespace().equals(namespace)) {
                throw new RefusedException(
                        RefusedException.EBUSY,
                        "Queue " + queues + " is in use by the "
                                + other.product().label() + " instance '" + other.name() + "' (queue " + theirs + ").");
            }
        }
    }

    private void start(
            NamespaceClaim claim,
            Id id,
            Framework framework,
            Globals globals,
            Engine engine,
            WorkerOptions options,
            Draft draft) {
        NetNamespace held = namespaces.get(claim.key());
        NetNamespace namespace = held == null ? claim.open() : held;
        TunExits.Exit exit = null;
        Workers workers = null;
        Instance instance = null;
        try {
            if (draft != null) {
                engine.replace(draft, new NamespaceRoutes(namespace));
            }
            exit = openExit(options, namespace);
            workers = Workers.start(namespace, engine, options, exit);
            instance =
                    new Instance(claim.key(), id.product(), id.name(), framework, globals, engine, workers, exit, log);
            if (framework == Framework.NETFILTER) {
                rules.install(namespace, instance.name(), instance.queues());
            }
            instances.put(id, instance);
            namespaces.put(claim.key(), namespace);
        } catch (RuntimeException e) {
            if (instance != null) {
                instance.close();
            } else if (workers != null) {
                workers.close();
            }
            if (exit != null) {
                exit.close();
            }
            if (held == null) {
                namespace.close();
            }
            throw e;
        }
    }

    private TunExits.Exit openExit(WorkerOptions options, NetNamespace namespace) {
        try {
            return exits.open(options.reinjection(), namespace);
        } catch (NativeException e) {
            throw Workers.refusal(e);
        }
    }

    private void end(Instance instance) {
        NetNamespace namespace = namespaces.get(instance.namespace());
        try {
            rules.remove(namespace, instance.queues());
        } catch (RefusedException | NativeException e) {
            LOG.warn("instance '{}': {}", instance.name(), e.getMessage());
        }
        instance.close();
        instance.exit().close();
        instances.remove(new Id(instance.namespace(), instance.product(), instance.name()));
        boolean last =
                instances.values().stream().noneMatch(other -> other.namespace().equals(instance.namespace()));
        if (last) {
            namespaces.remove(instance.namespace()).close();
        }
        LOG.info(
                "instance '{}' removed: namespace {}",
                instance.name(),
                instance.namespace().label());
    }
}
