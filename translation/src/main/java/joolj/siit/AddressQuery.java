// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import java.util.Objects;
import joolj.address.IpText;
import joolj.rfc7757.Eam;
import joolj.rfc7757.Eamt;
import joolj.siit.AddressAnswer.Scheme;
import joolj.translation.Address6;
import joolj.translation.RefusedException;
import joolj.translation.RefusedException.Cause;
import joolj.translation.Routes;

/**
 * Answers how an address would be translated, by the same rules that packets are translated by; for an address that is
 * not the source of an ICMP error and is not hairpinned.
 */
public final class AddressQuery {
    private final SiitConfiguration configuration;
    private final Routes routes;

    /**
     * @param configuration what is in force
     * @param routes the routing of the instance's namespace, which knows the translator's own addresses
     */
    public AddressQuery(SiitConfiguration configuration, Routes routes) {
        this.configuration = Objects.requireNonNull(configuration, "configuration");
        this.routes = Objects.requireNonNull(routes, "routes");
    }

    /**
     * Translates an IPv6 address.
     *
     * @throws RefusedException with {@link Cause#INVALID} and a text for people if it is not translated
     */
    public AddressAnswer ask6(long high, long low) {
        Eam eam = configuration.eamt().find6(high, low);
        AddressMapper mapper = new AddressMapper();
        Mapping mapping = mapper.map64(with(eam), routes, high, low, false);
        if (!mapping.succeeded()) {
            throw new RefusedException(Cause.INVALID, refusal6(mapping));
        }
        return answer(true, IpText.format6(high, low), IpText.format4(mapper.address4()), mapping, eam);
    }

    private static String refusal6(Mapping mapping) {
        return switch (mapping) {
            case LOOPBACK6 -> "IPv6 source address (::1) is illegal (according to RFC 7915).";
            case DENIED -> "The resulting address (%pI4) is denylist4ed.";
            case NOT_FORWARDED -> "The resulting address is subnet-scoped or belongs to a local interface.";
            case NONE, EAM, POOL6 -> "The input address lacks both pool6 prefix and EAM.";
        };
    }

    /**
     * Translates an IPv4 address, big-endian.
     *
     * @throws RefusedException with {@link Cause#INVALID} and a text for people if it is not translated
     */
    public AddressAnswer ask4(int address) {
        Eam eam = configuration.eamt().find4(address);
        AddressMapper mapper = new AddressMapper();
        Mapping mapping = mapper.map46(with(eam), routes, address, false, true);
        if (!mapping.succeeded()) {
            throw new RefusedException(Cause.INVALID, refusal4(mapping));
        }
        Address6 result = mapper.address6();
        return answer(false, IpText.format4(address), IpText.format6(result.high, result.low), mapping, eam);
    }

    private static String refusal4(Mapping mapping) {
        return switch (mapping) {
            case NOT_FORWARDED -> "The address is subnet-scoped or belongs to a local interface.";
            case DENIED -> "The address lacks EAMT entry and is denylist4ed.";
            case NONE, EAM, POOL6, LOOPBACK6 -> "The address lacks EAMT entry and there's no pool6 prefix.";
        };
    }

    /** The configuration with one mapping or none, so that all of an answer comes from the same one. */
    private SiitConfiguration with(Eam eam) {
        Eamt eamt = new Eamt();
        if (eam != null) {
            eamt.add(eam, true);
        }
        return new SiitConfiguration(configuration.settings(), eamt, configuration.denylist4());
    }

    private AddressAnswer answer(boolean towards4, String query, String result, Mapping mapping, Eam eam) {
        if (mapping == Mapping.EAM) {
            return new AddressAnswer(towards4, query, result, Scheme.EAMT, eam.prefix6(), eam.prefix4());
        }
        return new AddressAnswer(
                towards4,
                query,
                result,
                Scheme.RFC6052,
                configuration.settings().pool6().prefix(),
                null);
    }
}
