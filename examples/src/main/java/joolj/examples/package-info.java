// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Small programs that the nodes of the examples run: services for the IPv4 side, clients for the IPv6 side.
 *
 * <p>They know nothing of the translator, as the nodes of a real network would not, and need nothing but the JDK.
 */
package joolj.examples;
