// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * Records of one size, numbered from 0: growth moves nothing. Freed records are used again, the latest first. A freed
 * record is zero but for its first four octets, which link the free ones.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class RecordPages {
    /** No record. */
    static final int NONE = -1;

    private final OffHeapPages memory;
    private final int octets;
    private int limit;
    private int free = NONE;
    private int count;

    /**
     * @param octets of a record, a multiple of 8 up to {@value OffHeapPages#LINE}
     * @param ahead for how many records more than needed memory is taken
     */
    RecordPages(int octets, int ahead) {
        this.memory = new OffHeapPages(octets, ahead);
        this.octets = octets;
    }

    /** Whether there is a record to take; takes more memory for it if need be and allowed. */
    boolean hasRoom(boolean mayTakeMemory) {
        return free != NONE || memory.reserve(limit + 1, mayTakeMemory);
    }

    /** Takes a record, all zero; {@link #hasRoom} must have been asked before. */
    int take() {
        int record = free;
        if (record == NONE) {
            record = limit;
            limit++;
        } else {
            free = memory.intAt(record, 0);
            memory.intAt(record, 0, 0);
        }
        count++;
        return record;
    }

    /** Gives a record back. */
    void release(int record) {
        for (int at = 0; at < octets; at += Long.BYTES) {
            memory.longAt(record, at, 0);
        }
        memory.intAt(record, 0, free);
        free = record;
        count--;
    }

    /** How many records are taken. */
    int count() {
        return count;
    }

    /** One more than the greatest record that was ever taken. */
    int limit() {
        return limit;
    }

    long longAt(int record, int offset) {
        return memory.longAt(record, offset);
    }

    void longAt(int record, int offset, long value) {
        memory.longAt(record, offset, value);
    }

    int intAt(int record, int offset) {
        return memory.intAt(record, offset);
    }

    void intAt(int record, int offset, int value) {
        memory.intAt(record, offset, value);
    }
}
