// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.address.L4Protocol;
import joolj.translation.Reason;

/**
 * Filtering and updating for UDP and for ICMP queries; RFC 6146 § 3.5.1 and § 3.5.3.
 *
 * <p>Deviation from RFC 6146 § 3.5.1: an IPv4 packet without BIB entry is handed back to the system instead of being
 * answered with "port unreachable", so that the host can serve ports of its own.
 */
final class FilteringAndUpdating {
    private final ProtocolTables tables;
    private final SessionTimer timer;

    FilteringAndUpdating(ProtocolTables tables) {
        this.tables = tables;
        this.timer = tables.protocol == L4Protocol.ICMP ? SessionTimer.ICMP : SessionTimer.UDP;
    }

    /**
     * An IPv6 packet.
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
            tables.update(session, timer);
            tables.maskBySession(session, flow);
            return null;
        }
    }

    private Reason outboundWithoutSession(Flow flow, Pool4Domain domain, StateSettings settings) {
        int bib = tables.bibs.find6(flow.remote6High, flow.remote6Low, flow.remote6Port);
        if (bib == BibTable.NONE) {
            return create(flow, domain, settings);
        }
        if (BibCreation.isOutdated(tables, bib, flow, domain)) {
            flow.events |= StateEvents.BIB_OUTDATED;
            return null;
        }
        Reason refusal = tables.reserveSession(flow.remote6High, flow.remote6Low, true, settings);
        if (refusal != null) {
            return refusal;
        }
        tables.addSession(bib, flow, TcpState.ESTABLISHED, timer);
        tables.mask(bib, flow);
        return null;
    }

    private Reason create(Flow flow, Pool4Domain domain, StateSettings settings) {
        if (tables.bibsFull(settings)) {
            return Reason.ENOMEM;
        }
        Reason refusal = tables.reserveSession(flow.remote6High, flow.remote6Low, true, settings);
        if (refusal != null) {
            return refusal;
        }
        int bib = BibCreation.create(tables, flow, domain, settings);
        if (bib == BibTable.NONE) {
            tables.cancelSession(flow);
            return Reason.BIB6_NOT_FOUND;
        }
        tables.addSession(bib, flow, TcpState.ESTABLISHED, timer);
        tables.mask(bib, flow);
        return null;
    }

    /**
     * An IPv4 packet.
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
            tables.update(session, timer);
            tables.unmaskBySession(session, flow);
            return null;
        }
    }

    /** Makes the flow's session unless a filter or the limit forbids. */
    private Reason inboundWithoutSession(Flow flow, StateSettings settings) {
        int bib = tables.bibs.find4(flow.local4, flow.local4Port);
        if (bib == BibTable.NONE) {
            return Reason.BIB4_NOT_FOUND;
        }
        if (settings.addressDependentFiltering() && !tables.sessions.hasContact(bib, flow.remote4)) {
            return Reason.ADF;
        }
        Reason refusal = tables.reserveSessionFrom4(bib, settings);
        if (refusal != null) {
            return refusal;
        }
        int session = tables.addSession(bib, flow, TcpState.ESTABLISHED, timer);
        tables.sessions.openedFrom4(session);
        tables.unmask(bib, flow);
        return null;
    }
}
