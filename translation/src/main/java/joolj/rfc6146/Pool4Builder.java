// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import joolj.address.L4Protocol;

/**
 * Collects the entries of a pool4 and puts them together at once, so that time grows little faster than their number:
 * each {@link Pool4#add} copies the pool. The result is the same. Confined to one thread.
 */
public final class Pool4Builder {
    /** What is collected for one mark and protocol. */
    private static final class Collected {
        final List<Pool4Domain> entries = new ArrayList<>();
        long maxIterations = Pool4.AUTO;
    }

    private final Map<L4Protocol, TreeMap<Integer, Collected>> collected = new EnumMap<>(L4Protocol.class);

    /**
     * Adds a range of ports of all addresses of a prefix; see {@link Pool4#add} for arguments and errors. What is refused
     * changes nothing.
     *
     * @throws IllegalArgumentException if a number is out of its range or the prefix has host bits
     */
    public void add(
            int mark, L4Protocol protocol, int address, int length, int port, int otherPort, long maxIterations) {
        Pool4Domain entry = Pool4.entry(protocol, address, length, port, otherPort, maxIterations);
        Collected domain = collected
                .computeIfAbsent(protocol, unused -> new TreeMap<>())
                .computeIfAbsent(mark, unused -> new Collected());
        domain.entries.add(entry);
        if (maxIterations != Pool4.UNCHANGED) {
            domain.maxIterations = maxIterations;
        }
    }

    /** The pool of everything that was added so far. */
    public Pool4 build() {
        Pool4 pool = Pool4.EMPTY;
        for (Map.Entry<L4Protocol, TreeMap<Integer, Collected>> table : collected.entrySet()) {
            int[] marks = new int[table.getValue().size()];
            Pool4Domain[] domains = new Pool4Domain[marks.length];
            int at = 0;
            for (Map.Entry<Integer, Collected> entry :
                    table.getValue().descendingMap().entrySet()) {
                Collected domain = entry.getValue();
                marks[at] = entry.getKey();
                domains[at] = Pool4Domain.union(domain.entries).withMaxIterations(domain.maxIterations);
                at++;
            }
            pool = pool.with(table.getKey(), marks, domains);
        }
        return pool;
    }
}
