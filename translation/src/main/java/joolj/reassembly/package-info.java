// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The reassembly of IPv4 and IPv6 fragments that stateful translation needs (RFC 6146 § 3.4), with fixed memory: RFC
 * 791 § 3.2, RFC 8200 § 4.5, RFC 5722 (overlaps), RFC 3168 § 5.3 (congestion marks).
 *
 * <p>A {@link joolj.reassembly.Reassembler} belongs to one worker: all fragments of a datagram have the same addresses
 * and therefore arrive on the same queue. Time is an argument; nothing is allocated after construction.
 */
package joolj.reassembly;
