// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads one protocol's sessions in pages, ascending by pool4 address and port, then by IPv4 node's address and port,
 * while packets go on changing them. It shows each session that is there all the time once, as it is when its page is
 * read; none is shown twice.
 *
 * <p>Takes a mebibyte or two of memory, however many sessions there are, or a quarter of an octet for each if that is
 * more; the lock is held for some hundred sessions at a time. For one thread.
 */
public final class SessionReader {
    private final ProtocolTables tables;
    private final Supplier<StateSettings> settings;
    private final OrderedKeys keys;
    private final Flow scratch = new Flow();

    SessionReader(ProtocolTables tables, Supplier<StateSettings> settings) {
        this.tables = tables;
        this.settings = settings;
        this.keys = new OrderedKeys(tables, source(tables), count(tables));
    }

    /** @param room how many keys are kept at a time */
    SessionReader(ProtocolTables tables, Supplier<StateSettings> settings, int room) {
        this.tables = tables;
        this.settings = settings;
        this.keys = new OrderedKeys(tables, source(tables), count(tables), room);
    }

    private static int count(ProtocolTables tables) {
        synchronized (tables) {
            return tables.sessions.count();
        }
    }

    private static OrderedKeys.Source source(ProtocolTables tables) {
        SessionTable sessions = tables.sessions;
        return new OrderedKeys.Source() {
            @Override
            public int limit() {
                return sessions.limit();
            }

            @Override
            public boolean isLive(int record) {
                return sessions.isLive(record);
            }

            @Override
            public long first(int record) {
                return sessions.local4Key(record);
            }

            @Override
            public long second(int record) {
                return sessions.remote4Key(record);
            }
        };
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
        List<SessionRow> page = new ArrayList<>(Math.min(atMost, keys.available()));
        while (page.size() < atMost && keys.available() > 0) {
            int steps = Math.min(keys.available(), Math.min(OrderedKeys.LOCKED_STEPS, atMost - page.size()));
            synchronized (tables) {
                for (int i = 0; i < steps; i++) {
                    read(page, current, now);
                }
            }
        }
        return page;
    }

    private void read(List<SessionRow> page, StateSettings current, long now) {
        if (!keys.next()) {
            return;
        }
        long local = keys.first();
        long remote = keys.second();
        int session = tables.sessions.find4(
                (int) (local >>> 16), (int) local & 0xffff, (int) (remote >>> 16), (int) remote & 0xffff);
        if (session != SessionTable.NONE) {
            page.add(SessionRow.of(tables, session, current, now, scratch));
        }
    }
}
