// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import joolj.address.L4Protocol;

/**
 * The IPv4 transport address pool (RFC 6146 § 3.2): for each mark and protocol, the addresses and ports that mask IPv6
 * nodes. An immutable snapshot; a change returns another one.
 *
 * <p>An empty pool stands for the implicit default: the address the kernel would send from, ports
 * {@value #IMPLICIT_FIRST_PORT} to 65535, whatever the mark.
 */
public final class Pool4 {
    /** Maximum iterations: as many as the size of the pool suggests. */
    public static final long AUTO = -3;

    /** Maximum iterations: no limit. */
    public static final long INFINITY = -1;

    /** Maximum iterations: what the mark and protocol have already, {@link #AUTO} if nothing. */
    public static final long UNCHANGED = -2;

    /** First port of the implicit pool; the last is 65535. */
    public static final int IMPLICIT_FIRST_PORT = 61001;

    /** How many ports the implicit pool has. */
    static final int IMPLICIT_PORTS = 65536 - IMPLICIT_FIRST_PORT;

    /** The pool without entries. */
    public static final Pool4 EMPTY = new Pool4(new Table[] {Table.EMPTY, Table.EMPTY, Table.EMPTY});

    /** One protocol's domains, in the order of descending marks as signed numbers, which is that of the display. */
    private static final class Table {
        static final Table EMPTY = new Table(new int[0], new Pool4Domain[0]);

        final int[] marks;
        final Pool4Domain[] domains;
        /** What all marks have together; made when first asked for, possibly twice, with the same result. */
        private volatile Pool4Domain union;

        Table(int[] marks, Pool4Domain[] domains) {
            this.marks = marks;
            this.domains = domains;
        }

        /** Where a mark is, or -1 - where it would be. */
        int indexOf(int mark) {
            int low = 0;
            int high = marks.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                if (marks[middle] == mark) {
                    return middle;
                }
                if (marks[middle] > mark) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1 - low;
        }

        /** A table with another domain for a mark; an empty domain goes. */
        Table with(int mark, Pool4Domain domain) {
            int index = indexOf(mark);
            boolean present = index >= 0;
            int at = present ? index : -1 - index;
            int behind = present ? at + 1 : at;
            int keep = domain.size() == 0 ? 0 : 1;
            int length = at + keep + marks.length - behind;
            int[] newMarks = Arrays.copyOf(marks, length);
            Pool4Domain[] newDomains = Arrays.copyOf(domains, length);
            System.arraycopy(marks, behind, newMarks, at + keep, marks.length - behind);
            System.arraycopy(domains, behind, newDomains, at + keep, marks.length - behind);
            if (keep == 1) {
                newMarks[at] = mark;
                newDomains[at] = domain;
            }
            return new Table(newMarks, newDomains);
        }

        Pool4Domain union() {
            Pool4Domain all = union;
            if (all == null) {
                all = Pool4Domain.union(List.of(domains));
                union = all;
            }
            return all;
        }
    }

    private final Table[] tables;

    private Pool4(Table[] tables) {
        this.tables = tables;
    }

    private Pool4 with(L4Protocol protocol, Table table) {
        Table[] changed = tables.clone();
        changed[protocol.ordinal()] = table;
        return new Pool4(changed);
    }

    /** This pool with other domains for a protocol: none of them empty, in the order of descending marks. */
    Pool4 with(L4Protocol protocol, int[] marks, Pool4Domain[] domains) {
        return with(protocol, new Table(marks, domains));
    }

    /**
     * Adds a range of ports of all addresses of a prefix. Bounds of the port range may be swapped; port 0 of TCP and
     * UDP counts as 1; ranges that touch become one.
     *
     * @param mark the packets' mark, SO_MARK's 32 bits
     * @param protocol the protocol
     * @param address first address of the prefix, big-endian; its host bits must be 0
     * @param length length of the prefix, 0 to 32
     * @param port one end of the range of ports or ICMP identifiers, 0 to 65535
     * @param otherPort the other end, 0 to 65535
     * @param maxIterations for this mark and protocol: 1 to 2^32-1, {@link #AUTO}, {@link #INFINITY} or {@link
     *     #UNCHANGED}
     * @return the pool with the range
     * @throws IllegalArgumentException if a number is out of its range or the prefix has host bits
     */
    public Pool4 add(
            int mark, L4Protocol protocol, int address, int length, int port, int otherPort, long maxIterations) {
        Pool4Domain entry = entry(protocol, address, length, port, otherPort, maxIterations);
        Table table = tables[protocol.ordinal()];
        int index = table.indexOf(mark);
        Pool4Domain domain = index < 0 ? entry : table.domains[index].with(entry);
        if (maxIterations != UNCHANGED) {
            domain = domain.withMaxIterations(maxIterations);
        }
        return with(protocol, table.with(mark, domain));
    }

