// SPDX-License-Identifier: GPL-2.0-or-later
/** RFC 6791, Stateless Source Address Mapping for ICMPv6 Packets: who an ICMP error is said to come from. */
package joolj.rfc6791;
