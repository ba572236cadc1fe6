// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * A hash table of records, found by one of their keys. A chain's links are in the records themselves; it has twice as many
 * chains as records, so that they are short, and grows by a few chains with each record.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
abstract class Chains {
    private static final int NONE = RecordPages.NONE;

    /** Chains for each record: short ones are worth their memory, most of all where a search finds nothing. */
    private static final int EACH = 2;

    private final RecordPages records;
    private final int link;
    private final Buckets heads;

    /**
     * @param records what is found
     * @param link offset of the 32 bits of a record that hold the next one of its chain
     * @param ahead for how many records more than needed memory is taken
     */
    Chains(RecordPages records, int link, int ahead) {
        this.records = records;
        this.link = link;
        this.heads = new Buckets(EACH * ahead);
    }

    /** The hash of a record's key. */
    abstract int hash(int record);

    /** The first record of the chain in which those with a hash are, or {@link RecordPages#NONE}. */
    final int first(int hash) {
        return heads.head(heads.bucketOf(hash));
    }

    /** The record behind another one in its chain, or {@link RecordPages#NONE}. */
    final int next(int record) {
        return records.intAt(record, link);
    }

    /** Whether there is memory for another record's chains; takes it if need be and allowed. */
    final boolean hasRoom(boolean mayTakeMemory) {
        return heads.hasRoom(EACH, mayTakeMemory);
    }

    /** Adds a record, which has been taken and has its key; {@link #hasRoom} must have been asked before. */
    final void add(int record) {
        while (heads.count() < EACH * records.count()) {
            shareOut(heads.grow());
        }
        push(record);
    }

    private void push(int record) {
        int bucket = heads.bucketOf(hash(record));
        records.intAt(record, link, heads.head(bucket));
        heads.head(bucket, record);
    }

    private void shareOut(int bucket) {
        int record = heads.head(bucket);
        heads.head(bucket, NONE);
        while (record != NONE) {
            int next = next(record);
            push(record);
            record = next;
        }
    }

    /** Takes a record out. */
    final void remove(int record) {
        int bucket = heads.bucketOf(hash(record));
        int at = heads.head(bucket);
        if (at == record) {
            heads.head(bucket, next(record));
            return;
        }
        while (next(at) != record) {
            at = next(at);
        }
        records.intAt(at, link, next(record));
    }
}
