// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * A NAT64 written down a second time, with lists and text and no thought of speed, out of RFC 6146 and of what Jool does;
 * and a test that lets random packets, time and commands act on it and on the engine, and compares them after each.
 */
package joolj.nat64.model;
