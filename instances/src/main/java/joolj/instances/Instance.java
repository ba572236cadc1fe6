// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import joolj.address.TransportAddress4;
import joolj.config.Framework;
import joolj.config.GlobalKeys;
import joolj.config.Globals;
import joolj.config.InstanceName;
import joolj.config.Product;
import joolj.config.QueueRange;
import joolj.config.RefusedException;
import joolj.config.WorkerOptions;
import joolj.config.definition.Draft;
import joolj.instances.events.EventPump;
import joolj.instances.events.LineLog;
import joolj.rfc6146.BibRow;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.translation.Counters;
import joolj.translation.Reason;
import joolj.translation.Routes;

/** A running instance. Made and ended by {@link Instances} alone; what it offers here is safe for any thread. */
public final class Instance {
    private final NamespaceKey namespace;
    private final Product product;
    private final InstanceName name;
    private final Framework framework;
    private final Engine engine;
    private final Workers workers;
    private final TunExits.Exit exit;
    private final EventPump events;
    private final HostWatch hostWatch;
    private volatile Globals globals;
    private volatile long[] countedBefore = new long[Reason.count()];

    Instance(
            NamespaceKey namespace,
            Product product,
            InstanceName name,
            Framework framework,
            Globals globals,
            Engine engine,
            Workers workers,
            TunExits.Exit exit,
            LineLog log) {
        this.namespace = namespace;
        this.product = product;
        this.name = name;
        this.framework = framework;
        this.globals = globals;
        this.engine = engine;
        this.workers = workers;
        this.exit = exit;
        this.events = engine instanceof Nat64Engine nat64 ? observe(nat64, log) : null;
        this.hostWatch = engine instanceof Nat64Engine nat64
                ? new HostWatch(name.text(), nat64.state(), workers.routes())
                : null;
        applyLogging();
    }

    private EventPump observe(Nat64Engine nat64, LineLog log) {
        EventPump pump = EventPump.start(name.text(), log);
        nat64.state().observer(pump.observer());
        return pump;
    }

    /** Looks at the node's sockets if the instance shares its ports. */
    void watchHost() {
        if (hostWatch != null) {
            hostWatch.look();
        }
    }

    private void applyLogging() {
        boolean debug = globals.get(GlobalKeys.LOGGING_DEBUG);
        workers.debug(debug ? "Jool " + product.name() + "/" + namespace.label() + "/" + name + ": " : null);
        if (events != null) {
            events.log(globals.get(GlobalKeys.LOGGING_BIB), globals.get(GlobalKeys.LOGGING_SESSION));
        }
    }

    /** The network namespace that it translates in. */
    public NamespaceKey namespace() {
        return namespace;
    }

    /** What it is: a NAT64, a SIIT or a MAP-T. */
    public Product product() {
        return product;
    }

    /** Its name, which no other instance of its product and namespace has. */
    public InstanceName name() {
        return name;
    }

    /** What hands it packets: rules of its own, or the operator's. */
    public Framework framework() {
        return framework;
    }

    /** The queues that it reads. */
    public QueueRange queues() {
        return workers.queues();
    }

    /** What its operator chose about how its packets are carried. */
    public WorkerOptions options() {
        return workers.options();
    }

    /** The TUN device that translated packets come in by; nothing if they leave through raw sockets. */
    public Optional<String> device() {
        return exit.name();
    }

    /** The globals in force. */
    public Globals globals() {
        return globals;
    }

    /**
     * Changes the globals.
     *
     * @param change makes the new globals out of those in force; what it throws leaves them as they are
     */
    public synchronized void update(UnaryOperator<Globals> change) {
        Globals changed = change.apply(globals);
        refuseOutsidePool4();
        engine.apply(changed);
        globals = changed;
        applyLogging();
    }

    /** As Jool does: what is in force must be in order as a whole before any part of it changes. */
    private void refuseOutsidePool4() {
        if (!(engine instanceof Nat64Engine nat64) || nat64.bibEntries() == 0) {
            return;
        }
        Nat64State state = nat64.state();
        BibRow outside = withRoutes(routes -> state.bibControl().outside(state.pool4(), routes));
        if (outside != null) {
            throw RefusedException.invalid("BIB transport address '"
                    + new TransportAddress4(outside.local4(), outside.local4Port())
                    + "' does not belong to pool4.\nPlease add it there first.");
        }
    }

    /**
     * Replaces everything that the instance is made of: globals and tables, all or nothing. Sessions stay; the counters
     * start at zero.
     *
     * @param draft finished; of the instance's product
     * @throws RefusedException if the instance cannot become like this; nothing has changed
     */
    synchronized void replace(Framework newFramework, Draft draft) {
        refuseUnchangeable(newFramework, draft.globals());
        engine.replace(draft, workers.routes());
        globals = draft.globals();
        applyLogging();
        startCountingAnew();
    }

    private void refuseUnchangeable(Framework newFramework, Globals changed) {
        String what = null;
        if (newFramework != framework) {
            what = "framework";
        } else if (product == Product.NAT64 && !changed.get(GlobalKeys.POOL6).equals(globals.get(GlobalKeys.POOL6))) {
            what = "pool6";
        }
        if (what != null) {
            throw RefusedException.invalid("Sorry; you can't change a " + product.name() + " instance's " + what
                    + " for now.xlator_replace() failed. Errcode -22");
        }
    }

    /** Workers alone write their counters, so what they have is remembered instead of removed. */
    private void startCountingAnew() {
        long[] counts = new long[Reason.count()];
        for (Reason reason : Reason.values()) {
            counts[reason.ordinal()] = total(reason);
        }
        countedBefore = counts;
    }

    private long total(Reason reason) {
        return workers.counters().stream()
                .mapToLong((Counters counters) -> counters.get(reason))
                .sum();
    }

    /**
     * Runs code with the routing of the instance's namespace at hand.
     *
     * @param code called once, on another thread
     * @throws RefusedException if the kernel refuses to tell the routes
     */
    public <T> T withRoutes(Function<Routes, T> code) {
        return workers.routes().lend(code);
    }

    /**
     * Changes pool4.
     *
     * @param change makes the new pool4 out of the one in force
     * @throws RefusedException if the change is not allowed; pool4 is as it was
     */
    public synchronized void changePool4(UnaryOperator<Pool4> change) {
        if (!(engine instanceof Nat64Engine nat64)) {
            throw new RefusedException(RefusedException.EOPNOTSUPP, "Only NAT64 instances have a pool4.");
        }
        try {
            nat64.state().pool4(change.apply(nat64.state().pool4()));
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid(e.getMessage());
        }
    }

    /**
     * What happens to its sessions.
     *
     * @throws RefusedException if the instance has none
     */
    public EventPump events() {
        if (events == null) {
            throw new RefusedException(RefusedException.EOPNOTSUPP, "Only NAT64 instances have sessions.");
        }
        return events;
    }

    /** Ends its threads; packets still queued go on untranslated. */
    void close() {
        workers.close();
        workers.debug(null);
        if (events != null) {
            events.close();
        }
    }

    /** Its translation function and state. */
    public Engine engine() {
        return engine;
    }

    /** The count of one reason over all workers, or the table size that the reason stands for. */
    public long count(Reason reason) {
        return switch (reason) {
            case BIB_ENTRIES -> engine.bibEntries();
            case SESSIONS -> engine.sessions();
            case LOG_LOST -> events == null ? 0 : events.lost();
            default -> total(reason) - countedBefore[reason.ordinal()];
        };
    }

    TunExits.Exit exit() {
        return exit;
    }

    Workers workers() {
        return workers;
    }
}
