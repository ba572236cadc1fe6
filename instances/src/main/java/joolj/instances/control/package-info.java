// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The daemon's side of the control socket: who may speak, what each request does, and how its answer is sent. Runs on
 * threads of its own and reaches workers only through what {@link joolj.instances} offers.
 */
package joolj.instances.control;
