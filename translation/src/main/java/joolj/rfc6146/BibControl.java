// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.address.L4Protocol;
import joolj.translation.Routes;

/**
 * The control thread's access to BIB entries: static entries, removals, and what a change of pool4 entails. Observers
 * are told that somebody ordered it. Removals of entries with many sessions let packets through in between.
 *
 * <p>Addresses are big-endian, ports (ICMP: identifiers) 0 to 65535.
 */
public final class BibControl {
    /** How many entries are looked at while the lock is held once. */
    private static final int LOCKED_STEPS = 512;

    private final Nat64State state;

    BibControl(Nat64State state) {
        this.state = state;
    }

    /**
     * Adds a static entry, or makes the same dynamic one static. SYNs kept for its pool4 transport address are let go.
     *
     * @param routes the routing of the instance's namespace; asked if pool4 is empty
     */
    public BibAddition addStatic(
            L4Protocol protocol,
            long remote6High,
            long remote6Low,
            int remote6Port,
            int local4,
            int local4Port,
            Routes routes) {
        if (!state.inPool4(protocol, local4, local4Port, routes)) {
            return new BibAddition(BibAddition.Result.NOT_IN_POOL4, null);
        }
        ProtocolTables tables = state.tables(protocol);
        synchronized (tables) {
            int by6 = tables.bibs.find6(remote6High, remote6Low, remote6Port);
            int by4 = tables.bibs.find4(local4, local4Port);
            if (by6 != by4) {
                int other = by6 == BibTable.NONE ? by4 : by6;
                return new BibAddition(BibAddition.Result.COLLISION, BibRow.of(tables, other));
            }
            int bib = by6;
            if (bib == BibTable.NONE) {
                if (tables.bibsFull(state.settings())) {
                    return new BibAddition(BibAddition.Result.FULL, null);
                }
                bib = tables.bibs.add(remote6High, remote6Low, remote6Port, local4, local4Port);
            }
            tables.bibs.isStatic(bib, true);
            tables.discardSynsTo(local4, local4Port);
            return new BibAddition(BibAddition.Result.ADDED, null);
        }
    }

    /** Removes the entry of an IPv6 transport address with its sessions; false if there is none. */
    public boolean remove6(L4Protocol protocol, long remote6High, long remote6Low, int remote6Port) {
        ProtocolTables tables = state.tables(protocol);
        return new Removal(tables)
                .end(() -> tables.bibs.find6(remote6High, remote6Low, remote6Port), OrderedRemovals.of(state));
    }

    /** Removes the entry of a pool4 transport address with its sessions; false if there is none. */
    public boolean remove4(L4Protocol protocol, int local4, int local4Port) {
        ProtocolTables tables = state.tables(protocol);
        return new Removal(tables).end(() -> tables.bibs.find4(local4, local4Port), OrderedRemovals.of(state));
    }

    /** Removes the entry that has both transport addresses, with its sessions; false if there is none. */
    public boolean remove(
            L4Protocol protocol, long remote6High, long remote6Low, int remote6Port, int local4, int local4Port) {
        ProtocolTables tables = state.tables(protocol);
        BibTable bibs = tables.bibs;
        return new Removal(tables)
                .end(
                        () -> {
                            int bib = bibs.find4(local4, local4Port);
                            return bib == bibs.find6(remote6High, remote6Low, remote6Port) ? bib : BibTable.NONE;
                        },
                        OrderedRemovals.of(state));
    }

    /**
     * Removes the entries, static ones as well, whose pool4 transport address lies in a range: what the removal of that
     * range from pool4 entails.
     *
     * @param address first address of a prefix
     * @param length length of the prefix, 0 to 32
     * @param port one end of the range of ports
     * @param otherPort the other end
     * @return how many entries
     */
    public int removeRange(L4Protocol protocol, int address, int length, int port, int otherPort) {
        ProtocolTables tables = state.tables(protocol);
        BibTable bibs = tables.bibs;
        int mask = length == 0 ? 0 : -1 << (32 - length);
        int firstPort = Math.min(port, otherPort);
        int lastPort = Math.max(port, otherPort);
        return new Removal(tables)
                .endAll(
                        bib -> (bibs.local4(bib) & mask) == (address & mask)
                                && firstPort <= bibs.local4Port(bib)
                                && bibs.local4Port(bib) <= lastPort,
                        OrderedRemovals.of(state));
    }

    /** Removes all entries of all protocols: what flushing pool4 entails. Returns how many. */
    public int flush() {
        int ended = 0;
        for (L4Protocol protocol : L4Protocol.values()) {
            ended += new Removal(state.tables(protocol)).endAll(bib -> true, OrderedRemovals.of(state));
        }
        return ended;
    }

    /**
     * An entry whose transport address a pool4 lacks, or null if it has them all.
     *
     * @param pool4 the pool4 in question, perhaps not yet in force
     * @param routes the routing of the instance's namespace; asked if {@code pool4} is empty
     */
    public BibRow outside(Pool4 pool4, Routes routes) {
        for (L4Protocol protocol : L4Protocol.values()) {
            BibRow outside = outside(state.tables(protocol), pool4, routes);
            if (outside != null) {
                return outside;
            }
        }
        return null;
    }

    private static BibRow outside(ProtocolTables tables, Pool4 pool4, Routes routes) {
        BibTable bibs = tables.bibs;
        int at = 0;
        while (true) {
            synchronized (tables) {
                int stop = Math.min(bibs.limit(), at + LOCKED_STEPS);
                for (; at < stop; at++) {
                    if (bibs.isLive(at)
                            && !Nat64State.inPool4(
                                    pool4, tables.protocol, bibs.local4(at), bibs.local4Port(at), routes)) {
                        return BibRow.of(tables, at);
                    }
                }
                if (at >= bibs.limit()) {
                    return null;
                }
            }
        }
    }
}
