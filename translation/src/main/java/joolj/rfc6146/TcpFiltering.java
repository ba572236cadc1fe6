// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.translation.Reason;

/**
 * Filtering and updating for TCP; RFC 6146 § 3.5.2.2: state CLOSED and the storing of SYNs. Segments of existing
 * sessions go through {@link TcpStateMachine}.
 *
 * <p>Deviation from RFC 6146 § 3.5.2.2: a SYN kept without a BIB entry is not a session, and not displayed as one.
 */
final class TcpFiltering {
    private final ProtocolTables tables;

    TcpFiltering(ProtocolTables tables) {
        this.tables = tables;
    }

    /**
     * An IPv6 segment.
     *
     * @param domain what its mark may be masked with, or null for the implicit pool, whose address is in local4
     * @return null, with local4 filled, or why it is not translated; {@link StateEvents#BIB_OUTDATED} goes first
     */
    Reason outbound(Flow flow, Pool4Domain domain, StateSettings settings, long now) {
        synchronized (tables) {
            tables.advance(now);
            int session = tables.sessions.find6(flow);
            if (session == SessionTable.NONE) {
                return outboundWithoutSession(flow, domain, settings);
            }
            if (BibCreation.isOutdatedOfSession(tables, session, flow, domain)) {
                flow.events |= StateEvents.BIB_OUTDATED;
                return null;
            }
            step(session, true, flow, settings);
            tables.maskBySession(session, flow);
            return null;
        }
    }

    private Reason outboundWithoutSession(Flow flow, Pool4Domain domain, StateSettings settings) {
        int bib = tables.bibs.find6(flow.remote6High, flow.remote6Low, flow.remote6Port);
        if (bib == BibTable.NONE) {
            return flow.syn ? openWithoutBib(flow, domain, settings) : Reason.SYN6_EXPECTED;
        }
        if (BibCreation.isOutdated(tables, bib, flow, domain)) {
            flow.events |= StateEvents.BIB_OUTDATED;
            return null;
        }
        if (flow.syn) {
            Reason refusal = tables.reserveSession(flow.remote6High, flow.remote6Low, true, settings);
            if (refusal != null) {
                return refusal;
            }
            tables.addSession(bib, flow, TcpState.V6_INIT, SessionTimer.TCP_TRANSITORY);
        }
        tables.mask(bib, flow);
        return null;
    }

    /** A V6 SYN of a node without BIB entry. */
    private Reason openWithoutBib(Flow flow, Pool4Domain domain, StateSettings settings) {
        if (tables.bibsFull(settings)) {
            return Reason.ENOMEM;
        }
        Reason refusal = tables.reserveSession(flow.remote6High, flow.remote6Low, true, settings);
        if (refusal != null) {
            return refusal;
        }
        StoredSyns.Syn syn = waiting(flow, domain);
        if (syn != null) {
            flow.local4 = syn.local4;
            flow.local4Port = syn.local4Port;
            tables.syns.remove(syn);
            int bib = BibCreation.add(tables, flow);
            tables.addSession(bib, flow, TcpState.ESTABLISHED, SessionTimer.TCP_ESTABLISHED);
            return null;
        }
        int bib = BibCreation.create(tables, flow, domain, settings);
        if (bib == BibTable.NONE) {
            tables.cancelSession(flow);
            return Reason.UNKNOWN;
        }
        tables.addSession(bib, flow, TcpState.V6_INIT, SessionTimer.TCP_TRANSITORY);
        tables.mask(bib, flow);
        return null;
    }

    /** The SYN of type 1 that a V6 SYN meets, or null. Its pool4 address must be permitted and without entry. */
    private StoredSyns.Syn waiting(Flow flow, Pool4Domain domain) {
        StoredSyns.Syn syn = tables.syns.first(flow.remote4, flow.remote4Port);
        while (syn != null) {
            boolean permitted = domain == null
                    ? syn.local4 == flow.local4 && syn.local4Port >= Pool4.IMPLICIT_FIRST_PORT
                    : domain.contains(syn.local4, syn.local4Port);
            if (permitted && tables.bibs.find4(syn.local4, syn.local4Port) == BibTable.NONE) {
                return syn;
            }
            syn = tables.syns.next(syn);
        }
        return null;
    }

