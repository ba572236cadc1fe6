// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.L4Protocol;
import joolj.config.MaxIterations;
import joolj.config.PortRange;

/**
 * An element of the section {@code pool4}: transport addresses that may mask IPv6 nodes, RFC 6146 § 3.2.
 *
 * @param mark packet mark of the IPv6 packets that may use them, 0 to 2^32-1
 * @param protocol the protocol
 * @param prefix may have host bits, which {@link Draft} refuses
 * @param ports its ends may be the wrong way round
 * @param maxIterations the bound of this mark and protocol, or nothing if the element is silent about it
 */
public record Pool4Entry(
        long mark, L4Protocol protocol, Ipv4Prefix prefix, PortRange ports, Optional<MaxIterations> maxIterations) {
    /** The ports of an element that names none. */
    public static final PortRange DEFAULT_PORTS = new PortRange(61001, 65535);
}
