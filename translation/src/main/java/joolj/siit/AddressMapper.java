// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import joolj.rfc6052.Pool6;
import joolj.translation.Address6;
import joolj.translation.Routes;
import joolj.translation.SubnetScoped;

/**
 * Translates addresses, RFC 7915 § 4.1 and § 5.1 with RFC 7757 § 3.3: by the EAMT, else by the pool6. Keeps the last
 * result. Confined to one thread.
 *
 * <p>Deviation from RFC 7915 § 4.1 and § 5.1: an address that cannot be translated makes the translator leave the packet
 * alone instead of answering it, because the node may be reachable without translation.
 */
final class AddressMapper {
    private static final long LOOPBACK_LOW = 1;

    private final Address6 result6 = new Address6();
    private int result4;

    /** The last IPv4 address, big-endian. */
    int address4() {
        return result4;
    }

    /** The last IPv6 address. */
    Address6 address6() {
        return result6;
    }

    /**
     * Translates an IPv6 address.
     *
     * @param exempt whether IPv4 addresses are good that are denied or not forwarded; so it is for the sources of ICMP
     *     errors
     */
    Mapping map64(SiitConfiguration configuration, Routes routes, long high, long low, boolean exempt) {
        if (high == 0 && low == LOOPBACK_LOW) {
            return Mapping.LOOPBACK6;
        }
        Mapping mapping = Mapping.EAM;
        long mapped = configuration.eamt().translate64(high, low);
        if (mapped >= 0) {
            result4 = (int) mapped;
        } else {
            Pool6 pool6 = configuration.settings().pool6();
            if (pool6 == null || !pool6.contains(high, low)) {
                return Mapping.NONE;
            }
            mapping = Mapping.POOL6;
            result4 = pool6.extract(high, low);
            if (!exempt && configuration.denylist4().contains(result4)) {
                return Mapping.DENIED;
            }
        }
        return exempt || isForwarded(routes, result4) ? mapping : Mapping.NOT_FORWARDED;
    }

    /**
     * Translates an IPv4 address.
     *
     * @param exempt whether addresses are good that are not forwarded; so it is for the sources of ICMP errors
     * @param useEamt false leaves the EAMT aside; RFC 7757 § 4.2
     */
    Mapping map46(SiitConfiguration configuration, Routes routes, int address, boolean exempt, boolean useEamt) {
        if (!exempt && !isForwarded(routes, address)) {
            return Mapping.NOT_FORWARDED;
        }
        if (useEamt && configuration.eamt().translate46(address, result6)) {
            return Mapping.EAM;
        }
        if (configuration.denylist4().contains(address)) {
            return Mapping.DENIED;
        }
        Pool6 pool6 = configuration.settings().pool6();
        if (pool6 == null) {
            return Mapping.NONE;
        }
        result6.set(pool6.embedHigh(address), pool6.embedLow(address));
        return Mapping.POOL6;
    }

    private static boolean isForwarded(Routes routes, int address) {
        return !SubnetScoped.contains(address) && !routes.isOwn4(address);
    }
}
