// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The firewall rules of netfilter instances: which they are, how they get in and out, and the journal that finds those
 * a killed daemon left behind. Rules of anybody else are never touched.
 */
package joolj.instances.rules;
