// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * What became of the wish to add a static BIB entry.
 *
 * @param result what happened
 * @param other the entry in the way if the result is {@link Result#COLLISION}, otherwise null
 */
public record BibAddition(Result result, BibRow other) {
    /** What happened. */
    public enum Result {
        /** The entry is there now, and static; it may have been there before. */
        ADDED,
        /** pool4 lacks the IPv4 transport address; nothing changed. */
        NOT_IN_POOL4,
        /** One of the transport addresses has an entry with another counterpart; nothing changed. */
        COLLISION,
        /** The table has as many entries as it may; nothing changed. */
        FULL
    }
}
