// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6791;

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
public final class ErrorSources {
    private ErrorSources() {}

    /**
     * Finds the source of an ICMPv4 error whose destination is known.
     *
     * @param prefix what to take it from, or null for an address of the translator's own
     * @param host the host bits of an address of the prefix; those of the prefix's length do not count
     * @param hairpin whether the error will be translated back, so that its route says nothing
     * @return the address, big-endian, or 0 if there is none
     */
    public static int find4(Translation t, Ipv4Prefix prefix, int host, boolean hairpin) {
        if (prefix != null) {
            return prefix.address() | (host & ~prefix.mask());
        }
        Routes routes = t.routes();
        return hairpin ? routes.anyLocal4() : routes.source4(t.outgoing().destination4, t.mark());
    }

    /**
     * Finds the source of an ICMPv6 error whose destination is known.
     *
     * @param prefix what to take it from, or null for an address of the translator's own
     * @param random where the host bits of an address of the prefix come from
     * @param result where the address is put
     * @return whether there is one
     */
    public static boolean find6(Translation t, Ipv6Prefix prefix, SplittableRandom random, Address6 result) {
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
