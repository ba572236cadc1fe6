// SPDX-License-Identifier: GPL-2.0-or-later
/** What the shell gets to see: standard output and standard error, and the exit status with its reason. */
package joolj.cli.console;
