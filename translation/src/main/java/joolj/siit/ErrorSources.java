// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Address6;
import joolj.translation.OutgoingTuple;
import joolj.translation.Routes;
import joolj.translation.Translation;

/**
 * RFC 6791 § 3.1: the source of a translated ICMP error whose sender's address cannot be translated. It comes from a
 * prefix of the operator's or is one of the translator's own.
 */
final class ErrorSources {
    private ErrorSources() {}

    /**
     * Finds the source of an ICMPv4 error whose destination is known.
     *
     * @return the address, big-endian, or 0 if there is none
     */
    static int find4(Translation t, SiitSettings settings, SiitState state) {
        Ipv4Prefix prefix = settings.rfc6791v4Prefix();
        if (prefix != null) {
            int host = settings.randomizeRfc6791Addresses()
                    ? state.random.nextInt()
                    : t.packet().ttl();
            return prefix.address() | (host & ~prefix.mask());
        }
        Routes routes = t.routes();
        return state.hairpin ? routes.anyLocal4() : routes.source4(t.outgoing().destination4, t.mark());
    }

    /**
     * Finds the source of an ICMPv6 error whose destination is known.
     *
     * @param result where the address is put
     * @return whether there is one
     */
    static boolean find6(Translation t, SiitSettings settings, SplittableRandom random, Address6 result) {
        Ipv6Prefix prefix = settings.rfc6791v6Prefix();
        if (prefix != null) {
            result.set(
                    prefix.high() | (random.nextLong() & ~prefix.maskHigh()),
                    prefix.low() | (random.nextLong() & ~prefix.maskLow()));
            return true;
        }
        OutgoingTuple to = t.outgoing();
        return t.routes().source6(to.destination6High, to.destination6Low, t.mark(), result);
    }
}
