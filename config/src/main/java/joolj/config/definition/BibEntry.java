// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;

/**
 * An element of the section {@code bib}: a static BIB entry, RFC 6146 § 3.1.
 *
 * @param protocol the protocol
 * @param address6 the IPv6 node's transport address
 * @param address4 what masks it; belongs to pool4
 */
public record BibEntry(L4Protocol protocol, TransportAddress6 address6, TransportAddress4 address4) {}
