// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import joolj.wire.Checksum;

/**
 * The addresses and ports that a translated packet gets (RFC 6146 § 3.6), filled in by the product before the headers
 * are translated; only the family of the translated packet counts. Plain fields, because nothing here has an
 * invariant.
 *
 * <p>Addresses are big-endian. Ports are 0 to 65535; for ICMP echo both hold the identifier.
 */
public final class OutgoingTuple {
    public int source4;
    public int destination4;

    public long source6High;
    public long source6Low;
    public long destination6High;
    public long destination6Low;

    public int sourcePort;
    public int destinationPort;

    /** What the two IPv4 addresses contribute to a pseudo-header. */
    public long addressSum4() {
        return Checksum.sumOf(source4) + Checksum.sumOf(destination4);
    }

    /** What the two IPv6 addresses contribute to a pseudo-header. */
    public long addressSum6() {
        return Checksum.sumOf(source6High, source6Low) + Checksum.sumOf(destination6High, destination6Low);
    }

    /** Sets both IPv4 addresses, big-endian. */
    public void addresses4(int source, int destination) {
        source4 = source;
        destination4 = destination;
    }

    /** Sets the IPv6 source address. */
    public void source6(long high, long low) {
        source6High = high;
        source6Low = low;
    }

    /** Sets the IPv6 destination address. */
    public void destination6(long high, long low) {
        destination6High = high;
        destination6Low = low;
    }

    /** Sets both ports, 0 to 65535. */
    public void ports(int source, int destination) {
        sourcePort = source;
        destinationPort = destination;
    }
}
