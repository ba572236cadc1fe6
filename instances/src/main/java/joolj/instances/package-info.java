// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Instances: what they are, which rules their names and frameworks obey, and their life from {@code instance add} to
 * {@code instance remove}. Called by the threads of the control server; workers are reached only through snapshots,
 * counters and their start and stop.
 */
package joolj.instances;
