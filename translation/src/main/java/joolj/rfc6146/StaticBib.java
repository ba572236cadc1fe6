// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.address.L4Protocol;

/**
 * A static BIB entry as an operator orders it. Addresses are big-endian, ports (ICMP: identifiers) 0 to 65535.
 *
 * @param protocol the protocol
 * @param remote6High first half of the IPv6 node's address
 * @param remote6Low second half of it
 * @param remote6Port the IPv6 node's port
 * @param local4 the pool4 address that masks it
 * @param local4Port the pool4 port that masks it
 */
public record StaticBib(
        L4Protocol protocol, long remote6High, long remote6Low, int remote6Port, int local4, int local4Port) {}
