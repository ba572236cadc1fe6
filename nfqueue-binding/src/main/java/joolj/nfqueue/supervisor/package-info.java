// SPDX-License-Identifier: GPL-2.0-or-later
/** Tells the program that started this one, systemd above all, how far it is. */
package joolj.nfqueue.supervisor;
