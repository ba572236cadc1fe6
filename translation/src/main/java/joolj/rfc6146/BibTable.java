// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * One protocol's Binding Information Base (RFC 6146 § 3.1): pairs of an IPv6 and an IPv4 transport address, found by
 * either in constant time. An entry is a record number.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class BibTable {
    /** No entry. */
    static final int NONE = RecordPages.NONE;

    private static final int REMOTE6_HIGH = 0;
    private static final int REMOTE6_LOW = 8;
    /** Pool4 address (32 bits), pool4 port (16), IPv6 port (16). */
    private static final int LOCAL4_AND_PORTS = 16;
    /** Next entry of the chain by IPv6 address. */
    private static final int CHAIN6 = 24;
    /** Next entry of the chain by pool4 address. */
    private static final int CHAIN4 = 28;

    private static final int FIRST_SESSION = 32;
    private static final int FLAGS = 36;

    private static final int OCTETS = 40;

    /** For how many entries memory is taken ahead; not the numbers of the session table. */
    private static final int RECORDS_AHEAD = 192;

    private static final int CHAINS6_AHEAD = 256;
    private static final int CHAINS4_AHEAD = 320;

    private static final int LIVE = 1;
    private static final int STATIC = 2;

    private final RecordPages records = new RecordPages(OCTETS, RECORDS_AHEAD);
    private final Chains by6 = new Chains(records, CHAIN6, CHAINS6_AHEAD) {
        @Override
        int hash(int entry) {
            return hash6(remote6High(entry), remote6Low(entry), remote6Port(entry));
        }
    };

    private final Chains by4 = new Chains(records, CHAIN4, CHAINS4_AHEAD) {
        @Override
        int hash(int entry) {
            return hash4(local4(entry), local4Port(entry));
        }
    };

    private final KeyedHash hash;

    BibTable(KeyedHash hash) {
        this.hash = hash;
    }

    private int hash6(long high, long low, int port) {
        return hash.hash32(high, low, port);
    }

    private int hash4(int address, int port) {
        return hash.hash32(address, port, 0);
    }

    /** The entry of an IPv6 transport address, or {@link #NONE}. */
    int find6(long high, long low, int port) {
        int entry = by6.first(hash6(high, low, port));
        while (entry != NONE
                && (records.longAt(entry, REMOTE6_LOW) != low
                        || records.longAt(entry, REMOTE6_HIGH) != high
                        || remote6Port(entry) != port)) {
            entry = by6.next(entry);
        }
        return entry;
    }

    /** The entry of a pool4 transport address, or {@link #NONE}. */
    int find4(int address, int port) {
        int entry = by4.first(hash4(address, port));
        while (entry != NONE && (local4(entry) != address || local4Port(entry) != port)) {
            entry = by4.next(entry);
        }
        return entry;
    }

    /** Whether there is memory for another entry; takes it if need be and allowed. */
    boolean hasRoom(boolean mayTakeMemory) {
        return records.hasRoom(mayTakeMemory) && by6.hasRoom(mayTakeMemory) && by4.hasRoom(mayTakeMemory);
    }

    /**
     * Adds a dynamic entry without sessions; neither transport address may have an entry, and {@link #hasRoom} must have
     * been asked before.
     */
    int add(long remote6High, long remote6Low, int remote6Port, int local4, int local4Port) {
        int entry = records.take();
        records.longAt(entry, REMOTE6_HIGH, remote6High);
        records.longAt(entry, REMOTE6_LOW, remote6Low);
        records.longAt(entry, LOCAL4_AND_PORTS, (long) local4 << 32 | (long) local4Port << 16 | remote6Port);
        records.intAt(entry, FIRST_SESSION, NONE);
        records.intAt(entry, FLAGS, LIVE);
        by6.add(entry);
        by4.add(entry);
        return entry;
    }

    /** Removes an entry, which must have no session. */
    void remove(int entry) {
        assert firstSession(entry) == NONE;
        by6.remove(entry);
        by4.remove(entry);
        records.release(entry);
    }

    /** How many entries there are. */
    int count() {
        return records.count();
    }

    /** One more than the greatest entry there may be; see {@link #isLive}. */
    int limit() {
        return records.limit();
    }

    /** Whether a number below {@link #limit} is an entry at present. */
    boolean isLive(int entry) {
        return (records.intAt(entry, FLAGS) & LIVE) != 0;
    }

    long remote6High(int entry) {
        return records.longAt(entry, REMOTE6_HIGH);
    }

    long remote6Low(int entry) {
        return records.longAt(entry, REMOTE6_LOW);
    }

    int remote6Port(int entry) {
        return (int) records.longAt(entry, LOCAL4_AND_PORTS) & 0xffff;
    }

    int local4(int entry) {
        return (int) (records.longAt(entry, LOCAL4_AND_PORTS) >>> 32);
    }

    int local4Port(int entry) {
        return (int) (records.longAt(entry, LOCAL4_AND_PORTS) >>> 16) & 0xffff;
    }

    /** Pool4 address (32 bits), pool4 port (16), IPv6 port (16). */
    long local4AndPorts(int entry) {
        return records.longAt(entry, LOCAL4_AND_PORTS);
    }

    /** The pool4 transport address as a number that sorts by address, then port: 48 bits. */
    long local4Key(int entry) {
        return records.longAt(entry, LOCAL4_AND_PORTS) >>> 16;
    }

    /** The head of the list of the entry's sessions, or {@link #NONE}. */
    int firstSession(int entry) {
        return records.intAt(entry, FIRST_SESSION);
    }

    void firstSession(int entry, int session) {
        records.intAt(entry, FIRST_SESSION, session);
    }

    /** Whether the entry stays without sessions. */
    boolean isStatic(int entry) {
        return (records.intAt(entry, FLAGS) & STATIC) != 0;
    }

    void isStatic(int entry, boolean stays) {
        records.intAt(entry, FLAGS, stays ? LIVE | STATIC : LIVE);
    }
}
