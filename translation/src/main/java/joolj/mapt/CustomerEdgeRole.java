// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.MappingRule;
import joolj.rfc7597.RuleTable;
import joolj.translation.Reason;

/**
 * RFC 7599 § 8.1 and § 8.2: the customer edge itself is mapped by its Basic Mapping Rule, other customer edges by
 * Forwarding Mapping Rules (mesh mode), all others by the DMR.
 */
final class CustomerEdgeRole implements Role {
    static final CustomerEdgeRole INSTANCE = new CustomerEdgeRole();

    private CustomerEdgeRole() {}

    @Override
    public Reason source46(MaptSettings settings, RuleTable rules, MaptState state, int address, int port) {
        CustomerEdge edge = settings.edge();
        if (!edge.contains4(address)) {
            return Reason.MAPT_ADDR4;
        }
        if (edge.bmr().psidLength() > 0) {
            Reason absence = state.ports.absence();
            if (absence != null) {
                return absence;
            }
            if (edge.bmr().psidOf(port) != edge.ports().psid()) {
                return Reason.MAPT_PSID;
            }
        }
        edge.map(address, state.address6);
        return null;
    }

    @Override
    public Reason destination46(MaptSettings settings, RuleTable rules, MaptState state, int address, int port) {
        MappingRule rule = rules.find4(address);
        return rule == null
                ? DefaultRule.embed(settings.dmr(), state, address)
                : ForwardingRule.map(rule, state, address, port);
    }

    @Override
    public Reason source64(MaptSettings settings, RuleTable rules, MaptState state, long high, long low) {
        MappingRule rule = rules.find6(high, low);
        return rule == null
                ? DefaultRule.extract(settings.dmr(), state, high, low)
                : ForwardingRule.unmap(rule, state, high, low);
    }

    @Override
    public Reason destination64(MaptSettings settings, MaptState state, long high, long low) {
        CustomerEdge edge = settings.edge();
        if (!edge.contains6(high, low)) {
            return Reason.MAPT_EUI6P;
        }
        state.address4 = edge.bmr().address4In(high, low);
        return null;
    }
}
