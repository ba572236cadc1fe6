// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.MaxIterations;
import joolj.config.RefusedException;
import joolj.control.Command;
import joolj.control.ReplyWriter;
import joolj.control.Row;
import joolj.instances.Instance;
import joolj.instances.MaptEngine;
import joolj.instances.Nat64Engine;
import joolj.instances.worker.WorkerClock;
import joolj.mapt.Napt;
import joolj.rfc6146.BibAddition;
import joolj.rfc6146.BibControl;
import joolj.rfc6146.BibReader;
import joolj.rfc6146.BibRow;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.Pool4Row;
import joolj.rfc6146.SessionReader;
import joolj.rfc6146.SessionRow;

/**
 * What a client can ask of a NAT64 instance's state: pool4, BIB and sessions; and of that of a MAP-T customer edge's NAPT,
 * whose nodes are written as IPv4-mapped addresses (RFC 4291 § 2.5.5.2).
 */
final class StateOperations {
    /** Rows that are taken out of a table at a time. */
    private static final int PAGE = 512;

    private final Instance instance;
    private final Nat64State state;

    /** @throws RefusedException if the instance is of a product without state */
    StateOperations(Instance instance) {
        if (!(instance.engine() instanceof Nat64Engine engine)) {
            throw new RefusedException(
                    RefusedException.EOPNOTSUPP, "Only NAT64 instances have a pool4, a BIB and sessions.");
        }
        this.instance = instance;
        this.state = engine.state();
    }

    private StateOperations(Instance instance, Nat64State state) {
        this.instance = instance;
        this.state = state;
    }

    /**
     * What can be asked of an instance that may be a customer edge: to be displayed, no more.
     *
     * @throws RefusedException if it has no sessions
     */
    static StateOperations toDisplay(Instance instance) {
        if (!(instance.engine() instanceof MaptEngine engine)) {
            return new StateOperations(instance);
        }
        Napt napt = engine.translator().napt();
        if (napt == null) {
            throw new RefusedException(
                    RefusedException.EOPNOTSUPP, "The instance does no NAPT, so that it has no BIB and no sessions.");
        }
        return new StateOperations(instance, napt.state());
    }

    /**
     * Lists pool4, the BIB or the sessions.
     *
     * @throws IOException if the client cannot be written to
     */
    void display(Command.TableDisplay command, ReplyWriter reply) throws IOException {
        switch (command.operation()) {
            case POOL4_DISPLAY -> displayPool4(command.protocol(), reply);
            case BIB_DISPLAY -> displayBib(command.protocol(), reply);
            default -> displaySessions(command.protocol(), reply);
        }
    }

    /** Adds to pool4. */
    void addPool4(Command.Pool4Add command) {
        instance.changePool4(pool4 -> pool4.add(
                (int) command.mark(),
                command.protocol(),
                command.prefix().address(),
                command.prefix().length(),
                command.ports().first(),
                command.ports().last(),
                iterations(command.maxIterations())));
    }

    /** Takes from pool4 and, unless it is to be quick, ends the BIB entries that lived there. */
    void removePool4(Command.Pool4Remove command) {
        instance.changePool4(pool4 -> pool4.remove(
                (int) command.mark(),
                command.protocol(),
                command.prefix().address(),
                command.prefix().length(),
                command.ports().first(),
                command.ports().last()));
        if (!command.quick()) {
            state.bibControl()
                    .removeRange(
                            command.protocol(),
                            command.prefix().address(),
                            command.prefix().length(),
                            command.ports().first(),
                            command.ports().last());
        }
    }

    /** Empties pool4 and, unless it is to be quick, the BIB. */
    void flushPool4(Command.Pool4Flush command) {
        instance.changePool4(Pool4::flush);
        if (!command.quick()) {
            state.bibControl().flush();
        }
    }

