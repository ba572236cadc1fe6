// SPDX-License-Identifier: GPL-2.0-or-later
/** The messages of the control socket between the client and the daemon. */
package joolj.control;
