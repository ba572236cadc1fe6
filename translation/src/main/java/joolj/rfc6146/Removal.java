// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.function.IntPredicate;
import java.util.function.IntSupplier;

/**
 * Ends BIB entries of one protocol together with their sessions, however many, without holding the lock for long.
 */
final class Removal {
    /** How many sessions may end, or entries be looked at, while the lock is held once. */
    private static final int LOCKED_STEPS = 256;

    private final ProtocolTables tables;
    private final BibTable bibs;

    Removal(ProtocolTables tables) {
        this.tables = tables;
        this.bibs = tables.bibs;
    }

    /** Ends the BIB entry of the flow's IPv6 node unless its address is the flow's local4; the observer may be null. */
    void endOutdated(Flow flow, StateObserver observer) {
        end(
                () -> {
                    int bib = bibs.find6(flow.remote6High, flow.remote6Low, flow.remote6Port);
                    return bib != BibTable.NONE && bibs.local4(bib) == flow.local4 ? BibTable.NONE : bib;
                },
                observer);
    }

    /**
     * Ends an entry, static or not.
     *
     * @param find finds the entry; called with the lock held, again after each release of it
     * @param observer may be null
     * @return whether there was one
     */
    boolean end(IntSupplier find, StateObserver observer) {
        Flow gone = new Flow();
        boolean found = false;
        do {
            synchronized (tables) {
                int bib = find.getAsInt();
                if (bib == BibTable.NONE) {
                    return found;
                }
                found = true;
                gone.events = 0;
                endSessions(bib, observer == null ? LOCKED_STEPS : 1, gone);
            }
            report(gone, observer);
        } while ((gone.events & StateEvents.BIB_FORGOTTEN) == 0);
        return true;
    }

    private void endSessions(int bib, int steps, Flow gone) {
        bibs.isStatic(bib, false);
        if (bibs.firstSession(bib) == SessionTable.NONE) {
            tables.describeBib(bib, gone);
            tables.removeBib(bib);
            gone.events = StateEvents.BIB_FORGOTTEN;
            return;
        }
        for (int i = 0; i < steps && (gone.events & StateEvents.BIB_FORGOTTEN) == 0; i++) {
            int session = bibs.firstSession(bib);
            tables.describe(session, gone);
            gone.events = StateEvents.SESSION_FORGOTTEN;
            if (tables.removeSession(session)) {
                gone.events |= StateEvents.BIB_FORGOTTEN;
            }
        }
    }

    private static void report(Flow gone, StateObserver observer) {
        if (observer == null) {
            return;
        }
        if ((gone.events & StateEvents.SESSION_FORGOTTEN) != 0) {
            observer.sessionForgotten(gone);
        }
        if ((gone.events & StateEvents.BIB_FORGOTTEN) != 0) {
            observer.bibForgotten(gone);
        }
    }

    /**
     * Ends all entries that meet a condition.
     *
     * @param condition asked about an entry with the lock held
     * @param observer may be null
     * @return how many
     */
    int endAll(IntPredicate condition, StateObserver observer) {
        int ended = 0;
        Flow key = new Flow();
        int at = 0;
        while (at >= 0) {
            boolean matches;
            synchronized (tables) {
                int stop = Math.min(bibs.limit(), at + LOCKED_STEPS);
                while (at < stop && !(bibs.isLive(at) && condition.test(at))) {
                    at++;
                }
                matches = at < stop;
                if (matches) {
                    tables.describeBib(at, key);
                } else if (at == bibs.limit()) {
                    at = -1;
                }
            }
            if (matches) {
                end(() -> bibs.find4(key.local4, key.local4Port), observer);
                ended++;
            }
        }
        return ended;
    }
}
