// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

/** The transport protocols that have BIB, session and pool4 tables; RFC 6146 § 3. */
public enum L4Protocol {
    /** TCP; protocol number 6 in both families. */
    TCP,
    /** UDP; protocol number 17 in both families. */
    UDP,
    /** ICMP echo; protocol number 1 in IPv4 and 58 in IPv6. The identifier plays the part of both ports. */
    ICMP
}