    /** Adds a static BIB entry. */
    void addBib(Command.BibAdd command) {
        TransportAddress6 address6 = command.address6();
        TransportAddress4 address4 = command.address4();
        BibAddition addition = instance.withRoutes(routes -> state.bibControl()
                .addStatic(
                        command.protocol(),
                        address6.high(),
                        address6.low(),
                        address6.port(),
                        address4.address(),
                        address4.port(),
                        routes));
        switch (addition.result()) {
            case ADDED -> {}
            case NOT_IN_POOL4 ->
                throw RefusedException.invalid("The transport address '" + address4
                        + "' does not belong to pool4.\nPlease add it there first.");
            case COLLISION ->
                throw new RefusedException(
                        RefusedException.EEXIST,
                        "Entry " + address4 + "|" + address6 + " collides with " + address4(addition.other()) + "|"
                                + address6(addition.other()) + ".");
            case FULL -> throw new RefusedException(RefusedException.ENOSPC, "The BIB is full.");
        }
    }

    /** Removes a BIB entry, static or not, with its sessions. */
    void removeBib(Command.BibRemove command) {
        BibControl control = state.bibControl();
        L4Protocol protocol = command.protocol();
        Optional<TransportAddress6> six = command.address6();
        Optional<TransportAddress4> four = command.address4();
        boolean removed;
        if (six.isEmpty()) {
            removed = control.remove4(protocol, four.get().address(), four.get().port());
        } else if (four.isEmpty()) {
            removed = control.remove6(
                    protocol, six.get().high(), six.get().low(), six.get().port());
        } else {
            removed = control.remove(
                    protocol,
                    six.get().high(),
                    six.get().low(),
                    six.get().port(),
                    four.get().address(),
                    four.get().port());
        }
        if (!removed) {
            throw new RefusedException(RefusedException.ESRCH, "The entry wasn't in the database.");
        }
    }

    private void displayPool4(L4Protocol protocol, ReplyWriter reply) throws IOException {
        for (Iterator<Pool4Row> rows = state.pool4().rows(protocol); rows.hasNext(); ) {
            Pool4Row row = rows.next();
            reply.row(new Row.Pool4(
                    Integer.toUnsignedLong(row.mark()),
                    row.protocol(),
                    row.address(),
                    row.firstPort(),
                    row.lastPort(),
                    row.iterations() == Pool4.INFINITY ? Row.Pool4.INFINITE : row.iterations(),
                    row.iterationsFixed()));
        }
    }

    private void displayBib(L4Protocol protocol, ReplyWriter reply) throws IOException {
        BibReader reader = state.bibs(protocol);
        for (List<BibRow> page = reader.next(PAGE); !page.isEmpty(); page = reader.next(PAGE)) {
            for (BibRow row : page) {
                reply.row(new Row.Bib(protocol, address6(row), address4(row), row.isStatic()));
            }
        }
    }

    private void displaySessions(L4Protocol protocol, ReplyWriter reply) throws IOException {
        SessionReader reader = state.sessions(protocol);
        for (List<SessionRow> page = reader.next(PAGE, WorkerClock.millis());
                !page.isEmpty();
                page = reader.next(PAGE, WorkerClock.millis())) {
            for (SessionRow row : page) {
                reply.row(new Row.Session(
                        protocol,
                        new TransportAddress6(row.remote6High(), row.remote6Low(), row.remote6Port()),
                        new TransportAddress6(row.local6High(), row.local6Low(), row.local6Port()),
                        new TransportAddress4(row.local4(), row.local4Port()),
                        new TransportAddress4(row.remote4(), row.remote4Port()),
                        row.expiresIn(),
                        Optional.ofNullable(row.state()).map(Enum::name)));
            }
        }
    }

    private static long iterations(Optional<MaxIterations> asked) {
        if (asked.isEmpty()) {
            return Pool4.UNCHANGED;
        }
        return switch (asked.get().kind()) {
            case AUTO -> Pool4.AUTO;
            case INFINITY -> Pool4.INFINITY;
            case FIXED -> asked.get().count();
        };
    }

    private static TransportAddress6 address6(BibRow row) {
        return new TransportAddress6(row.remote6High(), row.remote6Low(), row.remote6Port());
    }

    private static TransportAddress4 address4(BibRow row) {
        return new TransportAddress4(row.local4(), row.local4Port());
    }
}
