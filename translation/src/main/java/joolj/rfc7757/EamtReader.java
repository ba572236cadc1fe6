// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7757;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a table in pages, the newest entry first, while it goes on changing. It shows the entries there were when
 * reading began; one that was removed since then may be left out. Takes no lock. For one thread.
 */
public final class EamtReader {
    private final long[] words;
    private int next;

    EamtReader(long[] words, int written) {
        this.words = words;
        this.next = written - 1;
    }

    /**
     * The next entries.
     *
     * @param atMost how many at most, at least 1
     * @return at least one, or none at the end
     */
    public List<Eam> next(int atMost) {
        List<Eam> page = new ArrayList<>(Math.min(atMost, next + 1));
        while (page.size() < atMost && next >= 0) {
            if (EamWords.isLive(words, next)) {
                page.add(EamWords.read(words, next));
            }
            next--;
        }
        return page;
    }
}
