// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Mapping of Address and Port, RFC 7597 § 5 and § 6: mapping rules, port sets, MAP addresses and the rule table. Nothing
 * here knows packets. MAP-T, RFC 7599, is {@link joolj.mapt}.
 */
package joolj.rfc7597;
