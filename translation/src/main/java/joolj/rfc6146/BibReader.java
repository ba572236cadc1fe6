// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads one protocol's BIB in pages, ascending by IPv4 address, then port, while packets go on changing it. It shows each
 * entry that is there all the time once, as it is when its page is read; none is shown twice.
 *
 * <p>Takes a mebibyte or two of memory, however many entries there are, or a quarter of an octet for each if that is
 * more; the lock is held for some hundred entries at a time. For one thread.
 */
public final class BibReader {
    private final ProtocolTables tables;
    private final OrderedKeys keys;

    BibReader(ProtocolTables tables) {
        this.tables = tables;
        this.keys = new OrderedKeys(tables, source(tables), count(tables));
    }

    /** @param room how many keys are kept at a time */
    BibReader(ProtocolTables tables, int room) {
        this.tables = tables;
        this.keys = new OrderedKeys(tables, source(tables), count(tables), room);
    }

    private static int count(ProtocolTables tables) {
        synchronized (tables) {
            return tables.bibs.count();
        }
    }

    private static OrderedKeys.Source source(ProtocolTables tables) {
        BibTable bibs = tables.bibs;
        return new OrderedKeys.Source() {
            @Override
            public int limit() {
                return bibs.limit();
            }

            @Override
            public boolean isLive(int record) {
                return bibs.isLive(record);
            }

            @Override
            public long first(int record) {
                return bibs.local4Key(record);
            }

            @Override
            public long second(int record) {
                return 0;
            }
        };
    }

    /**
     * The next entries.
     *
     * @param atMost how many at most, at least 1
     * @return at least one, or none at the end
     */
    public List<BibRow> next(int atMost) {
        List<BibRow> page = new ArrayList<>(Math.min(atMost, keys.available()));
        while (page.size() < atMost && keys.available() > 0) {
            int steps = Math.min(keys.available(), Math.min(OrderedKeys.LOCKED_STEPS, atMost - page.size()));
            synchronized (tables) {
                for (int i = 0; i < steps; i++) {
                    read(page);
                }
            }
        }
        return page;
    }

    private void read(List<BibRow> page) {
        if (!keys.next()) {
            return;
        }
        int bib = tables.bibs.find4((int) (keys.first() >>> 16), (int) keys.first() & 0xffff);
        if (bib != BibTable.NONE) {
            page.add(BibRow.of(tables, bib));
        }
    }
}
