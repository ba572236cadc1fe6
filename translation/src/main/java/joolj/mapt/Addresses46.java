// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import joolj.rfc6791.ErrorSources;
import joolj.rfc7597.RuleTable;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Translation;

/** Finds the IPv6 addresses of an IPv4 packet and of the packet it quotes; RFC 7599 § 8.1, § 8.4, § 9. */
final class Addresses46 {
    private Addresses46() {}

    /**
     * Fills the addresses of the outgoing tuples.
     *
     * @param error whether it is an ICMPv4 error, whose quoted packet was read
     * @return null, or why the packet is not translated
     */
    static Reason find(Translation t, MaptSettings settings, RuleTable rules, MaptState state, boolean error) {
        Role role = MaptTranslator.role(settings);
        Packet in = t.packet();
        Ports ports = state.ports;
        int sender = state.masked ? state.mask : in.ipv4.source();

        Reason unmapped = role.source46(settings, rules, state, sender, ports.source);
        boolean provided = error && (unmapped == Reason.MAPT_ADDR4 || unmapped == Reason.POOL6_UNSET);
        if (unmapped != null && !provided) {
            return unmapped;
        }
        t.outgoing().source6(state.address6.high, state.address6.low);
        Reason refusal = role.destination46(settings, rules, state, in.ipv4.destination(), ports.destination);
        if (refusal != null) {
            return refusal;
        }
        t.outgoing().destination6(state.address6.high, state.address6.low);
        if (error) {
            refusal = findQuoted(t, settings, rules, state, role);
        }
        return refusal == null && provided ? provideSource(t, settings, state) : refusal;
    }

    private static Reason findQuoted(
            Translation t, MaptSettings settings, RuleTable rules, MaptState state, Role role) {
        Packet inner = t.inner();
        int receiver = state.masked ? state.mask : inner.ipv4.destination();
        Reason refusal = role.source46(settings, rules, state, receiver, state.ports.source);
        if (refusal != null) {
            return refusal;
        }
        t.innerOutgoing().destination6(state.address6.high, state.address6.low);
        refusal = role.destination46(settings, rules, state, inner.ipv4.source(), state.ports.destination);
        t.innerOutgoing().source6(state.address6.high, state.address6.low);
        return refusal;
    }

    private static Reason provideSource(Translation t, MaptSettings settings, MaptState state) {
        if (!ErrorSources.find6(t, settings.rfc6791v6Prefix(), state.random, state.address6)) {
            return Reason.V4_TO_V6_RFC6791_ENOENT;
        }
        t.outgoing().source6(state.address6.high, state.address6.low);
        return null;
    }
}
