// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import joolj.rfc6052.Pool6;
import joolj.translation.Reason;

/** The Default Mapping Rule, RFC 7599 § 5.1: the addresses of nodes outside the domain are embedded as by RFC 6052. */
final class DefaultRule {
    private DefaultRule() {}

    /** Maps an IPv4 address, big-endian; returns null or why that is impossible. */
    static Reason embed(Pool6 dmr, MaptState state, int address) {
        if (dmr == null) {
            return Reason.POOL6_UNSET;
        }
        state.address6.set(dmr.embedHigh(address), dmr.embedLow(address));
        return null;
    }

    /** Maps an IPv6 address; returns null or why that is impossible. */
    static Reason extract(Pool6 dmr, MaptState state, long high, long low) {
        if (dmr == null || !dmr.contains(high, low)) {
            return Reason.MAPT_POOL6;
        }
        state.address4 = dmr.extract(high, low);
        state.rule = null;
        return null;
    }
}
