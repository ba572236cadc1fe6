// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/** The states of a TCP session; RFC 6146 § 3.5.2.1. CLOSED is the absence of a session. The names are displayed. */
public enum TcpState {
    /** Both sides have sent a SYN; the connection is open as far as the translator can tell. */
    ESTABLISHED,
    /** The IPv4 node has sent a SYN, the IPv6 node none. */
    V4_INIT,
    /** The IPv6 node has sent a SYN, the IPv4 node none. */
    V6_INIT,
    /** The IPv4 node has sent a FIN. */
    V4_FIN_RCV,
    /** The IPv6 node has sent a FIN. */
    V6_FIN_RCV,
    /** Both nodes have sent a FIN. */
    V4_FIN_V6_FIN_RCV,
    /** A RST was seen, or the established session timed out: it ends soon unless a segment other than RST follows. */
    TRANS;

    private static final TcpState[] VALUES = values();

    /** The constant with this ordinal, without allocating. */
    static TcpState of(int ordinal) {
        return VALUES[ordinal];
    }
}
