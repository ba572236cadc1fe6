// SPDX-License-Identifier: GPL-2.0-or-later
/** RFC 6052, IPv6 Addressing of IPv4/IPv6 Translators: how an IPv6 address holds an IPv4 address. */
package joolj.rfc6052;
