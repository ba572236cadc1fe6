// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import joolj.rfc7597.MappingRule;
import joolj.translation.Reason;

/** Maps the addresses of customer edges by a Forwarding Mapping Rule; RFC 7597 § 5.3. */
final class ForwardingRule {
    private ForwardingRule() {}

    /** Maps an IPv4 address of the rule, big-endian; returns null or why that is impossible. */
    static Reason map(MappingRule rule, MaptState state, int address, int port) {
        Reason absence = state.ports.absence();
        boolean shared = rule.psidLength() > 0;
        if (shared && absence != null) {
            return absence;
        }
        rule.map(address, shared ? port : 0, state.address6);
        return null;
    }

    /** Maps an IPv6 address of the rule; returns null. */
    static Reason unmap(MappingRule rule, MaptState state, long high, long low) {
        state.address4 = rule.address4In(high, low);
        state.rule = rule;
        return null;
    }
}
