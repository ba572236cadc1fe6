// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import joolj.rfc6791.ErrorSources;
import joolj.rfc7597.MappingRule;
import joolj.rfc7597.RuleTable;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.wire.Ipv6Header;

/** Finds the IPv4 addresses of an IPv6 packet and of the packet it quotes; RFC 7599 § 8.2, § 8.3, § 9. */
final class Addresses64 {
    private Addresses64() {}

    /**
     * Fills the addresses of the outgoing tuples, and finds out whether the packet is to be hairpinned.
     *
     * @param error whether it is an ICMPv6 error, whose quoted packet was read
     * @return null, or why the packet is not translated
     */
    static Reason find(Translation t, MaptSettings settings, RuleTable rules, MaptState state, boolean error) {
        Role role = MaptTranslator.role(settings);
        Ipv6Header in = t.packet().ipv6;

        Reason refusal = role.destination64(settings, state, in.destinationHigh(), in.destinationLow());
        if (refusal != null) {
            return refusal;
        }
        int destination4 = state.address4;
        state.hairpin = settings.edge() == null && !t.hairpinning() && rules.find4(destination4) != null;
        Reason unmapped = role.source64(settings, rules, state, in.sourceHigh(), in.sourceLow());
        if (unmapped != null && !error) {
            return unmapped;
        }
        state.unsourced = unmapped != null;
        t.outgoing().addresses4(state.address4, destination4);
        MappingRule rule = unmapped == null ? state.rule : null;
        refusal = error ? findQuoted(t, settings, rules, state, role) : null;
        if (refusal == null) {
            refusal = PortCheck.source(settings, state, rule, in.sourceHigh(), in.sourceLow());
        }
        return refusal == null ? PortCheck.destination(settings, state.ports) : refusal;
    }

    private static Reason findQuoted(
            Translation t, MaptSettings settings, RuleTable rules, MaptState state, Role role) {
        Ipv6Header inner = t.inner().ipv6;
        Reason refusal = role.destination64(settings, state, inner.sourceHigh(), inner.sourceLow());
        if (refusal != null) {
            return refusal;
        }
        int source4 = state.address4;
        long high = inner.destinationHigh();
        long low = inner.destinationLow();
        refusal = role.source64(settings, rules, state, high, low);
        if (refusal != null) {
            return refusal;
        }
        t.innerOutgoing().addresses4(source4, state.address4);
        return PortCheck.source(settings, state, state.rule, high, low);
    }

    /**
     * Provides the source of an ICMP error that has none, as {@link MaptState#unsourced} says; its destination is known.
     *
     * @return null, or why the packet is not translated
     */
    static Reason provideSource(Translation t, MaptSettings settings, MaptState state) {
        int source = ErrorSources.find4(t, settings.rfc6791v4Prefix(), state.random.nextInt(), state.hairpin);
        if (source == 0) {
            return Reason.V6_TO_V4_RFC6791_ENOENT;
        }
        t.outgoing().source4 = source;
        return null;
    }
}
