// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.translation.Translation;

/** What is to be done with the checksum of a TCP or UDP header that gets new addresses and ports. */
enum ChecksumTask {
    /** It is corrected by the difference; RFC 1624. */
    UPDATE,
    /** It was never filled in, and is computed from scratch. */
    COMPLETE,
    /** It gets the sum of the new pseudo-header; whoever routes the packet adds the rest. */
    LEAVE;

    /**
     * What the packet at hand needs.
     *
     * @param divide whether it is cut into segments, each of which gets its checksum then
     * @param fragment whether it is fragmented
     */
    static ChecksumTask of(Translation t, boolean divide, boolean fragment) {
        if (divide) {
            return t.routed() ? LEAVE : UPDATE;
        }
        if (!t.checksumNotReady()) {
            return UPDATE;
        }
        return t.routed() && !fragment ? LEAVE : COMPLETE;
    }
}
