// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The client as a whole. {@link joolj.cli.Main} starts {@link joolj.cli.Client}, which reads the command line and picks
 * a verb from the tree in {@code Modes}; help and completion describe the same tree. This package knows those below it,
 * and none of them knows it:
 *
 * <ul>
 *   <li>{@link joolj.cli.command}: the verbs, one class each
 *   <li>{@link joolj.cli.grammar}: what a verb is, and how words become options, keywords and arguments
 *   <li>{@link joolj.cli.render}: tables for people, CSV and JSON
 *   <li>{@link joolj.cli.names}: names for addresses and ports
 *   <li>{@link joolj.cli.console}: standard output, standard error and the exit status
 * </ul>
 *
 * <p>Everything runs on the main thread.
 */
package joolj.cli;
