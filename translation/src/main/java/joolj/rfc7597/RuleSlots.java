// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7597;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;

/**
 * A hash table of the rules whose prefix, of one family, has one length: open addressing with linear probing, at most half
 * full. One thread writes, any number read at the same time.
 */
final class RuleSlots {
    private static final int SMALLEST = 8;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(MappingRule[].class);

    /** Takes the place of a rule that was removed. No valid rule is equal to it, because its prefixes have host bits. */
    private static final MappingRule REMOVED = new MappingRule(new Ipv6Prefix(0, 1, 0), new Ipv4Prefix(1, 0), 0, 0);

    private final MappingRule[] slots;
    private final boolean version6;

    /** Slots that are not empty, those of removed rules included. */
    private int used;

    /** Rules. */
    private int live;

    private RuleSlots(int capacity, boolean version6) {
        this.slots = new MappingRule[capacity];
        this.version6 = version6;
    }

    /** A table with room for some rules. */
    static RuleSlots forRules(int rules, boolean version6) {
        int capacity = SMALLEST;
        while (capacity < 2L * (rules + 1L)) {
            capacity = Math.multiplyExact(capacity, 2);
        }
        return new RuleSlots(capacity, version6);
    }

    int live() {
        return live;
    }

    /** Whether another rule would fill more than half of the slots. */
    boolean isFull() {
        return 2 * (used + 1L) > slots.length;
    }

    /** A larger table, or one without the traces of removed rules, with the same rules. */
    RuleSlots rebuilt() {
        RuleSlots fresh = forRules(live + live / 2, version6);
        for (MappingRule rule : slots) {
            if (rule != null && !REMOVED.equals(rule)) {
                fresh.add(rule);
            }
        }
        return fresh;
    }

    private int start(MappingRule rule) {
        Ipv6Prefix prefix6 = rule.prefix6();
        return version6
                ? hash(prefix6.high(), prefix6.low())
                : hash(rule.prefix4().address());
    }

    /** Stores a rule that is not there yet; the table must not be full. */
    void add(MappingRule rule) {
        int mask = slots.length - 1;
        int at = start(rule) & mask;
        while (slots[at] != null) {
            at = (at + 1) & mask;
        }
        used++;
        live++;
        SLOT.setRelease(slots, at, rule);
    }

    /** Takes away a rule that is there. */
    void remove(MappingRule rule) {
        int mask = slots.length - 1;
        int at = start(rule) & mask;
        while (!rule.equals(slots[at])) {
            at = (at + 1) & mask;
        }
        live--;
        SLOT.setRelease(slots, at, REMOVED);
    }

    /** The rule that has an IPv6 prefix, or null. */
    MappingRule find6(long high, long low) {
        int mask = slots.length - 1;
        int at = hash(high, low) & mask;
        while (true) {
            MappingRule rule = (MappingRule) SLOT.getAcquire(slots, at);
            if (rule == null) {
                return null;
            }
            if (rule.prefix6().low() == low && rule.prefix6().high() == high && !REMOVED.equals(rule)) {
                return rule;
            }
            at = (at + 1) & mask;
        }
    }

    /** The rule that has an IPv4 prefix, or null. */
    MappingRule find4(int address) {
        int mask = slots.length - 1;
        int at = hash(address) & mask;
        while (true) {
            MappingRule rule = (MappingRule) SLOT.getAcquire(slots, at);
            if (rule == null) {
                return null;
            }
            if (rule.prefix4().address() == address && !REMOVED.equals(rule)) {
                return rule;
            }
            at = (at + 1) & mask;
        }
    }

    private static int hash(int address) {
        int mixed = address * 0x9E3779B1;
        mixed = (mixed ^ mixed >>> 15) * 0x85EBCA77;
        return mixed ^ mixed >>> 13;
    }

    private static int hash(long high, long low) {
        long mixed = (high * 0x9E3779B97F4A7C15L ^ low) * 0xC2B2AE3D27D4EB4FL;
        mixed = (mixed ^ mixed >>> 32) * 0x9FB21C651E98DF25L;
        return (int) (mixed >>> 32);
    }
}
