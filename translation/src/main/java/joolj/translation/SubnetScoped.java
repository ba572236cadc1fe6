// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import joolj.address.Ipv4Prefix;
import joolj.translation.RefusedException.Cause;

/**
 * The IPv4 addresses that mean something within one subnet only and are therefore never translated: "this host",
 * loopback, link-local, multicast and limited broadcast; RFC 6890 § 2.2.2, RFC 5771.
 *
 * <p>Of 0.0.0.0/8 only the first address is refused in packets, as Linux does, but the whole network in the
 * configuration.
 */
public final class SubnetScoped {
    private static final Ipv4Prefix[] NETWORKS = {
        Ipv4Prefix.parse("0.0.0.0/8"),
        Ipv4Prefix.parse("127.0.0.0/8"),
        Ipv4Prefix.parse("169.254.0.0/16"),
        Ipv4Prefix.parse("224.0.0.0/4"),
        Ipv4Prefix.parse("255.255.255.255/32")
    };

    private static final int LOOPBACK = 127;
    private static final int LINK_LOCAL = 0xa9fe;
    private static final int MULTICAST = 0xe;
    private static final int BROADCAST = 0xffff_ffff;

    private SubnetScoped() {}

    /** Whether an address, big-endian, is never translated. */
    public static boolean contains(int address) {
        return address == 0
                || address == BROADCAST
                || address >>> 24 == LOOPBACK
                || address >>> 16 == LINK_LOCAL
                || address >>> 28 == MULTICAST;
    }

    /**
     * Refuses a prefix that has such addresses: for the denylist and the setting {@code rfc6791v4-prefix}.
     *
     * @throws RefusedException with {@link Cause#INVALID} if it has any
     */
    public static void refuse(Ipv4Prefix prefix) {
        for (Ipv4Prefix network : NETWORKS) {
            if (prefix.contains(network) || network.contains(prefix)) {
                throw new RefusedException(
                        Cause.INVALID,
                        "Prefix " + prefix + " intersects with subnet scoped network " + network
                                + ".Will cancel the operation. Use --force to ignore this validation.");
            }
        }
    }
}
