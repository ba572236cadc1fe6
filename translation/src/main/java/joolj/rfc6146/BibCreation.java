// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/** Makes BIB entries for IPv6 packets; RFC 6146 § 3.5.1.1, § 3.5.2.3. Its protocol's lock must be held. */
final class BibCreation {
    private BibCreation() {}

    /**
     * Whether an entry masks its IPv6 node with another address than the one that the implicit pool offers now. Static
     * entries are what their owner wants them to be.
     */
    static boolean isOutdated(ProtocolTables tables, int bib, Flow flow, Pool4Domain domain) {
        return domain == null && tables.bibs.local4(bib) != flow.local4 && !tables.bibs.isStatic(bib);
    }

    /** The same question about the entry of a session. */
    static boolean isOutdatedOfSession(ProtocolTables tables, int session, Flow flow, Pool4Domain domain) {
        return domain == null
                && tables.sessions.local4(session) != flow.local4
                && !tables.bibs.isStatic(tables.sessions.bib(session));
    }

    /** Adds an entry for the flow's IPv6 node, or returns {@link BibTable#NONE} if pool4 is exhausted. */
    static int create(ProtocolTables tables, Flow flow, Pool4Domain domain, StateSettings settings) {
        if (!tables.ports.select(flow, domain, settings.fArgs())) {
            flow.events |= StateEvents.POOL4_EXHAUSTED;
            return BibTable.NONE;
        }
        return add(tables, flow);
    }

    /** Adds an entry with the flow's remote6 and local4. */
    static int add(ProtocolTables tables, Flow flow) {
        flow.events |= StateEvents.BIB_CREATED;
        return tables.bibs.add(flow.remote6High, flow.remote6Low, flow.remote6Port, flow.local4, flow.local4Port);
    }
}
