// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import java.util.Objects;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc7597.CustomerEdge;
import joolj.rfc7915.HeaderSettings;

/**
 * The settings of a MAP-T translator. Immutable; a change is a new record given to {@link MaptTranslator#settings}.
 *
 * @param manuallyEnabled false hands every packet back untouched
 * @param edge what makes the translator a customer edge; null makes it a border relay
 * @param dmr the prefix of the default mapping rule, RFC 7599 § 5.1, or null if there is none
 * @param headers settings of the translation of headers
 * @param rfc6791v6Prefix the sources of ICMPv6 errors from nodes without IPv6 address, or null for an address of the
 *     translator's own
 * @param rfc6791v4Prefix the sources of ICMPv4 errors from nodes without IPv4 address, or null for an address of the
 *     translator's own
 * @param checkPorts whether IPv6 packets are dropped whose port lies outside the port set of their customer edge; RFC
 *     7599 § 8.2, § 8.3
 * @param napt how a customer edge masks private addresses with its own address and ports, RFC 7599 § 8.1, or null if
 *     that is done elsewhere
 */
public record MaptSettings(
        boolean manuallyEnabled,
        CustomerEdge edge,
        Pool6 dmr,
        HeaderSettings headers,
        Ipv6Prefix rfc6791v6Prefix,
        Ipv4Prefix rfc6791v4Prefix,
        boolean checkPorts,
        NaptSettings napt) {

    /** Checks that nothing is missing. */
    public MaptSettings {
        Objects.requireNonNull(headers, "headers");
    }

    /**
     * A border relay with the default settings.
     *
     * @param dmr may be null
     */
    public static MaptSettings borderRelay(Pool6 dmr) {
        return new MaptSettings(true, null, dmr, HeaderSettings.DEFAULT, null, null, true, null);
    }

    /**
     * A customer edge with the default settings.
     *
     * @param dmr may be null
     */
    public static MaptSettings customerEdge(CustomerEdge edge, Pool6 dmr) {
        return new MaptSettings(true, edge, dmr, HeaderSettings.DEFAULT, null, null, true, null);
    }

    /** The same settings with others for headers. */
    public MaptSettings withHeaders(HeaderSettings newHeaders) {
        return new MaptSettings(
                manuallyEnabled, edge, dmr, newHeaders, rfc6791v6Prefix, rfc6791v4Prefix, checkPorts, napt);
    }

    /** The same settings with other sources of ICMP errors; the prefixes may be null. */
    public MaptSettings withRfc6791(Ipv6Prefix newV6Prefix, Ipv4Prefix newV4Prefix) {
        return new MaptSettings(manuallyEnabled, edge, dmr, headers, newV6Prefix, newV4Prefix, checkPorts, napt);
    }

    /** The same settings with or without the check of ports. */
    public MaptSettings withCheckPorts(boolean check) {
        return new MaptSettings(manuallyEnabled, edge, dmr, headers, rfc6791v6Prefix, rfc6791v4Prefix, check, napt);
    }

    /** The same settings with a NAPT, or with none if it is null. */
    public MaptSettings withNapt(NaptSettings newNapt) {
        return new MaptSettings(
                manuallyEnabled, edge, dmr, headers, rfc6791v6Prefix, rfc6791v4Prefix, checkPorts, newNapt);
    }

    /** Whether the translator masks private addresses itself. */
    boolean hasNapt() {
        return napt != null && edge != null;
    }
}
