// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The frame every translation runs in: the state of the packet at hand, the outcome, the reason, the counters and
 * what the engine must be told about its surroundings. Everything here is pure: no native code, threads, clocks or
 * files.
 */
package joolj.translation;
