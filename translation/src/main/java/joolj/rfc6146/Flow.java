// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.nio.ByteBuffer;
import joolj.address.L4Protocol;

/**
 * The incoming and the outgoing tuple of one packet (RFC 6146 § 3.4, § 3.6), named by role instead of by direction:
 * <em>remote6</em> is the IPv6 node, <em>local6</em> the pool6 address it talks to, <em>local4</em> the pool4
 * transport address that masks it and <em>remote4</em> the IPv4 node. One object per worker, overwritten by every
 * packet; plain fields, because nothing here has an invariant.
 *
 * <p>Addresses are big-endian: IPv4 an {@code int}, IPv6 two {@code long}s. Ports are 0 to 65535; for ICMP both ports
 * of a family hold the identifier.
 */
public final class Flow {
    public L4Protocol protocol = L4Protocol.TCP;

    public long remote6High;
    public long remote6Low;
    public int remote6Port;

    public long local6High;
    public long local6Low;
    public int local6Port;

    public int local4;
    public int local4Port;

    public int remote4;
    public int remote4Port;

    /** The packet's mark, SO_MARK's 32 bits. */
    public int mark;

    /** TCP: whether the segment carries SYN. */
    public boolean syn;

    /** TCP: whether the segment carries FIN. */
    public boolean fin;

    /** TCP: whether the segment carries RST. */
    public boolean rst;

    /**
     * Holds the packet from its IP header on; read by absolute index only. Looked at when an IPv4 SYN must be kept for
     * a simultaneous open (RFC 6146 § 3.5.2.2); null if the packet is not at hand.
     */
    public ByteBuffer packet;

    /** Index of the packet's first octet in {@link #packet}. */
    public int packetStart;

    /** Octets of the packet. */
    public int packetLength;

    /** What the state did with the packet besides answering, bits of {@link StateEvents}. */
    int events;
}
