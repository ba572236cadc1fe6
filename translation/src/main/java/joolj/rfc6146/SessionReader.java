// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads one protocol's sessions in pages, ascending by pool4 address and port, then by IPv4 node's address and port,
 * while packets go on changing them. It shows the sessions there were when reading began, as they are when their page is
 * read, without those that ended in between.
 *
 * <p>Sixteen octets of memory for each session; the lock is held for some hundred sessions at a time. For one thread.
 */
public final class SessionReader {
    /** How many records are looked at while the lock is held once. */
    private static final int LOCKED_STEPS = 512;

    private final ProtocolTables tables;
    private final Supplier<StateSettings> settings;
    private final SortKeys keys;
    private final Flow scratch = new Flow();
    private int next;

    SessionReader(ProtocolTables tables, Supplier<StateSettings> settings) {
        this.tables = tables;
        this.settings = settings;
        int expected;
        synchronized (tables) {
            expected = tables.sessions.count();
        }
        this.keys = new SortKeys(expected);
        int at = 0;
        while (at >= 0) {
            keys.reserve(LOCKED_STEPS);
            at = collect(at);
        }
        keys.sort();
    }

    /** Takes the keys of some records; returns where to go on, or -1 at the end. */
    private int collect(int from) {
        SessionTable sessions = tables.sessions;
        synchronized (tables) {
            int stop = Math.min(sessions.limit(), from + LOCKED_STEPS);
            for (int session = from; session < stop; session++) {
                if (sessions.isLive(session)) {
                    keys.add(sessions.local4Key(session), sessions.remote4Key(session));
                }
            }
            return stop == sessions.limit() ? -1 : stop;
        }
    }

    /**
     * The next sessions.
     *
     * @param atMost how many at most, at least 1
     * @param now the time their expiry is reckoned from, milliseconds of the clock that packets are given
     * @return at least one, or none at the end
     */
    public List<SessionRow> next(int atMost, long now) {
        StateSettings current = settings.get();
        List<SessionRow> page = new ArrayList<>(Math.min(atMost, keys.size() - next));
        while (page.size() < atMost && next < keys.size()) {
            synchronized (tables) {
                int stop = Math.min(keys.size(), next + Math.min(LOCKED_STEPS, atMost - page.size()));
                while (next < stop) {
                    read(next++, page, current, now);
                }
            }
        }
        return page;
    }

    private void read(int index, List<SessionRow> page, StateSettings current, long now) {
        long local = keys.first(index);
        long remote = keys.second(index);
        if (keys.repeats(index)) {
            return;
        }
        int session = tables.sessions.find4(
                (int) (local >>> 16), (int) local & 0xffff, (int) (remote >>> 16), (int) remote & 0xffff);
        if (session != SessionTable.NONE) {
            page.add(SessionRow.of(tables, session, current, now, scratch));
        }
    }
}
