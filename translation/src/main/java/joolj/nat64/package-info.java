// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * RFC 6146, Stateful NAT64, from packet to packet: {@link joolj.nat64.Nat64Translator} runs incoming tuple (§ 3.4),
 * filtering and updating (§ 3.5, {@link joolj.rfc6146}), outgoing tuple (§ 3.6), translation (§ 3.7,
 * {@link joolj.rfc7915}) and hairpinning (§ 3.8).
 */
package joolj.nat64;
