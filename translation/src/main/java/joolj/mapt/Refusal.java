// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.wire.Icmp4;
import joolj.wire.Icmp6;

/** What each reason not to translate a packet means for it: back to the kernel, dropped, or dropped and answered. */
final class Refusal {
    private Refusal() {}

    /**
     * Ends the translation of the packet at hand.
     *
     * @return {@link Outcome#ACCEPT} or {@link Outcome#DROP}
     */
    static Outcome of(Translation t, MaptState state, Reason why) {
        return switch (why) {
            case MAPT_PORTS ->
                state.spoofed
                        ? t.dropWithIcmp(why, Icmp6.DESTINATION_UNREACHABLE, Icmp6.SOURCE_ADDRESS_FAILED_POLICY, 0)
                        : t.drop(why);
            case MAPT_NAPT_FULL -> t.dropWithIcmp(why, Icmp4.DESTINATION_UNREACHABLE, Icmp4.HOST_UNREACHABLE, 0);
            case MAPT_NAPT_CLOSED, ENOMEM, UNKNOWN, V4_TO_V6_RFC6791_ENOENT, V6_TO_V4_RFC6791_ENOENT -> t.drop(why);
            default -> t.accept(why);
        };
    }
}