    /** What {@link #add} adds, with the default of maximum iterations. */
    static Pool4Domain entry(
            L4Protocol protocol, int address, int length, int port, int otherPort, long maxIterations) {
        checkRange(protocol, address, length, port, otherPort);
        if (maxIterations == 0) {
            throw new IllegalArgumentException("Zero is not a legal Max Iterations value.");
        }
        if (maxIterations < AUTO || maxIterations > 0xffff_ffffL) {
            throw new IllegalArgumentException("max-iterations (" + maxIterations + ") is out of range.");
        }
        int firstPort = Math.min(port, otherPort);
        int lastPort = Math.max(port, otherPort);
        if (protocol != L4Protocol.ICMP) {
            firstPort = Math.max(1, firstPort);
            lastPort = Math.max(1, lastPort);
        }
        return Pool4Domain.of(unsigned(address), lastOf(address, length), firstPort, lastPort);
    }

    /**
     * Removes a range of ports of all addresses of a prefix; what is not there is no error. Arguments as for
     * {@link #add}.
     *
     * @param mark the packets' mark
     * @param protocol the protocol
     * @param address first address of the prefix, big-endian; its host bits must be 0
     * @param length length of the prefix, 0 to 32
     * @param port one end of the range of ports or ICMP identifiers, 0 to 65535
     * @param otherPort the other end, 0 to 65535
     * @return the pool without the range
     */
    public Pool4 remove(int mark, L4Protocol protocol, int address, int length, int port, int otherPort) {
        checkRange(protocol, address, length, port, otherPort);
        Table table = tables[protocol.ordinal()];
        int index = table.indexOf(mark);
        if (index < 0) {
            return this;
        }
        Pool4Domain domain = table.domains[index].without(
                unsigned(address), lastOf(address, length), Math.min(port, otherPort), Math.max(port, otherPort));
        return with(protocol, table.with(mark, domain));
    }

    /** The pool without any entry: {@link #EMPTY}. */
    public Pool4 flush() {
        return EMPTY;
    }

    private static void checkRange(L4Protocol protocol, int address, int length, int port, int otherPort) {
        Objects.requireNonNull(protocol, "protocol");
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("Prefix length " + length + " is too high.");
        }
        if ((address & hostBits(length)) != 0) {
            throw new IllegalArgumentException(
                    "'" + dotted(address) + "/" + length + "' seems to have a suffix; please fix.");
        }
        if (((port | otherPort) & ~0xffff) != 0) {
            throw new IllegalArgumentException("ports " + port + "-" + otherPort + " are out of bounds (0-65535).");
        }
    }

    private static String dotted(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    private static int hostBits(int length) {
        return length == 0 ? -1 : length == 32 ? 0 : -1 >>> length;
    }

    private static long unsigned(int address) {
        return address & 0xffff_ffffL;
    }

    private static long lastOf(int address, int length) {
        return unsigned(address | hostBits(length));
    }

    /** Whether no protocol has an entry, so that the implicit default applies. */
    public boolean isEmpty() {
        return tables[0].marks.length == 0 && tables[1].marks.length == 0 && tables[2].marks.length == 0;
    }

    /** What packets of a mark may be masked with, or null if nothing. */
    Pool4Domain domain(L4Protocol protocol, int mark) {
        Table table = tables[protocol.ordinal()];
        int index = table.indexOf(mark);
        return index < 0 ? null : table.domains[index];
    }

    /**
     * Whether an entry of any mark has a transport address. Always false if the pool is empty.
     *
     * @param protocol the protocol
     * @param address big-endian
     * @param port port or ICMP identifier, 0 to 65535
     */
    public boolean contains(L4Protocol protocol, int address, int port) {
        return tables[protocol.ordinal()].union().contains(address, port);
    }

    /** This pool, with everything made that packets need, so that none has to wait for it. */
    Pool4 prepared() {
        for (Table table : tables) {
            Pool4Domain made = table.union();
            assert made.size() >= 0;
        }
        return this;
    }

    /** Whether an entry of any mark and protocol has an address, big-endian. Always false if the pool is empty. */
    public boolean hasAddress(int address) {
        for (Table table : tables) {
            if (table.union().hasAddress(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The display's lines of a protocol: marks descending as signed 32-bit numbers, then ascending address, then port.
     * Lazy, so that a large prefix may be shown a page at a time.
     */
    public Iterator<Pool4Row> rows(L4Protocol protocol) {
        Table table = tables[protocol.ordinal()];
        return new Pool4Rows(protocol, table.marks, table.domains);
    }
}
