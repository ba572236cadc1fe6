// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The C functions, constants and layouts as they are: names of C, no checks, no exceptions. For the safe packages of
 * this module alone; nothing else may call in here. Every function may be called from any thread.
 */
package joolj.nfqueue.raw;
