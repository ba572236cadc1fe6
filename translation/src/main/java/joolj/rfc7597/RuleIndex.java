// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7597;

import java.util.Arrays;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;

/**
 * What a search in one family needs: for each prefix length in use a hash table of rules. A search tries the lengths from
 * the longest on. The arrays of this object never change; the tables in them take up rules as they come.
 */
final class RuleIndex {
    private static final int HALF = 64;

    private final boolean version6;

    /** By prefix length; null where no rule has it. */
    private final RuleSlots[] slots;

    /** The lengths in use, descending. */
    private final int[] lengths;

    private RuleIndex(boolean version6, RuleSlots[] slots) {
        this.version6 = version6;
        this.slots = slots;
        int[] found = new int[slots.length];
        int count = 0;
        for (int length = slots.length - 1; length >= 0; length--) {
            if (slots[length] != null && slots[length].live() > 0) {
                found[count++] = length;
            }
        }
        this.lengths = Arrays.copyOf(found, count);
    }

    static RuleIndex empty(boolean version6) {
        int longest = version6 ? Ipv6Prefix.MAX_LENGTH : Ipv4Prefix.MAX_LENGTH;
        return new RuleIndex(version6, new RuleSlots[longest + 1]);
    }

    /** The rule with the longest IPv6 prefix that contains an address, or null. */
    MappingRule longest6(long high, long low) {
        for (int length : lengths) {
            long maskHigh = length >= HALF ? -1L : ~(-1L >>> length);
            long maskLow = length <= HALF ? 0 : -1L << (2 * HALF - length);
            MappingRule rule = slots[length].find6(high & maskHigh, low & maskLow);
            if (rule != null) {
                return rule;
            }
        }
        return null;
    }

    /** The rule with the longest IPv4 prefix that contains an address, or null. */
    MappingRule longest4(int address) {
        for (int length : lengths) {
            int mask = length == 0 ? 0 : -1 << (Ipv4Prefix.MAX_LENGTH - length);
            MappingRule rule = slots[length].find4(address & mask);
            if (rule != null) {
                return rule;
            }
        }
        return null;
    }

    private int lengthOf(MappingRule rule) {
        return version6 ? rule.prefix6().length() : rule.prefix4().length();
    }

    /** Stores a rule whose prefix is not here yet. Returns this index, or the one that takes its place. */
    RuleIndex add(MappingRule rule) {
        int length = lengthOf(rule);
        RuleSlots old = slots[length];
        boolean known = old != null && old.live() > 0 && !old.isFull();
        RuleSlots into = old == null ? RuleSlots.forRules(1, version6) : old.isFull() ? old.rebuilt() : old;
        into.add(rule);
        if (known) {
            return this;
        }
        RuleSlots[] changed = slots.clone();
        changed[length] = into;
        return new RuleIndex(version6, changed);
    }

    /** Takes away a rule that is here. Returns this index, or the one that takes its place. */
    RuleIndex remove(MappingRule rule) {
        RuleSlots from = slots[lengthOf(rule)];
        from.remove(rule);
        return from.live() > 0 ? this : new RuleIndex(version6, slots);
    }
}
