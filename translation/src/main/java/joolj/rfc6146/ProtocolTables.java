// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.address.L4Protocol;
import joolj.translation.Reason;

/**
 * The BIB and the session table of one protocol, and what goes with them. The object itself is the lock: every method
 * but {@link #sweepDue} must be called with its monitor held, and nobody may call out while holding it.
 */
final class ProtocolTables {
    /** Milliseconds from one search for expired sessions to the next. */
    static final long SWEEP_INTERVAL = 2_000;

    /** Milliseconds until the system is asked for memory again after it had none. */
    private static final long MEMORY_RETRY = 60_000;

    final L4Protocol protocol;
    final BibTable bibs;
    final SessionTable sessions;
    final StoredSyns syns;
    final PortSelection ports;
    private final SessionAdmission admission;

    private boolean started;
    private long clock;
    private long noMemoryUntil = Long.MIN_VALUE;
    private volatile long nextSweep = Long.MIN_VALUE;

    ProtocolTables(L4Protocol protocol, byte[] secret, SessionAdmission admission) {
        KeyedHash hash = KeyedHash.of(secret, protocol.ordinal());
        this.protocol = protocol;
        this.admission = admission;
        this.bibs = new BibTable(hash);
        this.sessions = new SessionTable(protocol, bibs, hash);
        this.syns = new StoredSyns(hash);
        this.ports = new PortSelection(protocol, bibs, KeyedHash.of(secret, 16 + protocol.ordinal()));
    }

    /**
     * Takes note of the time. Workers read their clocks at different moments; the tables' own never goes back.
     *
     * @return the time that counts, milliseconds
     */
    long advance(long now) {
        if (!started) {
            started = true;
            clock = now;
            nextSweep = now + SWEEP_INTERVAL;
        }
        clock = Math.max(clock, now);
        return clock;
    }

    /** The time that counts, milliseconds. */
    long now() {
        return clock;
    }

    /** Whether it is time to search for expired sessions. */
    boolean sweepDue(long now) {
        return nextSweep <= now;
    }

    /** Ends a search: everything that had expired is gone. */
    void sweepDone(long now) {
        sessions.startSearch();
        nextSweep = now + SWEEP_INTERVAL;
    }

    /** The port that tells sessions of a BIB entry and an IPv4 address apart; for ICMP there is but one. */
    int remote4Port(int bib, Flow flow) {
        return protocol == L4Protocol.ICMP ? bibs.local4Port(bib) : flow.remote4Port;
    }

    /** Whether there is no room for another session: it would exceed the table's limit, or there is no memory. */
    boolean sessionsFull(StateSettings settings) {
        boolean mayTakeMemory = clock >= noMemoryUntil;
        return sessions.count() >= settings.maximumSessions()
                || (!sessions.hasRoom(mayTakeMemory) && isOutOfMemory(mayTakeMemory));
    }

    /**
     * Asks for a place for another session of an IPv6 node. If it is given, {@link #addSession} must follow, or
     * {@link #cancelSession}.
     *
     * @param from6 whether the IPv6 node opens it
     * @return null, or which limit is exceeded
     */
    Reason reserveSession(long remote6High, long remote6Low, boolean from6, StateSettings settings) {
        return sessionsFull(settings) ? Reason.ENOMEM : admission.reserve(remote6High, remote6Low, from6, clock);
    }

    /** The same, opened by the IPv4 node towards the IPv6 node of a BIB entry. */
    Reason reserveSessionFrom4(int bib, StateSettings settings) {
        return reserveSession(bibs.remote6High(bib), bibs.remote6Low(bib), false, settings);
    }

    /** Gives back the place that {@link #reserveSession} gave the flow's IPv6 node. */
    void cancelSession(Flow flow) {
        admission.cancel(flow.remote6High, flow.remote6Low);
    }

    /** Whether there is no room for another BIB entry: it would exceed the limit, or there is no memory. */
    boolean bibsFull(StateSettings settings) {
        boolean mayTakeMemory = clock >= noMemoryUntil;
        return bibs.count() >= settings.maximumBibEntries()
                || (!bibs.hasRoom(mayTakeMemory) && isOutOfMemory(mayTakeMemory));
    }

    /** The virtual machine thinks long before it refuses memory, so that it is seldom asked again. */
    private boolean isOutOfMemory(boolean refusedNow) {
        if (refusedNow) {
            noMemoryUntil = clock + MEMORY_RETRY;
        }
        return true;
    }

