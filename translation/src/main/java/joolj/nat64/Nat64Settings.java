// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import java.util.Objects;
import joolj.rfc6052.Pool6;
import joolj.rfc7915.HeaderSettings;

/**
 * The settings of a stateful NAT64 that rule packets; those that rule its state are
 * {@link joolj.rfc6146.StateSettings}. Immutable; a change is a new record given to {@link Nat64Translator#settings}.
 *
 * @param manuallyEnabled false hands every packet back untouched
 * @param pool6 the prefix of the IPv6 addresses that stand for IPv4 nodes
 * @param headers settings of the translation of headers
 * @param dropIcmpv6Info whether ICMPv6 echo is silently dropped
 * @param sourceIcmpv6ErrorsBetter whether an ICMPv4 error comes from the IPv6 address that stands for its sender, so
 *     that routers can be told apart; otherwise from the one that stands for the node it is about, as RFC 6146 § 3.6
 *     has it
 */
public record Nat64Settings(
        boolean manuallyEnabled,
        Pool6 pool6,
        HeaderSettings headers,
        boolean dropIcmpv6Info,
        boolean sourceIcmpv6ErrorsBetter) {

    /** Checks that nothing is missing. */
    public Nat64Settings {
        Objects.requireNonNull(pool6, "pool6");
        Objects.requireNonNull(headers, "headers");
    }

    /** What an instance starts with. */
    public static Nat64Settings defaults(Pool6 pool6) {
        return new Nat64Settings(true, pool6, HeaderSettings.DEFAULT, false, true);
    }

    /** The same settings with others for headers. */
    public Nat64Settings withHeaders(HeaderSettings newHeaders) {
        return new Nat64Settings(manuallyEnabled, pool6, newHeaders, dropIcmpv6Info, sourceIcmpv6ErrorsBetter);
    }
}
