// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import joolj.address.L4Protocol;
import joolj.translation.Routes;

/**
 * Makes the static BIB entries those of a list and pool4 another one, in a single step: either everything is in force
 * afterwards, or nothing has changed (unless memory runs out in between). Sessions stay: an entry that is no longer in the list becomes dynamic and ends with
 * its last session, at once if it has none or if its address is given to somebody else.
 */
public final class StaticBibs {
    private static final int PAGE = 512;

    /**
     * Why a list was refused.
     *
     * @param entry the first entry that cannot be
     * @param addition what is in its way
     */
    public record Conflict(StaticBib entry, BibAddition addition) {}

    private final Nat64State state;
    private final List<StaticBib> wanted;
    private final Set<StaticBib> outdated = new HashSet<>();
    private final Set<StaticBib> inTheWay = new HashSet<>();

    /**
     * @param state what is to change
     * @param wanted the entries that are to be static; they do not collide with each other
     */
    public StaticBibs(Nat64State state, List<StaticBib> wanted) {
        this.state = state;
        this.wanted = List.copyOf(wanted);
    }

    /**
     * Carries it out.
     *
     * @param pool4 the new pool4
     * @param routes the routing of the instance's namespace; asked if {@code pool4} is empty
     * @return null, or why nothing has changed
     */
    public Conflict replace(Pool4 pool4, Routes routes) {
        for (StaticBib entry : wanted) {
            if (!Nat64State.inPool4(pool4, entry.protocol(), entry.local4(), entry.local4Port(), routes)) {
                return new Conflict(entry, new BibAddition(BibAddition.Result.NOT_IN_POOL4, null));
            }
        }
        findOutdated();
        // One lock within the other, always in this order, so that no packet sees a part of the change.
        synchronized (state.tables(L4Protocol.TCP)) {
            synchronized (state.tables(L4Protocol.UDP)) {
                synchronized (state.tables(L4Protocol.ICMP)) {
                    Conflict conflict = conflict();
                    if (conflict == null) {
                        outdated.forEach(this::release);
                        wanted.forEach(this::add);
                        state.pool4(pool4);
                    }
                    return conflict;
                }
            }
        }
    }

    private void findOutdated() {
        Set<StaticBib> kept = new HashSet<>(wanted);
        for (L4Protocol protocol : L4Protocol.values()) {
            BibReader reader = state.bibs(protocol);
            for (List<BibRow> page = reader.next(PAGE); !page.isEmpty(); page = reader.next(PAGE)) {
                for (BibRow row : page) {
                    if (row.isStatic() && !kept.contains(of(protocol, row))) {
                        outdated.add(of(protocol, row));
                    }
                }
            }
        }
    }

    private static StaticBib of(L4Protocol protocol, BibRow row) {
        return new StaticBib(
                protocol, row.remote6High(), row.remote6Low(), row.remote6Port(), row.local4(), row.local4Port());
    }

    private Conflict conflict() {
        int[] additions = new int[L4Protocol.values().length];
        for (StaticBib entry : wanted) {
            ProtocolTables tables = state.tables(entry.protocol());
            int by6 = by6(tables, entry);
            int by4 = by4(tables, entry);
            if (by6 == by4 && by6 != BibTable.NONE) {
                continue;
            }
            for (int other : new int[] {by6, by4}) {
                if (other != BibTable.NONE) {
                    BibRow row = BibRow.of(tables, other);
                    if (!outdated.contains(of(entry.protocol(), row))) {
                        return new Conflict(entry, new BibAddition(BibAddition.Result.COLLISION, row));
                    }
                    inTheWay.add(of(entry.protocol(), row));
                }
            }
            int count = tables.bibs.count() + ++additions[entry.protocol().ordinal()];
            if (count > state.settings().maximumBibEntries()) {
                return new Conflict(entry, new BibAddition(BibAddition.Result.FULL, null));
            }
        }
        return null;
    }

    private static int by6(ProtocolTables tables, StaticBib entry) {
        return tables.bibs.find6(entry.remote6High(), entry.remote6Low(), entry.remote6Port());
    }

    private static int by4(ProtocolTables tables, StaticBib entry) {
        return tables.bibs.find4(entry.local4(), entry.local4Port());
    }

    private void release(StaticBib entry) {
        ProtocolTables tables = state.tables(entry.protocol());
        int bib = by4(tables, entry);
        if (bib == BibTable.NONE || bib != by6(tables, entry)) {
            return;
        }
        tables.bibs.isStatic(bib, false);
        if (tables.bibs.firstSession(bib) == SessionTable.NONE || inTheWay.contains(entry)) {
            end(tables, entry);
        }
    }

    private void end(ProtocolTables tables, StaticBib entry) {
        boolean ended = new Removal(tables).end(() -> by4(tables, entry), OrderedRemovals.of(state));
        assert ended;
    }

    private void add(StaticBib entry) {
        ProtocolTables tables = state.tables(entry.protocol());
        int bib = by4(tables, entry);
        if (bib == BibTable.NONE) {
            if (tables.bibsFull(state.settings())) {
                throw new IllegalStateException("no memory is left for static BIB entries");
            }
            bib = tables.bibs.add(
                    entry.remote6High(), entry.remote6Low(), entry.remote6Port(), entry.local4(), entry.local4Port());
        }
        tables.bibs.isStatic(bib, true);
        tables.discardSynsTo(entry.local4(), entry.local4Port());
    }
}
