// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.reassembly;

/** What became of a fragment. All but {@link #COMPLETE} and {@link #NOT_OURS} consume it silently. */
public enum FragmentFate {
    /** It was the last piece: {@link Reassembler#packet} holds the datagram. */
    COMPLETE,
    /** It is held until the others arrive or time is over. */
    KEPT,
    /** It is no fragment, or one of a protocol other than TCP, UDP and ICMP: it was not looked at further. */
    NOT_OURS,
    /** It was held already, octet for octet; the datagram is not harmed. RFC 8200 § 4.5. */
    DUPLICATE,
    /** Its headers contradict themselves or the packet, or it is too small a first fragment. It is dropped alone. */
    MALFORMED,
    /**
     * It, or another piece before it, overlaps a piece or contradicts the datagram's length: the datagram is dropped with
     * all its fragments, those that are yet to come included. RFC 5722 § 3.
     */
    OVERLAPPING,
    /** The datagram is dropped: it comes in more fragments, or has longer headers, than can be held. */
    TOO_MANY
}
