// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import joolj.rfc7597.MappingRule;
import joolj.rfc7597.RuleTable;
import joolj.translation.Reason;

/** RFC 7599 § 8.3 and § 8.4: customer edges are mapped by Forwarding Mapping Rules, all others by the DMR. */
final class BorderRelay implements Role {
    static final BorderRelay INSTANCE = new BorderRelay();

    private BorderRelay() {}

    @Override
    public Reason source46(MaptSettings settings, RuleTable rules, MaptState state, int address, int port) {
        return DefaultRule.embed(settings.dmr(), state, address);
    }

    @Override
    public Reason destination46(MaptSettings settings, RuleTable rules, MaptState state, int address, int port) {
        MappingRule rule = rules.find4(address);
        return rule == null ? Reason.MAPT_FMR4 : ForwardingRule.map(rule, state, address, port);
    }

    @Override
    public Reason source64(MaptSettings settings, RuleTable rules, MaptState state, long high, long low) {
        MappingRule rule = rules.find6(high, low);
        return rule == null ? Reason.MAPT_FMR6 : ForwardingRule.unmap(rule, state, high, low);
    }

    @Override
    public Reason destination64(MaptSettings settings, MaptState state, long high, long low) {
        return DefaultRule.extract(settings.dmr(), state, high, low);
    }
}
