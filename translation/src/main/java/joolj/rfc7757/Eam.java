// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7757;

import java.util.Objects;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.RefusedException;
import joolj.translation.RefusedException.Cause;

/**
 * An Explicit Address Mapping, RFC 7757 § 3.2: addresses of the two prefixes with the same suffix stand for each other.
 *
 * @param prefix6 without host bits, with at least as many suffix bits as {@code prefix4}
 * @param prefix4 without host bits
 */
public record Eam(Ipv6Prefix prefix6, Ipv4Prefix prefix4) {

    /** Refuses what RFC 7757 § 3.2 does not permit, with {@link RefusedException}. */
    public Eam {
        Objects.requireNonNull(prefix6, "prefix6");
        Objects.requireNonNull(prefix4, "prefix4");
        if (prefix6.hasSuffix()) {
            throw hasSuffix(prefix6);
        }
        if (prefix4.hasSuffix()) {
            throw hasSuffix(prefix4);
        }
        if (Ipv4Prefix.MAX_LENGTH - prefix4.length() > Ipv6Prefix.MAX_LENGTH - prefix6.length()) {
            throw new RefusedException(
                    Cause.INVALID, "The IPv4 suffix length must be smaller or equal than the IPv6 suffix length.");
        }
    }

    private static RefusedException hasSuffix(Object prefix) {
        return new RefusedException(Cause.INVALID, "'" + prefix + "' seems to have a suffix; please fix.");
    }

    /** Such as {@code 2001:db8::/120|192.0.2.0/24}. */
    @Override
    public String toString() {
        return prefix6 + "|" + prefix4;
    }
}
