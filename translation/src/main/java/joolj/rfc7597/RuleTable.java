// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7597;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.RefusedException;
import joolj.translation.RefusedException.Cause;

/**
 * The Forwarding Mapping Rules of a MAP node, RFC 7597 § 5.3, with longest match by IPv6 and by IPv4 prefix.
 *
 * <p>A search costs one look into a hash table for each prefix length in use until one matches, whatever the number of
 * rules, and allocates nothing. Searches take no lock; changes exclude each other. No prefix of a rule may contain one of
 * another rule, so that the rules that a search skips cannot matter.
 */
public final class RuleTable {
    /** By IPv6 prefix; no two overlap, so that the neighbours of a new one tell whether it does. Guarded by this. */
    private final NavigableMap<Ipv6Prefix, MappingRule> by6 = new TreeMap<>((left, right) -> {
        int high = Long.compareUnsigned(left.high(), right.high());
        return high != 0 ? high : Long.compareUnsigned(left.low(), right.low());
    });

    /** By IPv4 prefix; see {@link #by6}. */
    private final NavigableMap<Ipv4Prefix, MappingRule> by4 =
            new TreeMap<>((left, right) -> Integer.compareUnsigned(left.address(), right.address()));

    private volatile RuleIndex index6 = RuleIndex.empty(true);
    private volatile RuleIndex index4 = RuleIndex.empty(false);

    /**
     * Adds a rule.
     *
     * @throws RefusedException with {@link Cause#INVALID} if the rule is not valid, {@link Cause#EXISTS} if it is there
     *     already or one of its prefixes contains, or lies in, one of another rule
     */
    public synchronized void add(MappingRule rule) {
        rule.requireValid();
        if (rule.equals(by6.get(rule.prefix6()))) {
            throw new RefusedException(Cause.EXISTS, "Entry already exists.");
        }
        refuseOverlap(neighbour6(by6.floorEntry(rule.prefix6()), rule));
        refuseOverlap(neighbour6(by6.ceilingEntry(rule.prefix6()), rule));
        refuseOverlap(neighbour4(by4.floorEntry(rule.prefix4()), rule));
        refuseOverlap(neighbour4(by4.ceilingEntry(rule.prefix4()), rule));
        by6.put(rule.prefix6(), rule);
        by4.put(rule.prefix4(), rule);
        index6 = index6.add(rule);
        index4 = index4.add(rule);
    }

    private static MappingRule neighbour6(Map.Entry<Ipv6Prefix, MappingRule> entry, MappingRule rule) {
        boolean overlap = entry != null
                && (entry.getKey().contains(rule.prefix6()) || rule.prefix6().contains(entry.getKey()));
        return overlap ? entry.getValue() : null;
    }

    private static MappingRule neighbour4(Map.Entry<Ipv4Prefix, MappingRule> entry, MappingRule rule) {
        boolean overlap = entry != null
                && (entry.getKey().contains(rule.prefix4()) || rule.prefix4().contains(entry.getKey()));
        return overlap ? entry.getValue() : null;
    }

    private static void refuseOverlap(MappingRule other) {
        if (other != null) {
            throw new RefusedException(Cause.EXISTS, "Entry collides with '" + other + "'.");
        }
    }

    /**
     * Removes a rule.
     *
     * @throws RefusedException with {@link Cause#NOT_FOUND} if there is none that is the same in everything
     */
    public synchronized void remove(MappingRule rule) {
        if (!rule.equals(by6.get(rule.prefix6()))) {
            throw new RefusedException(Cause.NOT_FOUND, "Entry not found.");
        }
        by6.remove(rule.prefix6());
        by4.remove(rule.prefix4());
        index6 = index6.remove(rule);
        index4 = index4.remove(rule);
    }

    /** Removes all rules. */
    public synchronized void flush() {
        by6.clear();
        by4.clear();
        index6 = RuleIndex.empty(true);
        index4 = RuleIndex.empty(false);
    }

    /** How many rules there are. */
    public synchronized int size() {
        return by6.size();
    }

    /** The rules there are now, by ascending IPv6 prefix. */
    public synchronized List<MappingRule> rules() {
        return List.copyOf(by6.values());
    }

    /** The rule whose IPv6 prefix contains an address, or null; the longest match. */
    public MappingRule find6(long high, long low) {
        return index6.longest6(high, low);
    }

    /** The rule whose IPv4 prefix contains an address, big-endian, or null; the longest match. */
    public MappingRule find4(int address) {
        return index4.longest4(address);
    }
}
