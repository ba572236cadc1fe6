// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import joolj.rfc6791.ErrorSources;
import joolj.siit.SiitSettings.EamHairpinMode;
import joolj.translation.Outcome;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Routes;
import joolj.translation.Translation;

/**
 * Finds the IPv4 addresses of an IPv6 packet and of the packet it quotes, and whether it is to be hairpinned; RFC 7915
 * § 5.1, RFC 7757 § 4.2.2.
 *
 * <p>Untranslatable destinations are counted as V6_TO_V4_SRC and sources as V6_TO_V4_DST, as Jool 4.1.9 does.
 */
final class Addresses64 {
    private static final Reason DESTINATION = Reason.V6_TO_V4_SRC;
    private static final Reason SOURCE = Reason.V6_TO_V4_DST;

    private Addresses64() {}

    /**
     * Fills the addresses of the outgoing tuples.
     *
     * @param error whether it is an ICMPv6 error, whose quoted packet was read
     * @return {@link Outcome#CONTINUE}, {@link Outcome#ACCEPT} or {@link Outcome#DROP}
     */
    static Outcome find(Translation t, SiitConfiguration configuration, SiitState state, boolean error) {
        Packet in = t.packet();
        Routes routes = t.routes();
        AddressMapper mapper = state.mapper;
        boolean intrinsic = configuration.settings().eamHairpinMode() == EamHairpinMode.INTRINSIC;

        Mapping destination =
                mapper.map64(configuration, routes, in.ipv6.destinationHigh(), in.ipv6.destinationLow(), false);
        if (!destination.succeeded()) {
            return t.accept(DESTINATION);
        }
        int destination4 = mapper.address4();
        state.hairpin = intrinsic && isMappedNode(configuration, destination, destination4);

        Mapping source = mapper.map64(configuration, routes, in.ipv6.sourceHigh(), in.ipv6.sourceLow(), error);
        boolean provided = error && source == Mapping.NONE;
        if (!provided && !source.succeeded()) {
            return t.accept(SOURCE);
        }
        t.outgoing().addresses4(mapper.address4(), destination4);

        if (error) {
            Outcome outcome = findQuoted(t, configuration, state, intrinsic);
            if (outcome != Outcome.CONTINUE) {
                return outcome;
            }
        }
        return provided ? provideSource(t, configuration, state) : Outcome.CONTINUE;
    }

    private static Outcome findQuoted(
            Translation t, SiitConfiguration configuration, SiitState state, boolean intrinsic) {
        Packet inner = t.inner();
        Routes routes = t.routes();
        AddressMapper mapper = state.mapper;

        Mapping destination =
                mapper.map64(configuration, routes, inner.ipv6.destinationHigh(), inner.ipv6.destinationLow(), false);
        if (!destination.succeeded()) {
            return t.accept(DESTINATION);
        }
        int destination4 = mapper.address4();
        Mapping source = mapper.map64(configuration, routes, inner.ipv6.sourceHigh(), inner.ipv6.sourceLow(), false);
        if (!source.succeeded()) {
            return t.accept(SOURCE);
        }
        t.innerOutgoing().addresses4(mapper.address4(), destination4);
        // What an error's own destination is does not matter.
        state.hairpin = intrinsic && isMappedNode(configuration, source, mapper.address4());
        return Outcome.CONTINUE;
    }

    /** Whether an address that pool6 translated belongs to an IPv6 node of the EAMT. */
    private static boolean isMappedNode(SiitConfiguration configuration, Mapping mapping, int address) {
        return mapping == Mapping.POOL6 && configuration.eamt().contains4(address);
    }

    private static Outcome provideSource(Translation t, SiitConfiguration configuration, SiitState state) {
        SiitSettings settings = configuration.settings();
        int host = settings.randomizeRfc6791Addresses()
                ? state.random.nextInt()
                : t.packet().ttl();
        int source = ErrorSources.find4(t, settings.rfc6791v4Prefix(), host, state.hairpin);
        if (source == 0) {
            return t.drop(Reason.V6_TO_V4_RFC6791_ENOENT);
        }
        t.outgoing().source4 = source;
        return Outcome.CONTINUE;
    }
}
