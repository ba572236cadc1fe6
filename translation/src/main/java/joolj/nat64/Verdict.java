// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import java.util.EnumSet;
import java.util.Set;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.wire.Icmp4;
import joolj.wire.Icmp6;

/** What each reason not to translate a packet means for it: back to the kernel, dropped, or dropped and answered. */
final class Verdict {
    private static final Set<Reason> HANDED_BACK = EnumSet.of(
            Reason.XLATOR_DISABLED,
            Reason.POOL6_UNSET,
            Reason.UNKNOWN_L4_PROTO,
            Reason.UNKNOWN_ICMP6_TYPE,
            Reason.UNKNOWN_ICMP4_TYPE,
            Reason.UNKNOWN_PROTO_INNER,
            Reason.POOL6_MISMATCH,
            Reason.POOL4_MISMATCH,
            Reason.BIB4_NOT_FOUND,
            Reason.SESSION_NOT_FOUND,
            Reason.FAILED_ROUTES);

    private Verdict() {}

    /**
     * Ends the translation of the packet at hand.
     *
     * @return {@link Outcome#ACCEPT} or {@link Outcome#DROP}
     */
    static Outcome refuse(Translation t, Reason why) {
        if (HANDED_BACK.contains(why)) {
            return t.accept(why);
        }
        if (why == Reason.ADF) {
            return t.dropWithIcmp(why, Icmp4.DESTINATION_UNREACHABLE, Icmp4.ADMINISTRATIVELY_PROHIBITED, 0);
        }
        if (why == Reason.SO_FULL) {
            return t.dropWithIcmp(why, Icmp4.DESTINATION_UNREACHABLE, Icmp4.PORT_UNREACHABLE, 0);
        }
        if (why == Reason.V6_TO_V4_FRAG_THEN_EXT) {
            return t.dropWithIcmp(why, Icmp6.DESTINATION_UNREACHABLE, Icmp6.ADMINISTRATIVELY_PROHIBITED, 0);
        }
        return t.drop(why);
    }
}
