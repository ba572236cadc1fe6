// SPDX-License-Identifier: GPL-2.0-or-later
/** The operations of the client, one class each: read the arguments, ask the daemon, print the answer. */
package joolj.cli.command;
