// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Iterator;
import java.util.NoSuchElementException;
import joolj.address.L4Protocol;

/** Walks through the display's lines of one protocol of a {@link Pool4}. */
final class Pool4Rows implements Iterator<Pool4Row> {
    private final L4Protocol protocol;
    private final int[] marks;
    private final Pool4Domain[] domains;

    private int domain;
    private int block;
    private long address;
    private int range;

    Pool4Rows(L4Protocol protocol, int[] marks, Pool4Domain[] domains) {
        this.protocol = protocol;
        this.marks = marks;
        this.domains = domains;
        if (domains.length > 0) {
            address = domains[0].firstAddress(0);
        }
    }

    @Override
    public boolean hasNext() {
        return domain < domains.length;
    }

    @Override
    public Pool4Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Pool4Domain current = domains[domain];
        PortRanges ports = current.ports(block);
        boolean fixed = current.maxIterations() != Pool4.AUTO;
        long iterations = fixed ? current.maxIterations() : current.effectiveMaxIterations();
        Pool4Row row = new Pool4Row(
                marks[domain], protocol, iterations, fixed, (int) address, ports.first(range), ports.last(range));
        advance(current, ports);
        return row;
    }

    private void advance(Pool4Domain current, PortRanges ports) {
        range++;
        if (range < ports.ranges()) {
            return;
        }
        range = 0;
        address++;
        if (address <= current.lastAddress(block)) {
            return;
        }
        block++;
        if (block == current.blocks()) {
            block = 0;
            domain++;
        }
        if (domain < domains.length) {
            address = domains[domain].firstAddress(block);
        }
    }
}
