// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The command line: grammar, help and the entry point of the client. {@link joolj.cli.Main} reads the words and picks a
 * {@link joolj.cli.Verb}; the verbs live in {@code joolj.cli.command}, what they print comes from
 * {@code joolj.cli.render} and {@code joolj.cli.names}. Everything runs on the main thread.
 */
package joolj.cli;
