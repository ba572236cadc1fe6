// SPDX-License-Identifier: GPL-2.0-or-later
/** The processors that threads run on. Everything here concerns the calling thread. */
package joolj.nfqueue.processor;
