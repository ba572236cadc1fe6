// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Instance definitions in Jool's JSON: a reader that knows where everything stands in the file and complains in Jool's
 * words, and a writer. Pure; nothing here opens files.
 */
package joolj.config.json;
