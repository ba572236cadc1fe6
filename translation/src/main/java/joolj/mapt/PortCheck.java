// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.MappingRule;
import joolj.translation.Reason;

/**
 * RFC 7599 § 8.2 and § 8.3: whether the ports of an IPv6 packet belong to the customer edges that it comes from and goes
 * to. This is what keeps one customer from using another one's share of an IPv4 address.
 */
final class PortCheck {
    private PortCheck() {}

    /**
     * Checks the port of a packet's source, or of the destination of the packet that an error quotes.
     *
     * @param rule what mapped the address, null if it was the DMR
     * @return null, or why the packet is not translated
     */
    static Reason source(MaptSettings settings, MaptState state, MappingRule rule, long high, long low) {
        if (rule == null || rule.psidLength() == 0 || !settings.checkPorts()) {
            return null;
        }
        Ports ports = state.ports;
        if (ports.absence() != null) {
            return ports.absence();
        }
        state.spoofed = !rule.permits(high, low, ports.source);
        return state.spoofed ? Reason.MAPT_PORTS : null;
    }

    /** Checks the port of a packet's destination, if that is a customer edge; null, or why it is not translated. */
    static Reason destination(MaptSettings settings, Ports ports) {
        CustomerEdge edge = settings.edge();
        if (edge == null || edge.bmr().psidLength() == 0 || !settings.checkPorts()) {
            return null;
        }
        if (ports.absence() != null) {
            return ports.absence();
        }
        return edge.ports().contains(ports.destination) ? null : Reason.MAPT_PORTS;
    }
}
