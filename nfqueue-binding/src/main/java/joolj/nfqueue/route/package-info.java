// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What the kernel knows of routes, links and addresses, asked by rtnetlink. A socket belongs to one thread and answers
 * for the network namespace the thread was in when it opened it.
 */
package joolj.nfqueue.route;
