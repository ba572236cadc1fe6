// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.config.MaxIterations;
import joolj.config.PortRange;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.Pool4Row;

/** Turns the display's lines of pool4, one for each range of each address, back into as few entries as prefixes allow. */
public final class Pool4Entries {
    private final List<Pool4Entry> entries = new ArrayList<>();

    // Addresses that follow each other and have the same ports; none if there are no ports.
    private Pool4Row group;
    private long first;
    private long last;
    private List<PortRange> ports = List.of();

    // The address whose ports are being collected.
    private Pool4Row current;
    private List<PortRange> currentPorts = new ArrayList<>();

    private Pool4Entries() {}

    /**
     * Condenses the lines of one protocol.
     *
     * @param rows in the order of the display
     */
    public static List<Pool4Entry> of(Iterator<Pool4Row> rows) {
        Pool4Entries condensed = new Pool4Entries();
        rows.forEachRemaining(condensed::add);
        condensed.endAddress();
        condensed.endBlock();
        return condensed.entries;
    }

    private void add(Pool4Row row) {
        if (current == null || row.address() != current.address() || row.mark() != current.mark()) {
            endAddress();
            current = row;
        }
        currentPorts.add(new PortRange(row.firstPort(), row.lastPort()));
    }

    private void endAddress() {
        if (current == null) {
            return;
        }
        long address = Integer.toUnsignedLong(current.address());
        boolean continues =
                !ports.isEmpty() && group.mark() == current.mark() && address == last + 1 && ports.equals(currentPorts);
        if (!continues) {
            endBlock();
            group = current;
            first = address;
            ports = currentPorts;
        }
        last = address;
        currentPorts = new ArrayList<>();
    }

    private void endBlock() {
        long start = first;
        while (!ports.isEmpty() && start <= last) {
            int length = Ipv4Prefix.MAX_LENGTH;
            while (length > 0 && start % (1L << (33 - length)) == 0 && start + (1L << (33 - length)) - 1 <= last) {
                length--;
            }
            Ipv4Prefix prefix = new Ipv4Prefix((int) start, length);
            for (PortRange range : ports) {
                entries.add(new Pool4Entry(
                        Integer.toUnsignedLong(group.mark()), group.protocol(), prefix, range, iterations(group)));
            }
            start += prefix.size();
        }
        ports = List.of();
    }

    private static Optional<MaxIterations> iterations(Pool4Row row) {
        if (!row.iterationsFixed()) {
            return Optional.empty();
        }
        return Optional.of(
                row.iterations() == Pool4.INFINITY
                        ? MaxIterations.INFINITY
                        : new MaxIterations(MaxIterations.Kind.FIXED, row.iterations()));
    }
}
