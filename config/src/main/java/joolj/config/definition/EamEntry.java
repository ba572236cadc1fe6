// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;

/**
 * An element of the section {@code eamt}: an explicit address mapping, RFC 7757 § 3.2, as written. Both prefixes may
 * have host bits, which {@link Draft} refuses.
 *
 * @param prefix6 the IPv6 side
 * @param prefix4 the IPv4 side
 */
public record EamEntry(Ipv6Prefix prefix6, Ipv4Prefix prefix4) {}
