// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.reassembly;

/** Learns which datagrams a {@link Reassembler} drops although no fragment of theirs was at fault. */
@FunctionalInterface
public interface ReassemblyObserver {
    /** Why a datagram is dropped before all of its pieces were here. */
    enum Cause {
        /** The rest did not come in time; RFC 6146 § 3.4, RFC 791 § 3.2, RFC 8200 § 4.5. */
        TIME,
        /** Another datagram began, and {@link ReassemblyLimits#datagrams} are in pieces. */
        DATAGRAMS,
        /** Another piece came, and {@link ReassemblyLimits#octets} are held. */
        OCTETS
    }

    /**
     * A datagram is dropped with all pieces that are here. Not called for those that a fragment of their own has ended,
     * as {@link FragmentFate} told then. Must not call the reassembler.
     *
     * @param ipv6 whether it is an IPv6 datagram
     */
    void gaveUp(boolean ipv6, Cause cause);
}
