// SPDX-License-Identifier: GPL-2.0-or-later
/** The registry of globals and the definition of an instance. */
package joolj.config;
