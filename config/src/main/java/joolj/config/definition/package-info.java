// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Whole instances as files describe them: {@link joolj.config.definition.InstanceDefinition} is what a file says,
 * {@link joolj.config.definition.Draft} the tables that come of it, checked by the translator's rules. Pure; used by the
 * client to check files and by the daemon to put them into force.
 */
package joolj.config.definition;
