// SPDX-License-Identifier: GPL-2.0-or-later
/** The process: start, signals and end of the daemon. */
package joolj.instances.daemon;
