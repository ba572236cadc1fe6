// SPDX-License-Identifier: GPL-2.0-or-later
/** Safe owners of netfilter queues, raw sockets, network namespaces and routes. */
package joolj.nfqueue;
