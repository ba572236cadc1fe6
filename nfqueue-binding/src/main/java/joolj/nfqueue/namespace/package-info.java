// SPDX-License-Identifier: GPL-2.0-or-later
/** Network namespaces: finding them, holding them open and entering them. Callable from any thread. */
package joolj.nfqueue.namespace;
