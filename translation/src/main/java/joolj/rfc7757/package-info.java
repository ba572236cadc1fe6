// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * RFC 7757, Explicit Address Mappings: the table of pairs of an IPv6 and an IPv4 prefix, searched by the longest match in
 * either direction. {@link joolj.rfc7757.Eamt} may be searched by any number of threads while others change it.
 */
package joolj.rfc7757;
