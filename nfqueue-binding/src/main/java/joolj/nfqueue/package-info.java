// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Netfilter queues: a safe owner of a queue, the packets read from it and the verdicts given on them.
 *
 * <p>A queue and everything reached through it belongs to one thread, the worker that opened it, in the network
 * namespace it was in then. Failures of the kernel or of a library are {@link joolj.nfqueue.NativeException}s; no
 * packet, whatever its octets are, causes one.
 *
 * <p>Needs 64-bit Linux with glibc 2.28 or later and libnetfilter_queue.
 */
package joolj.nfqueue;