    /** Adds the flow's session to a BIB entry; it has its place already. */
    int addSession(int bib, Flow flow, TcpState state, SessionTimer timer) {
        flow.events |= StateEvents.SESSION_CREATED;
        int session = sessions.add(bib, flow, remote4Port(bib, flow), state, timer, clock);
        sessions.countedIn(session, admission.generation());
        return session;
    }

    /** Restarts a session's timer. */
    void update(int session, SessionTimer timer) {
        sessions.update(session, timer, clock);
    }

    /**
     * Removes a session, the SYN kept with it, and its BIB entry if that is dynamic and has no other.
     *
     * @return whether the BIB entry went as well
     */
    boolean removeSession(int session) {
        int bib = sessions.bib(session);
        StoredSyns.Syn syn = synOf(session);
        if (syn != null) {
            syns.remove(syn);
        }
        admission.forget(bibs.remote6High(bib), bibs.remote6Low(bib), sessions.countedIn(session));
        sessions.remove(session);
        if (bibs.firstSession(bib) != BibTable.NONE || bibs.isStatic(bib)) {
            return false;
        }
        removeBib(bib);
        return true;
    }

    /** The SYN that is kept with a session, or null. */
    StoredSyns.Syn synOf(int session) {
        if (syns.count() == 0) {
            return null;
        }
        StoredSyns.Syn syn = syns.find(
                sessions.remote4(session),
                sessions.remote4Port(session),
                sessions.local4(session),
                sessions.local4Port(session));
        return syn != null && syn.hasSession ? syn : null;
    }

    /** Removes a BIB entry that has no sessions. */
    void removeBib(int bib) {
        bibs.remove(bib);
        ports.released();
    }

    /** Removes SYNs of type 1 that wait for a pool4 transport address; a BIB entry makes them pointless. */
    void discardSynsTo(int local4, int local4Port) {
        StoredSyns.Syn syn = syns.oldest();
        while (syn != null) {
            StoredSyns.Syn newer = StoredSyns.newerThan(syn);
            if (syn.local4 == local4 && syn.local4Port == local4Port) {
                syns.remove(syn);
            }
            syn = newer;
        }
    }

    /** Writes the pool4 transport address of a session into a flow, as its mask. */
    void maskBySession(int session, Flow flow) {
        flow.local4 = sessions.local4(session);
        flow.local4Port = sessions.local4Port(session);
        if (protocol == L4Protocol.ICMP) {
            flow.remote4Port = flow.local4Port;
        }
    }

    /** Writes the IPv6 transport address of a session into a flow, as its destination. */
    void unmaskBySession(int session, Flow flow) {
        flow.remote6High = sessions.remote6High(session);
        flow.remote6Low = sessions.remote6Low(session);
        flow.remote6Port = sessions.remote6Port(session);
        flow.local6Port = protocol == L4Protocol.ICMP ? flow.remote6Port : flow.remote4Port;
    }

    /** Writes the pool4 transport address of a BIB entry into a flow, as its mask. */
    void mask(int bib, Flow flow) {
        flow.local4 = bibs.local4(bib);
        flow.local4Port = bibs.local4Port(bib);
        if (protocol == L4Protocol.ICMP) {
            flow.remote4Port = flow.local4Port;
        }
    }

    /** Writes the IPv6 transport address of a BIB entry into a flow, as its destination. */
    void unmask(int bib, Flow flow) {
        flow.remote6High = bibs.remote6High(bib);
        flow.remote6Low = bibs.remote6Low(bib);
        flow.remote6Port = bibs.remote6Port(bib);
        flow.local6Port = protocol == L4Protocol.ICMP ? flow.remote6Port : flow.remote4Port;
    }

    /** Writes a BIB entry into a flow. */
    void describeBib(int bib, Flow flow) {
        flow.protocol = protocol;
        flow.local4 = bibs.local4(bib);
        flow.local4Port = bibs.local4Port(bib);
        flow.remote4Port = flow.local4Port;
        unmask(bib, flow);
    }

    /** Writes a session into a flow. */
    void describe(int session, Flow flow) {
        flow.protocol = protocol;
        flow.local6High = sessions.local6High(session);
        flow.local6Low = sessions.local6Low(session);
        flow.remote4 = sessions.remote4(session);
        flow.remote4Port = sessions.remote4Port(session);
        flow.local4 = sessions.local4(session);
        flow.local4Port = sessions.local4Port(session);
        unmaskBySession(session, flow);
    }
}