    /**
     * An IPv4 segment.
     *
     * @return null, with remote6 filled, or why it is not translated
     */
    Reason inbound(Flow flow, StateSettings settings, long now) {
        synchronized (tables) {
            tables.advance(now);
            int session = tables.sessions.find4(flow.local4, flow.local4Port, flow.remote4, flow.remote4Port);
            if (session == SessionTable.NONE) {
                return inboundWithoutSession(flow, settings);
            }
            if (tables.synOf(session) != null) {
                return Reason.SO_EXISTS;
            }
            step(session, false, flow, settings);
            tables.unmaskBySession(session, flow);
            return null;
        }
    }

    private Reason inboundWithoutSession(Flow flow, StateSettings settings) {
        int bib = tables.bibs.find4(flow.local4, flow.local4Port);
        Reason refusal = open(bib, flow, settings);
        if (refusal == null) {
            tables.unmask(bib, flow);
        }
        return refusal;
    }

    /** A V4 segment without session: null if there is an entry and it lets the segment through. */
    private Reason open(int bib, Flow flow, StateSettings settings) {
        if (bib == BibTable.NONE && tables.ports.isHostPort(flow.local4Port)) {
            return Reason.BIB4_NOT_FOUND;
        }
        if (!flow.syn) {
            return bib == BibTable.NONE ? Reason.SYN4_EXPECTED : null;
        }
        if (settings.dropExternallyInitiatedTcp()) {
            return Reason.V4_SYN;
        }
        if (bib == BibTable.NONE) {
            return store(BibTable.NONE, flow, settings);
        }
        if (settings.addressDependentFiltering()) {
            return tables.sessionsFull(settings) ? Reason.ENOMEM : store(bib, flow, settings);
        }
        Reason refusal = tables.reserveSessionFrom4(bib, settings);
        if (refusal != null) {
            return refusal;
        }
        tables.addSession(bib, flow, TcpState.V4_INIT, SessionTimer.TCP_TRANSITORY);
        return null;
    }

    /** Keeps a V4 SYN: type 1 without a BIB entry, type 2 with one. */
    private Reason store(int bib, Flow flow, StateSettings settings) {
        boolean hasBib = bib != BibTable.NONE;
        if (tables.syns.find(flow.remote4, flow.remote4Port, flow.local4, flow.local4Port) != null) {
            return Reason.SO_EXISTS;
        }
        if (tables.syns.count() >= settings.maximumSimultaneousOpens()) {
            return Reason.SO_FULL;
        }
        Reason refusal = hasBib ? tables.reserveSessionFrom4(bib, settings) : null;
        if (refusal != null) {
            return refusal;
        }
        tables.syns.add(flow, hasBib, tables.now());
        if (!hasBib) {
            return Reason.TYPE1PKT;
        }
        tables.addSession(bib, flow, TcpState.V4_INIT, SessionTimer.TCP_INCOMING_SYN);
        tables.unmask(bib, flow);
        return Reason.TYPE2PKT;
    }

    /** A segment of an existing session. */
    private void step(int session, boolean from6, Flow flow, StateSettings settings) {
        TcpState state = tables.sessions.state(session);
        TcpState next = TcpStateMachine.next(state, from6, flow);
        TcpStateMachine.Timer timer = TcpStateMachine.timer(state, from6, flow, settings.handleRstDuringFinRcv());
        if (next != state) {
            tables.sessions.state(session, next);
            if (state == TcpState.V4_INIT) {
                forgetSyn(session);
            }
        }
        switch (timer) {
            case KEEP -> {}
            case ESTABLISHED -> tables.update(session, SessionTimer.TCP_ESTABLISHED);
            case TRANSITORY -> tables.update(session, SessionTimer.TCP_TRANSITORY);
        }
    }

    private void forgetSyn(int session) {
        StoredSyns.Syn syn = tables.synOf(session);
        if (syn != null) {
            tables.syns.remove(syn);
        }
    }
}
