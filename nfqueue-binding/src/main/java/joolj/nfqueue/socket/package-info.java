// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Raw sockets that put packets on the wire, and batches of messages for them. A socket and its batches belong to one
 * thread, in the network namespace the thread was in when it opened them.
 */
package joolj.nfqueue.socket;
