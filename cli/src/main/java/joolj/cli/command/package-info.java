// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The verbs of the client, one class each: read the arguments, ask the daemon, print the answer. Where a verb stands
 * among modes and operations is decided in {@code joolj.cli.Modes}.
 */
package joolj.cli.command;
