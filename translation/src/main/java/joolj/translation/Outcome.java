// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

/** What became of a packet, or of one step of its translation. */
public enum Outcome {
    /** The step succeeded; the next one follows. Never the result of a whole translation. */
    CONTINUE,
    /** The packet was translated; the original is consumed. */
    TRANSLATED,
    /** The packet is not ours: it goes back to the kernel untouched. */
    ACCEPT,
    /** The packet is consumed without a translation; an ICMP error may answer it. */
    DROP
}
