// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import joolj.rfc6791.ErrorSources;
import joolj.siit.SiitSettings.EamHairpinMode;
import joolj.translation.Address6;
import joolj.translation.Outcome;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Routes;
import joolj.translation.Translation;

/**
 * Finds the IPv6 addresses of an IPv4 packet and of the packet it quotes; RFC 7915 § 4.1. With simple hairpinning and in
 * the second pass of the intrinsic one, the EAMT is left aside for the addresses that RFC 7757 § 4.2 names.
 */
final class Addresses46 {
    private Addresses46() {}

    /**
     * Fills the addresses of the outgoing tuples.
     *
     * @param error whether it is an ICMPv4 error, whose quoted packet was read
     * @return {@link Outcome#CONTINUE}, {@link Outcome#ACCEPT} or {@link Outcome#DROP}
     */
    static Outcome find(Translation t, SiitConfiguration configuration, SiitState state, boolean error) {
        Packet in = t.packet();
        Routes routes = t.routes();
        AddressMapper mapper = state.mapper;
        Address6 result = mapper.address6();
        boolean simple = configuration.settings().eamHairpinMode() == EamHairpinMode.SIMPLE;
        boolean useEamt = !simple && !t.hairpinning();

        Mapping destination = mapper.map46(configuration, routes, in.ipv4.destination(), false, true);
        if (!destination.succeeded()) {
            return t.accept(Reason.V4_TO_V6_DST);
        }
        t.outgoing().destination6(result.high, result.low);

        boolean fromElsewhere = error && in.ipv4.source() != t.inner().ipv4.destination();
        Mapping source = mapper.map46(configuration, routes, in.ipv4.source(), error, useEamt || fromElsewhere);
        boolean provided = error && source == Mapping.NONE;
        if (!provided && !source.succeeded()) {
            return t.accept(Reason.V4_TO_V6_SRC);
        }
        t.outgoing().source6(result.high, result.low);

        if (error) {
            Outcome outcome = findQuoted(t, configuration, mapper, useEamt);
            if (outcome != Outcome.CONTINUE) {
                return outcome;
            }
        }
        return provided ? provideSource(t, configuration, state) : Outcome.CONTINUE;
    }

    private static Outcome findQuoted(
            Translation t, SiitConfiguration configuration, AddressMapper mapper, boolean useEamt) {
        Packet inner = t.inner();
        Routes routes = t.routes();
        Address6 result = mapper.address6();

        Mapping destination = mapper.map46(configuration, routes, inner.ipv4.destination(), false, useEamt);
        if (!destination.succeeded()) {
            return t.accept(Reason.V4_TO_V6_DST);
        }
        t.innerOutgoing().destination6(result.high, result.low);
        Mapping source = mapper.map46(configuration, routes, inner.ipv4.source(), false, true);
        if (!source.succeeded()) {
            return t.accept(Reason.V4_TO_V6_SRC);
        }
        t.innerOutgoing().source6(result.high, result.low);
        return Outcome.CONTINUE;
    }

    private static Outcome provideSource(Translation t, SiitConfiguration configuration, SiitState state) {
        Address6 result = state.mapper.address6();
        if (!ErrorSources.find6(t, configuration.settings().rfc6791v6Prefix(), state.random, result)) {
            return t.drop(Reason.V4_TO_V6_RFC6791_ENOENT);
        }
        t.outgoing().source6(result.high, result.low);
        return Outcome.CONTINUE;
    }
}
