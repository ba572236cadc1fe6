// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * MAP-T, RFC 7599, from packet to packet: {@link joolj.mapt.MaptTranslator} reads a packet, maps its addresses by the
 * mapping rules ({@link joolj.rfc7597}) in the role of a customer edge or of a border relay (§ 8), and has its headers
 * translated ({@link joolj.rfc7915}). A customer edge may do the NAPT as well, {@link joolj.mapt.Napt}.
 */
package joolj.mapt;
