// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.MappingRule;

/** The translator's rules about the values of globals. */
final class GlobalRules {
    private static final List<Ipv4Prefix> SUBNET_SCOPED = List.of(
            prefix4("0.0.0.0", 8),
            prefix4("127.0.0.0", 8),
            prefix4("169.254.0.0", 16),
            prefix4("224.0.0.0", 4),
            prefix4("255.255.255.255", 32));
    private static final long MINIMUM_IPV6_MTU = 1280;

    private GlobalRules() {}

    private static Ipv4Prefix prefix4(String address, int length) {
        return new Ipv4Prefix(IpText.parse4(address), length);
    }

    /** RFC 6052 § 2.2: one of six lengths, no host bits, and the octet of bits 64 to 71 is zero unless forced. */
    static Optional<Ipv6Prefix> pool6(Optional<Ipv6Prefix> value, boolean force) {
        value.ifPresent(prefix -> {
            switch (prefix.length()) {
                case 32, 40, 48, 56, 64, 96 -> {}
                default ->
                    throw RefusedException.invalid(
                            prefix.length() + " is not a valid prefix length (32, 40, 48, 56, 64, 96).");
            }
            requireNoSuffix(prefix.hasSuffix(), prefix);
            if (!force && prefix.low() >>> 56 != 0) {
                throw RefusedException.invalid("The u-bit is nonzero; see https://github.com/NICMx/Jool/issues/174.\n"
                        + "Will cancel the operation. Use --force to override this.");
            }
        });
        return value;
    }

    static Optional<Ipv6Prefix> rfc6791v6(Optional<Ipv6Prefix> value, boolean force) {
        value.ifPresent(prefix -> requireNoSuffix(prefix.hasSuffix(), prefix));
        return value;
    }

    static Optional<Ipv4Prefix> rfc6791v4(Optional<Ipv4Prefix> value, boolean force) {
        value.ifPresent(prefix -> {
            requireNoSuffix(prefix.hasSuffix(), prefix);
            for (Ipv4Prefix scoped : SUBNET_SCOPED) {
                if (!force && (scoped.contains(prefix) || prefix.contains(scoped))) {
                    throw RefusedException.invalid("Prefix " + prefix + " intersects with subnet scoped network "
                            + scoped + ".Will cancel the operation. Use --force to ignore this validation.");
                }
            }
        });
        return value;
    }

    static Optional<Ipv4Prefix> naptPrefix(Optional<Ipv4Prefix> value, boolean force) {
        value.ifPresent(prefix -> requireNoSuffix(prefix.hasSuffix(), prefix));
        return value;
    }

    static Optional<MappingRule> mappingRule(Optional<MappingRule> value, boolean force) {
        try {
            value.ifPresent(MappingRule::requireValid);
        } catch (joolj.translation.RefusedException e) {
            throw new RefusedException(e.reason().status(), e.getMessage());
        }
        return value;
    }

    /** RFC 7597 § 5.2: what a customer edge must have, and what must fit. */
    static void customerEdge(Optional<MappingRule> bmr, Optional<Ipv6Prefix> endUserPrefix) {
        if (endUserPrefix.isEmpty()) {
            throw RefusedException.invalid("The End-user IPv6 prefix is unset.");
        }
        if (bmr.isEmpty()) {
            throw RefusedException.invalid("The BMR is unset.");
        }
        try {
            CustomerEdge possible = new CustomerEdge(bmr.get(), endUserPrefix.get());
            assert possible.bmr().equals(bmr.get());
        } catch (joolj.translation.RefusedException e) {
            throw new RefusedException(e.reason().status(), e.getMessage());
        }
    }

    private static void requireNoSuffix(boolean hasSuffix, Object prefix) {
        if (hasSuffix) {
            throw RefusedException.invalid("'" + prefix + "' seems to have a suffix; please fix.");
        }
    }

    static Long lowestIpv6Mtu(Long value, boolean force) {
        if (value < MINIMUM_IPV6_MTU) {
            throw RefusedException.invalid(
                    "lowest-ipv6-mtu (" + value + ") is too small (min: " + MINIMUM_IPV6_MTU + ").");
        }
        return value;
    }

    /** Stores the sizes in descending order, without repetition and zeroes. */
    static List<Integer> plateaus(List<Integer> value, boolean force) {
        List<Integer> sorted = value.stream()
                .filter(size -> size != 0)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        if (sorted.isEmpty()) {
            throw RefusedException.invalid("The plateaus list contains nothing but zeroes.");
        }
        return sorted;
    }

    static Long fieldMask(Long value, boolean force) {
        if (value > 0b1111) {
            throw RefusedException.invalid("f-args (" + value + ") is out of range. (0-15)");
        }
        return value;
    }

    /** A number within bounds. */
    static Global.Rule<Long> range(String key, long least, long greatest) {
        return (value, force) -> {
            if (value < least || value > greatest) {
                throw RefusedException.invalid(
                        key + " (" + value + ") is out of range. (" + least + "-" + greatest + ")");
            }
            return value;
        };
    }

    /** The rule of a timeout that may not be below {@code minimum} milliseconds. */
    static Global.Rule<Long> timeout(String name, long minimum) {
        return (value, force) -> {
            if (value < minimum) {
                throw RefusedException.invalid(
                        "The '" + name + "' timeout (" + value + ") is too small. (min: " + minimum + ")");
            }
            return value;
        };
    }
}
