// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The stateless translator SIIT from packet to packet: {@link joolj.siit.SiitTranslator} reads a packet, maps its
 * addresses by the EAMT ({@link joolj.rfc7757}) or the pool6 ({@link joolj.rfc6052}) and has its headers translated
 * ({@link joolj.rfc7915}); RFC 6791 sources of ICMP errors and hairpinning included. What an operator may ask about
 * addresses is answered by {@link joolj.siit.AddressQuery}, by the same rules.
 */
package joolj.siit;
