// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What a command line is made of. A {@link joolj.cli.grammar.Program} was called; {@link
 * joolj.cli.grammar.LeadingOptions} stand before the mode, {@link joolj.cli.grammar.Keywords} name mode and operation,
 * {@link joolj.cli.grammar.ArgpParser} reads what follows with the manners and help texts of GNU argp. A {@link
 * joolj.cli.grammar.Verb} declares what it accepts and carries out a {@link joolj.cli.grammar.Call}. Which verbs there
 * are is not known here.
 */
package joolj.cli.grammar;
