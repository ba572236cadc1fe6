// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * TUN devices that packets come in by as if from a link, so that the kernel routes them: the device with its settings,
 * the writers that put packets into it, and what else of a namespace has to give way for that.
 *
 * <p>Devices and settings belong to the network namespace of the thread that opens them.
 */
package joolj.nfqueue.tun;
