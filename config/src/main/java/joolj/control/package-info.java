// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The control protocol between the client and the daemon, version {@link joolj.control.Protocol#VERSION}: a Unix-domain
 * stream socket, UTF-8, one JSON object per line.
 *
 * <p>The client sends one {@link joolj.control.Request}. The daemon answers with any number of
 * {@link joolj.control.Reply.Rows} and {@link joolj.control.Reply.Warning} lines and exactly one
 * {@link joolj.control.Reply.End}, and closes. The {@link joolj.control.Command} records say what can be asked, the
 * {@link joolj.control.Row} records what tables consist of; both sides use them, so they cannot disagree.
 *
 * <p>What arrives from the other side is never trusted: every defect of a line is a
 * {@link joolj.control.MalformedMessageException}, every argument out of range a
 * {@link joolj.config.RefusedException}, and nothing else is thrown.
 */
package joolj.control;
