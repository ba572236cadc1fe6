// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.address.L4Protocol;

/**
 * One line of pool4's display: a range of ports of one address.
 *
 * @param mark the packets' mark, SO_MARK's 32 bits
 * @param protocol the protocol
 * @param iterations how many transport addresses may be tried for one BIB entry, 1 to 2^32-1, or {@link
 *     Pool4#INFINITY}; the same in all rows of one mark and protocol
 * @param iterationsFixed whether that was configured rather than computed
 * @param address the address, big-endian
 * @param firstPort first port or ICMP identifier, 0 to 65535
 * @param lastPort last port or ICMP identifier, not less than {@code firstPort}
 */
public record Pool4Row(
        int mark,
        L4Protocol protocol,
        long iterations,
        boolean iterationsFixed,
        int address,
        int firstPort,
        int lastPort) {}
