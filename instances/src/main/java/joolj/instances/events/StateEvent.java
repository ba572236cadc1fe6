// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import joolj.address.L4Protocol;
import joolj.rfc6146.Flow;

/**
 * One thing that happened to a BIB entry or a session. An object that is filled anew for each record of an
 * {@link EventRing}; addresses are big-endian, ports 0 to 65535.
 */
final class StateEvent {
    /** What happened. */
    enum Kind {
        /** A packet made a BIB entry. */
        BIB_ADDED,
        /** A BIB entry ended with its last session. */
        BIB_ENDED,
        /** Somebody removed a BIB entry. */
        BIB_REMOVED,
        /** A packet made a session. */
        SESSION_ADDED,
        /** A session's time was over. */
        SESSION_ENDED,
        /** Somebody removed a session's BIB entry. */
        SESSION_REMOVED;

        private static final Kind[] VALUES = values();

        boolean concernsSession() {
            return ordinal() >= SESSION_ADDED.ordinal();
        }
    }

    /** Words of a record. */
    static final int WORDS = 7;

    private static final int MILLIS_BITS = 48;
    private static final long MILLIS = (1L << MILLIS_BITS) - 1;
    private static final L4Protocol[] PROTOCOLS = L4Protocol.values();

    Kind kind = Kind.BIB_ADDED;
    L4Protocol protocol = L4Protocol.TCP;
    /** Milliseconds since 1970, UTC. */
    long millis;

    long remote6High;
    long remote6Low;
    int remote6Port;
    long local6High;
    long local6Low;
    int local6Port;
    int local4;
    int local4Port;
    int remote4;
    int remote4Port;

    /** Writes a record. */
    static void write(long[] words, int at, Kind kind, Flow flow, long millis) {
        long what = (long) kind.ordinal() << 8 | flow.protocol.ordinal();
        words[at] = what << MILLIS_BITS | (millis & MILLIS);
        words[at + 1] = flow.remote6High;
        words[at + 2] = flow.remote6Low;
        words[at + 3] = flow.local6High;
        words[at + 4] = flow.local6Low;
        words[at + 5] = (long) flow.local4 << 32 | (flow.remote4 & 0xffff_ffffL);
        words[at + 6] = (long) flow.remote6Port << 48
                | (long) flow.local6Port << 32
                | (long) flow.local4Port << 16
                | flow.remote4Port;
    }

    /** Reads a record. */
    void read(long[] words, int at) {
        long what = words[at] >>> MILLIS_BITS;
        kind = Kind.VALUES[(int) (what >>> 8)];
        protocol = PROTOCOLS[(int) what & 0xff];
        millis = words[at] & MILLIS;
        remote6High = words[at + 1];
        remote6Low = words[at + 2];
        local6High = words[at + 3];
        local6Low = words[at + 4];
        local4 = (int) (words[at + 5] >>> 32);
        remote4 = (int) words[at + 5];
        remote6Port = (int) (words[at + 6] >>> 48);
        local6Port = (int) (words[at + 6] >>> 32) & 0xffff;
        local4Port = (int) (words[at + 6] >>> 16) & 0xffff;
        remote4Port = (int) words[at + 6] & 0xffff;
    }
}
