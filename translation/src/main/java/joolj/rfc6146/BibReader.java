// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads one protocol's BIB in pages, ascending by IPv4 address, then port, while packets go on changing it. It shows the
 * entries there were when reading began, as they are when their page is read, without those that ended in between.
 *
 * <p>Sixteen octets of memory for each entry; the lock is held for some hundred entries at a time. For one thread.
 */
public final class BibReader {
    /** How many records are looked at while the lock is held once. */
    private static final int LOCKED_STEPS = 512;

    private final ProtocolTables tables;
    private final SortKeys keys;
    private int next;

    BibReader(ProtocolTables tables) {
        this.tables = tables;
        int expected;
        synchronized (tables) {
            expected = tables.bibs.count();
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
        BibTable bibs = tables.bibs;
        synchronized (tables) {
            int stop = Math.min(bibs.limit(), from + LOCKED_STEPS);
            for (int bib = from; bib < stop; bib++) {
                if (bibs.isLive(bib)) {
                    keys.add(bibs.local4Key(bib), 0);
                }
            }
            return stop == bibs.limit() ? -1 : stop;
        }
    }

    /**
     * The next entries.
     *
     * @param atMost how many at most, at least 1
     * @return at least one, or none at the end
     */
    public List<BibRow> next(int atMost) {
        List<BibRow> page = new ArrayList<>(Math.min(atMost, keys.size() - next));
        while (page.size() < atMost && next < keys.size()) {
            synchronized (tables) {
                int stop = Math.min(keys.size(), next + Math.min(LOCKED_STEPS, atMost - page.size()));
                while (next < stop) {
                    read(next++, page);
                }
            }
        }
        return page;
    }

    private void read(int index, List<BibRow> page) {
        long key = keys.first(index);
        int bib = tables.bibs.find4((int) (key >>> 16), (int) key & 0xffff);
        if (bib != BibTable.NONE && !keys.repeats(index)) {
            page.add(BibRow.of(tables, bib));
        }
    }
}
