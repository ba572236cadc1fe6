// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * RFC 7915, IP/ICMP Translation Algorithm: reading headers, translating them both ways, ICMP errors with the packets
 * they quote, and sizes. {@link joolj.rfc7915.Translator46} and {@link joolj.rfc7915.Translator64} run the sections in
 * order; which addresses and ports the result has is the caller's decision. Everything here is stateless: what belongs
 * to the packet at hand is in the {@link joolj.translation.Translation}.
 */
package joolj.rfc7915;
