// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.address.L4Protocol;

/**
 * A BIB entry as it was when it was read. Addresses are big-endian, ports (ICMP: identifiers) 0 to 65535.
 *
 * @param protocol whose BIB it is in
 * @param remote6High upper half of the IPv6 node's address
 * @param remote6Low lower half
 * @param remote6Port the IPv6 node's port
 * @param local4 the pool4 address
 * @param local4Port the pool4 port
 * @param isStatic whether it stays without sessions
 */
public record BibRow(
        L4Protocol protocol,
        long remote6High,
        long remote6Low,
        int remote6Port,
        int local4,
        int local4Port,
        boolean isStatic) {

    /** The row of an entry; its protocol's lock must be held. */
    static BibRow of(ProtocolTables tables, int bib) {
        BibTable bibs = tables.bibs;
        return new BibRow(
                tables.protocol,
                bibs.remote6High(bib),
                bibs.remote6Low(bib),
                bibs.remote6Port(bib),
                bibs.local4(bib),
                bibs.local4Port(bib),
                bibs.isStatic(bib));
    }
}
