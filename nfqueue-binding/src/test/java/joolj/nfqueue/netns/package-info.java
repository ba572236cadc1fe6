// SPDX-License-Identifier: GPL-2.0-or-later
/** Network namespaces for tests with real packets. */
package joolj.nfqueue.netns;
