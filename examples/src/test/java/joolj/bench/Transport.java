// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import joolj.address.L4Protocol;

/** The transport protocols that are measured. */
public enum Transport {
    /** Segments without options. */
    TCP(6, 20, 16, L4Protocol.TCP),
    /** Datagrams with a checksum. */
    UDP(17, 8, 6, L4Protocol.UDP);

    /** Protocol number of the IP header. */
    final int number;

    /** Octets of the header. */
    final int headerLength;

    /** Where in the header the checksum is. */
    final int checksumAt;

    /** The same protocol, as the engine calls it. */
    final L4Protocol protocol;

    Transport(int number, int headerLength, int checksumAt, L4Protocol protocol) {
        this.number = number;
        this.headerLength = headerLength;
        this.checksumAt = checksumAt;
        this.protocol = protocol;
    }
}
