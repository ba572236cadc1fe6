// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The state of a stateful NAT64 (RFC 6146): pool4, the BIBs, the session tables, filtering and updating (§ 3.5), the
 * TCP state machine and the expiry of sessions.
 *
 * <p>{@link joolj.rfc6146.Nat64State} is the door: the translator calls it for every packet, a worker calls its
 * {@code expire} between batches, and the control thread reads and changes it through the same object. It may be
 * called by any number of threads; each protocol has one lock, held for the work on one packet and never while an
 * observer or the routing is asked. Time is an argument: milliseconds of a clock that never goes back. Nothing here
 * performs input or output, starts threads or reads clocks.
 *
 * <p>The tables are pages of primitive words: an entry is no object, growth copies nothing, and the limits in
 * {@link joolj.rfc6146.StateSettings} bound their memory: some 50 octets for a BIB entry and 75 for a session.
 */
package joolj.rfc6146;
