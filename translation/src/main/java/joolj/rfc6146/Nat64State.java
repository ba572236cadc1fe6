// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Objects;
import joolj.address.L4Protocol;
import joolj.translation.Reason;
import joolj.translation.Routes;

/**
 * All state of a stateful NAT64 and the step that uses it, filtering and updating (RFC 6146 § 3.5). One object per
 * instance, shared by its workers and the control thread.
 *
 * <p>The methods for packets allocate nothing unless a table must grow or an IPv4 SYN is kept. Which packets come here
 * is the translator's decision: whether an IPv4 packet's destination is in pool4, for instance, it asks with
 * {@link #inPool4} beforehand.
 */
public final class Nat64State {
    private final ProtocolTables[] tables;
    private final Sweeper[] sweepers;
    private final TcpFiltering tcp;
    private final FilteringAndUpdating udp;
    private final FilteringAndUpdating icmp;
    private final SessionAdmission admission;
    private final Object limitsLock = new Object();

    private volatile StateSettings settings;
    private volatile Pool4 pool4;
    private volatile StateObserver observer;

    /** Where the next search for expired sessions starts; races do no harm. */
    private int turn;

    /**
     * @param settings what to start with
     * @param pool4 what to start with
     * @param secret at least 16 random octets; they keep outsiders from predicting ports and hash collisions
     */
    public Nat64State(StateSettings settings, Pool4 pool4, byte[] secret) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.pool4 = Objects.requireNonNull(pool4, "pool4").prepared();
        this.admission = new SessionAdmission(KeyedHash.of(secret, 32));
        L4Protocol[] protocols = L4Protocol.values();
        this.tables = new ProtocolTables[protocols.length];
        this.sweepers = new Sweeper[protocols.length];
        for (L4Protocol protocol : protocols) {
            tables[protocol.ordinal()] = new ProtocolTables(protocol, secret, admission);
            sweepers[protocol.ordinal()] = new Sweeper(tables[protocol.ordinal()]);
        }
        this.tcp = new TcpFiltering(tables(L4Protocol.TCP));
        this.udp = new FilteringAndUpdating(tables(L4Protocol.UDP));
        this.icmp = new FilteringAndUpdating(tables(L4Protocol.ICMP));
    }

    ProtocolTables tables(L4Protocol protocol) {
        return tables[protocol.ordinal()];
    }

    /**
     * Filters an IPv6 packet and updates BIB and sessions; RFC 6146 § 3.5.
     *
     * <p>The caller has filled protocol, remote6, local6, remote4 (extracted from local6), remote4Port (TCP and UDP:
     * local6Port), mark and the TCP flags.
     *
     * @param routes asked for the source address if pool4 is empty
     * @param now milliseconds of a clock that never goes back
     * @return null: local4 and local4Port are filled, for ICMP remote4Port as well, and the packet is to be translated.
     *     Otherwise why not: MASK_DOMAIN_NOT_FOUND, FAILED_ROUTES (pool4 empty and no source address), BIB6_NOT_FOUND or
     *     UNKNOWN (TCP) if pool4 is exhausted, SYN6_EXPECTED, ENOMEM (a table is full), SESSION_LIMIT,
     *     SESSION_LIMIT_SOURCE, SESSION_RATE_SOURCE
     */
    public Reason outbound(Flow flow, Routes routes, long now) {
        StateSettings current = settings;
        Pool4 pool = pool4;
        Pool4Domain domain = null;
        int source = 0;
        if (pool.isEmpty()) {
            source = routes.source4(flow.remote4, flow.mark);
            if (source == 0) {
                return Reason.FAILED_ROUTES;
            }
        } else {
            domain = pool.domain(flow.protocol, flow.mark);
            if (domain == null) {
                return Reason.MASK_DOMAIN_NOT_FOUND;
            }
        }
        while (true) {
            flow.events = 0;
            flow.local4 = source;
            Reason reason = filterOutbound(flow, domain, current, now);
            if ((flow.events & StateEvents.BIB_OUTDATED) == 0) {
                report(flow);
                return reason;
            }
            new Removal(tables(flow.protocol)).endOutdated(flow, entryObserver());
        }
    }

    private Reason filterOutbound(Flow flow, Pool4Domain domain, StateSettings current, long now) {
        return switch (flow.protocol) {
            case TCP -> tcp.outbound(flow, domain, current, now);
            case UDP -> udp.outbound(flow, domain, current, now);
            case ICMP -> icmp.outbound(flow, domain, current, now);
        };
    }

    /**
     * Filters an IPv4 packet and updates BIB and sessions; RFC 6146 § 3.5.
     *
     * <p>The caller has filled protocol, remote4, local4, local6 (remote4 embedded in pool6), mark and the TCP flags;
     * for a TCP SYN, {@link Flow#packet} as well, in case it must be kept.
     *
     * @param routes the routing of the worker's namespace
     * @param now milliseconds of a clock that never goes back
     * @return null: remote6, remote6Port and local6Port are filled, and the packet is to be translated. Otherwise why
     *     not: BIB4_NOT_FOUND, ADF, SYN4_EXPECTED, V4_SYN, SO_EXISTS, SO_FULL, ENOMEM (a table is full), SESSION_LIMIT,
     *     SESSION_LIMIT_SOURCE; TYPE1PKT and TYPE2PKT say that the packet was kept
     */
    public Reason inbound(Flow flow, Routes routes, long now) {
        flow.events = 0;
        StateSettings current = settings;
        Reason reason = switch (flow.protocol) {
            case TCP -> tcp.inbound(flow, current, now);
            case UDP -> udp.inbound(flow, current, now);
            case ICMP -> icmp.inbound(flow, current, now);
        };
        report(flow);
        return reason;
    }

    private void report(Flow flow) {
        StateObserver listener = observer;
        if (flow.events == 0 || listener == null) {
            return;
        }
        if ((flow.events & StateEvents.POOL4_EXHAUSTED) != 0) {
            listener.pool4Exhausted(flow);
        }
        if (!listener.watchesEntries()) {
            return;
        }
        if ((flow.events & StateEvents.BIB_CREATED) != 0) {
            listener.bibCreated(flow);
        }
        if ((flow.events & StateEvents.SESSION_CREATED) != 0) {
            listener.sessionCreated(flow);
        }
    }

    /**
     * Finds the BIB entry for an ICMPv6 error, by the tuple of the packet it quotes, with source and destination
     * exchanged; RFC 6146 § 3.5, last paragraph. Changes nothing.
     *
     * @param flow protocol and remote6 (the destination of the quoted packet) are filled
     * @return null: local4 and local4Port are filled, for ICMP remote4Port as well; or SESSION_NOT_FOUND. A BIB entry
     *     suffices, there need not be a session with this IPv4 node
     */
    public Reason outboundError(Flow flow, Routes routes, long now) {
        ProtocolTables of = tables(flow.protocol);
        synchronized (of) {
            int bib = of.bibs.find6(flow.remote6High, flow.remote6Low, flow.remote6Port);
            if (bib == BibTable.NONE) {
                return Reason.SESSION_NOT_FOUND;
            }
            of.mask(bib, flow);
            return null;
        }
    }

    /**
     * Finds the BIB entry for an ICMPv4 error, by the tuple of the packet it quotes, with source and destination
     * exchanged; RFC 6146 § 3.5, last paragraph. Changes nothing.
     *
     * @param flow protocol, local4 (the source of the quoted packet) and remote4Port are filled
     * @return null: remote6, remote6Port and local6Port are filled; or SESSION_NOT_FOUND. A BIB entry suffices, there
     *     need not be a session with this IPv4 node
     */
    public Reason inboundError(Flow flow, Routes routes, long now) {
        ProtocolTables of = tables(flow.protocol);
        synchronized (of) {
            int bib = of.bibs.find4(flow.local4, flow.local4Port);
            if (bib == BibTable.NONE) {
                return Reason.SESSION_NOT_FOUND;
            }
            of.unmask(bib, flow);
            return null;
        }
    }

    /**
     * Whether pool4 has a transport address, for whatever mark. An empty pool4 has the ports from
     * {@value Pool4#IMPLICIT_FIRST_PORT} up of the namespace's own addresses.
     *
     * @param protocol the protocol
     * @param address big-endian
     * @param port port or ICMP identifier, 0 to 65535
     */
    public boolean inPool4(L4Protocol protocol, int address, int port, Routes routes) {
        return inPool4(pool4, protocol, address, port, routes);
    }

    /**
     * Whether some port of an IPv4 address may be in pool4: what can be told of a fragment, which shows no ports.
     *
     * @param address big-endian
     * @param routes the routing of the instance's namespace; asked if pool4 is empty
     */
    public boolean hasPool4Address(int address, Routes routes) {
        Pool4 pool = pool4;
        return pool.isEmpty() ? routes.isLocal4(address) : pool.hasAddress(address);
    }

    static boolean inPool4(Pool4 pool, L4Protocol protocol, int address, int port, Routes routes) {
        if (pool.isEmpty()) {
            return port >= Pool4.IMPLICIT_FIRST_PORT && routes.isLocal4(address);
        }
        return pool.contains(protocol, address, port);
    }

    /** Replaces the settings, for existing sessions too. Tables above a new limit shrink only as sessions expire. */
    public void settings(StateSettings newSettings) {
        this.settings = Objects.requireNonNull(newSettings, "settings");
    }

    /** The settings in force. */
    public StateSettings settings() {
        return settings;
    }

    /**
     * Replaces the limits on sessions, for the sessions to come. If sources matter now and did not before, the sessions that
     * are there are counted before this returns; until then more may come than a limit permits.
     */
    public void limits(SessionLimits newLimits) {
        Objects.requireNonNull(newLimits, "newLimits");
        synchronized (limitsLock) {
            if (newLimits.equals(admission.limits())) {
                return;
            }
            if (replaceLimits(newLimits)) {
                for (ProtocolTables of : tables) {
                    SourceCensus.take(of, admission);
                }
            }
        }
    }

    /** All locks at once, in one order; who handles packets holds but one of them. */
    private boolean replaceLimits(SessionLimits newLimits) {
        synchronized (tables(L4Protocol.TCP)) {
            synchronized (tables(L4Protocol.UDP)) {
                synchronized (tables(L4Protocol.ICMP)) {
                    return admission.limits(newLimits);
                }
            }
        }
    }

    /** The limits on sessions in force. */
    public SessionLimits limits() {
        return admission.limits();
    }

    /** Replaces pool4. BIB entries stay, also those that are outside the new one. */
    public void pool4(Pool4 newPool4) {
        this.pool4 = Objects.requireNonNull(newPool4, "pool4").prepared();
    }

    /**
     * Tells which ports of the implicit pool the translator's node uses itself. Packets to them that belong to no BIB entry
     * are its own.
     *
     * @param hostPorts {@link HostPorts#NONE} if pool4 is not empty
     */
    public void hostPorts(HostPorts hostPorts) {
        for (ProtocolTables of : tables) {
            synchronized (of) {
                of.ports.hostPorts(hostPorts);
            }
        }
    }

    /** The pool4 in force. */
    public Pool4 pool4() {
        return pool4;
    }

    /** Sets who is told about BIB entries and sessions, or null for nobody. */
    public void observer(StateObserver newObserver) {
        this.observer = newObserver;
    }

    /** Who is to be told about BIB entries and sessions now, or null for nobody. */
    StateObserver entryObserver() {
        StateObserver listener = observer;
        return listener != null && listener.watchesEntries() ? listener : null;
    }

    /**
     * Ends sessions whose time is over: those whose last update is their present timeout ago. Cheap if called often: each
     * protocol is searched every two seconds only, and a session is looked at about once in its timeout.
     *
     * @param now milliseconds of a clock that never goes back
     * @param budget how many sessions at most; the rest is left to the next call
     * @param expiry what sends probes and answers to kept SYNs; not null
     * @return how many sessions and kept SYNs ended, or, established ones, are being probed
     */
    public int expire(long now, int budget, ExpiryObserver expiry) {
        StateSettings current = settings;
        StateObserver listener = entryObserver();
        int start = turn;
        turn = (start + 1) % sweepers.length;
        int work = 0;
        for (int i = 0; i < sweepers.length; i++) {
            Sweeper sweeper = sweepers[(start + i) % sweepers.length];
            work += sweeper.sweep(now, budget - work, current, expiry, listener);
        }
        return work;
    }

    /**
     * Whether {@link #expire} has left something to its next call, which should come soon then: sessions that are overdue,
     * or are to be looked at for it.
     *
     * @param now as there
     */
    public boolean isExpiring(long now) {
        for (ProtocolTables of : tables) {
            if (of.sweepDue(now)) {
                return true;
            }
        }
        return false;
    }

    /** BIB entries alive, of all protocols. */
    public long bibCount() {
        long count = 0;
        for (ProtocolTables of : tables) {
            synchronized (of) {
                count += of.bibs.count();
            }
        }
        return count;
    }

    /** Sessions alive, of all protocols. */
    public long sessionCount() {
        long count = 0;
        for (ProtocolTables of : tables) {
            synchronized (of) {
                count += of.sessions.count();
            }
        }
        return count;
    }

    /** Whether tables are so large that {@link ReadAhead} makes packets faster. */
    public boolean gainsFromReadingAhead() {
        for (ProtocolTables of : tables) {
            if (ReadAhead.isWorthIt(of.sessions)) {
                return true;
            }
        }
        return false;
    }

    /** Starts reading one protocol's BIB, for display. */
    public BibReader bibs(L4Protocol protocol) {
        return new BibReader(tables(protocol));
    }

    /** Starts reading one protocol's sessions, for display. */
    public SessionReader sessions(L4Protocol protocol) {
        return new SessionReader(tables(protocol), this::settings);
    }

    /** Adds and removes BIB entries on somebody's order. */
    public BibControl bibControl() {
        return new BibControl(this);
    }
}
