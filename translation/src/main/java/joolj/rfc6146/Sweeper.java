// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.nio.ByteBuffer;

/**
 * Ends the sessions of one protocol whose time is over; RFC 6146 § 3.5.1 to § 3.5.3. A search takes place every
 * {@value ProtocolTables#SWEEP_INTERVAL} ms; until then an overdue session lives on, and a packet renews it.
 */
final class Sweeper {
    /** How many sessions may end while the lock is held once. */
    private static final int LOCKED_STEPS = 64;

    private static final byte[] NO_OCTETS = {};

    private final ProtocolTables tables;

    Sweeper(ProtocolTables tables) {
        this.tables = tables;
    }

    /**
     * Ends overdue sessions if it is time to.
     *
     * @param budget how many at most; a group of sessions that are not overdue counts as one
     * @param observer may be null
     * @return how many ended or changed their state
     */
    int sweep(long now, int budget, StateSettings settings, ExpiryObserver expiry, StateObserver observer) {
        if (!tables.sweepDue(now) || budget <= 0) {
            return 0;
        }
        Step step = new Step(settings, observer != null);
        int work = 0;
        int left = budget;
        boolean more = true;
        while (more && left > 0) {
            synchronized (tables) {
                tables.advance(now);
                if (!tables.sweepDue(now)) {
                    return work;
                }
                int steps = Math.min(LOCKED_STEPS, left);
                boolean quiet = true;
                while (more && quiet && steps > 0) {
                    step.take();
                    more = step.flow.events != 0;
                    quiet = (step.flow.events & step.reported) == 0;
                    work += (step.flow.events & ~StateEvents.WORKED) != 0 ? 1 : 0;
                    steps--;
                    left--;
                }
                if (!more) {
                    tables.sweepDone(now);
                }
            }
            step.report(expiry, observer);
        }
        return work;
    }

    /** One session's end, and what is to be told about it after the lock is released. */
    private final class Step {
        private final Flow flow = new Flow();
        private final StateSettings settings;
        private final int reported;
        private byte[] octets = NO_OCTETS;

        Step(StateSettings settings, boolean observed) {
            this.settings = settings;
            int always = StateEvents.PROBE_DUE | StateEvents.SYN_EXPIRED;
            this.reported = observed ? always | StateEvents.BIB_FORGOTTEN | StateEvents.SESSION_FORGOTTEN : always;
        }

        /** Ends one session or kept SYN; no event if none is overdue. */
        void take() {
            flow.events = 0;
            for (int i = 0; i < SessionTimer.COUNT; i++) {
                SessionTimer timer = SessionTimer.of(i);
                int session = tables.sessions.overdue(timer, tables.now(), timer.timeout(settings));
                if (session != SessionTable.NONE) {
                    end(session, timer);
                    return;
                }
                if (tables.sessions.isSearching(timer)) {
                    flow.events = StateEvents.WORKED;
                    return;
                }
            }
            StoredSyns.Syn syn = tables.syns.oldest();
            if (syn != null && tables.now() - syn.storedAt >= SessionTimer.INCOMING_SYN_TIMEOUT) {
                describe(syn);
                tables.syns.remove(syn);
                flow.events = StateEvents.WORKED | StateEvents.SYN_EXPIRED;
            }
        }

        private void end(int session, SessionTimer timer) {
            tables.describe(session, flow);
            flow.mark = 0;
            flow.events = StateEvents.WORKED;
            if (timer == SessionTimer.TCP_ESTABLISHED && tables.sessions.state(session) == TcpState.ESTABLISHED) {
                tables.sessions.state(session, TcpState.TRANS);
                tables.update(session, SessionTimer.TCP_TRANSITORY);
                flow.events |= StateEvents.PROBE_DUE;
                return;
            }
            StoredSyns.Syn syn = tables.synOf(session);
            if (syn != null) {
                octets = syn.octets;
                flow.mark = syn.mark;
                flow.events |= StateEvents.SYN_EXPIRED;
            }
            flow.events |= StateEvents.SESSION_FORGOTTEN;
            if (tables.removeSession(session)) {
                flow.events |= StateEvents.BIB_FORGOTTEN;
            }
        }

        private void describe(StoredSyns.Syn syn) {
            flow.protocol = tables.protocol;
            flow.remote4 = syn.remote4;
            flow.remote4Port = syn.remote4Port;
            flow.local4 = syn.local4;
            flow.local4Port = syn.local4Port;
            flow.local6High = syn.local6High;
            flow.local6Low = syn.local6Low;
            flow.local6Port = syn.remote4Port;
            flow.remote6High = 0;
            flow.remote6Low = 0;
            flow.remote6Port = 0;
            flow.mark = syn.mark;
            octets = syn.octets;
        }

        void report(ExpiryObserver expiry, StateObserver observer) {
            int events = flow.events;
            if ((events & StateEvents.PROBE_DUE) != 0) {
                expiry.probe(flow);
            }
            if ((events & StateEvents.SYN_EXPIRED) != 0) {
                expiry.synExpired(flow, ByteBuffer.wrap(octets));
            }
            if (observer != null && (events & StateEvents.SESSION_FORGOTTEN) != 0) {
                observer.sessionForgotten(flow);
            }
            if (observer != null && (events & StateEvents.BIB_FORGOTTEN) != 0) {
                observer.bibForgotten(flow);
            }
        }
    }
}
