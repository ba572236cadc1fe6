// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The registry of globals and the definition of an instance: names, products, frameworks, queues. Everything here is a
 * value or a pure function and may be used by any thread, in the client and in the daemon.
 *
 * <p>{@link joolj.config.SyntaxException} says that a text cannot be read (the client's business, before a request is
 * sent); {@link joolj.config.RefusedException} that a readable request is not allowed (the translator's business).
 */
package joolj.config;
