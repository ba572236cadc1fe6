// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import java.util.Objects;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc7915.HeaderSettings;
import joolj.rfc7915.MtuPlateaus;

/**
 * The settings of a stateless translator. Immutable; a change is a new record given to {@link SiitTranslator#settings}.
 *
 * @param manuallyEnabled false hands every packet back untouched
 * @param pool6 the prefix of the IPv6 addresses that stand for IPv4 nodes, or null if there is none
 * @param headers settings of the translation of headers
 * @param eamHairpinMode what becomes of packets from one mapped IPv6 node to another; RFC 7757 § 4
 * @param randomizeRfc6791Addresses whether the sources that {@code rfc6791v4Prefix} provides are random; otherwise they
 *     depend on the hop limit of the packet
 * @param rfc6791v6Prefix the sources of ICMPv6 errors from IPv4 nodes that have no IPv6 address, or null for an address
 *     of the translator's own
 * @param rfc6791v4Prefix the sources of ICMPv4 errors from IPv6 nodes that have no IPv4 address, RFC 6791 § 3.1, or null
 *     for an address of the translator's own
 */
public record SiitSettings(
        boolean manuallyEnabled,
        Pool6 pool6,
        HeaderSettings headers,
        EamHairpinMode eamHairpinMode,
        boolean randomizeRfc6791Addresses,
        Ipv6Prefix rfc6791v6Prefix,
        Ipv4Prefix rfc6791v4Prefix) {

    /** What becomes of packets from one mapped IPv6 node to another that go through the translator; RFC 7757 § 4.2. */
    public enum EamHairpinMode {
        /** They are translated as others are. */
        OFF,
        /** The EAMT is left aside where the answers would bypass the translator; RFC 7757 § 4.2.1. */
        SIMPLE,
        /** They are translated to IPv4 and at once back to IPv6; RFC 7757 § 4.2.2. */
        INTRINSIC
    }

    private static final HeaderSettings DEFAULT_HEADERS =
            new HeaderSettings(HeaderSettings.MINIMUM_IPV6_MTU, false, false, 0, MtuPlateaus.DEFAULT, false);

    /** Checks that nothing is missing. */
    public SiitSettings {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(eamHairpinMode, "eamHairpinMode");
    }

    /**
     * What an instance starts with.
     *
     * @param pool6 may be null
     */
    public static SiitSettings defaults(Pool6 pool6) {
        return new SiitSettings(true, pool6, DEFAULT_HEADERS, EamHairpinMode.INTRINSIC, true, null, null);
    }

    /** The same settings with others for headers. */
    public SiitSettings withHeaders(HeaderSettings newHeaders) {
        return new SiitSettings(
                manuallyEnabled,
                pool6,
                newHeaders,
                eamHairpinMode,
                randomizeRfc6791Addresses,
                rfc6791v6Prefix,
                rfc6791v4Prefix);
    }

    /** The same settings with another hairpinning mode. */
    public SiitSettings withEamHairpinMode(EamHairpinMode newMode) {
        return new SiitSettings(
                manuallyEnabled, pool6, headers, newMode, randomizeRfc6791Addresses, rfc6791v6Prefix, rfc6791v4Prefix);
    }

    /** The same settings with other sources of ICMP errors; the prefixes may be null. */
    public SiitSettings withRfc6791(boolean randomize, Ipv6Prefix newV6Prefix, Ipv4Prefix newV4Prefix) {
        return new SiitSettings(manuallyEnabled, pool6, headers, eamHairpinMode, randomize, newV6Prefix, newV4Prefix);
    }
}
