// SPDX-License-Identifier: GPL-2.0-or-later
/** The command line: grammar, commands and the client of the control socket. */
package joolj.cli;
