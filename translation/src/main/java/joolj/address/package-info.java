// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Addresses, prefixes and transport addresses as values, and their text forms. An IPv4 address is an {@code int}, an
 * IPv6 address two {@code long}s (high, low), both big-endian. Nothing here asks a resolver; everything is immutable
 * and may be used by any thread. Text is for configuration and display: the packet path never sees it.
 */
package joolj.address;
