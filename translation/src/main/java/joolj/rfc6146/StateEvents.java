// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/** Bits that say what a step changed, so that observers can be told once the lock is released. */
final class StateEvents {
    /** A BIB entry was made. */
    static final int BIB_CREATED = 1;

    /** A session was made. */
    static final int SESSION_CREATED = 1 << 1;

    /** A BIB entry ended. */
    static final int BIB_FORGOTTEN = 1 << 2;

    /** A session ended. */
    static final int SESSION_FORGOTTEN = 1 << 3;

    /** pool4 had no free transport address. */
    static final int POOL4_EXHAUSTED = 1 << 4;

    /** The IPv6 node's BIB entry masks it with an address that is no longer the implicit pool's; nothing was done. */
    static final int BIB_OUTDATED = 1 << 5;

    /** An established session timed out and must be probed. */
    static final int PROBE_DUE = 1 << 6;

    /** A kept SYN timed out and must be answered. */
    static final int SYN_EXPIRED = 1 << 7;

    /** There was something to do, whatever it was. */
    static final int WORKED = 1 << 8;

    private StateEvents() {}
}
