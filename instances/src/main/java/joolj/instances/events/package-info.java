// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What happens to a NAT64's BIB and sessions, on its way to a log or to whoever follows it. Workers put fixed-size records
 * into a ring that was allocated beforehand ({@link joolj.instances.events.EventRing}); one thread of the instance takes
 * them out, formats them and writes ({@link joolj.instances.events.EventPump}). A ring that is full loses records instead of
 * keeping a worker waiting, and counts them.
 */
package joolj.instances.events;
