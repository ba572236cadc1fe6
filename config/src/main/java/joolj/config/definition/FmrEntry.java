// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;

/**
 * An element of the section {@code fmrt}: a Forwarding Mapping Rule of MAP-T, RFC 7597 § 5, as written.
 *
 * @param prefix6 the Rule IPv6 prefix
 * @param prefix4 the Rule IPv4 prefix
 * @param eaBits length of the EA bits, 0 to 48
 * @param offset the PSID offset {@code a}, 0 to 16
 */
public record FmrEntry(Ipv6Prefix prefix6, Ipv4Prefix prefix4, int eaBits, int offset) {
    /** The PSID offset of a rule that names none; RFC 7597 § 5.1. */
    public static final int DEFAULT_OFFSET = 6;
}
