// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

/**
 * Which rules are wanted.
 *
 * @param nft whether for nftables instead of iptables
 * @param notrack whether connection tracking is to leave the instance's packets alone
 */
public record RuleOptions(boolean nft, boolean notrack) {
    /** What is installed when nobody chooses. */
    public static final RuleOptions DEFAULT = new RuleOptions(false, false);
}
