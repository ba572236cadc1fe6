// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * Counts the sessions of one protocol by their sources, when that begins to matter; those that were made since then are
 * counted already. The lock is held for some hundred sessions at a time.
 */
final class SourceCensus {
    /** How many records are looked at while the lock is held once. */
    private static final int LOCKED_STEPS = 512;

    private SourceCensus() {}

    static void take(ProtocolTables tables, SessionAdmission admission) {
        int at = 0;
        while (at >= 0) {
            synchronized (tables) {
                int stop = Math.min(tables.sessions.limit(), at + LOCKED_STEPS);
                for (int session = at; session < stop; session++) {
                    if (tables.sessions.isLive(session)) {
                        count(tables, session, admission);
                    }
                }
                at = stop == tables.sessions.limit() ? -1 : stop;
            }
        }
    }

    private static void count(ProtocolTables tables, int session, SessionAdmission admission) {
        int generation = admission.generation();
        if (tables.sessions.countedIn(session) != generation) {
            int bib = tables.sessions.bib(session);
            if (admission.count(tables.bibs.remote6High(bib), tables.bibs.remote6Low(bib), tables.now())) {
                tables.sessions.countedIn(session, generation);
            }
        }
    }
}
