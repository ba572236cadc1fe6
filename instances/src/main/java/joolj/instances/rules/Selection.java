// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.config.PortRange;

/**
 * Which packets an instance translates, as far as rules can tell by looking at destinations. Of IPv4 packets, those to
 * {@code taken4} are meant whatever {@code left4} says.
 *
 * @param taken6 destinations of IPv6 packets
 * @param taken4 destinations of IPv4 packets
 * @param rest4 whether IPv4 packets to everybody else are meant as well, unless they go to {@code left4}, to the node
 *     itself, to a group or to a broadcast address
 * @param left4 destinations of IPv4 packets that {@code rest4} does not include
 */
public record Selection(List<Ipv6Prefix> taken6, List<Destination4> taken4, boolean rest4, List<Ipv4Prefix> left4) {
    /** Most prefixes of one list; more than that are nothing for a chain of rules. */
    public static final int MAXIMUM = 65_536;

    /**
     * Destinations of IPv4 packets. ICMP messages are told by their address alone, because errors about TCP and UDP come
     * as ICMP and because rules cannot look at identifiers.
     *
     * @param prefix their addresses; nothing stands for the node's own
     * @param protocol nothing stands for all protocols
     * @param ports of TCP and UDP, ascending; {@link PortRange#ALL} if they do not matter
     */
    public record Destination4(Optional<Ipv4Prefix> prefix, Optional<L4Protocol> protocol, PortRange ports) {
        /** All packets to a prefix. */
        public static Destination4 of(Ipv4Prefix prefix) {
            return new Destination4(Optional.of(prefix), Optional.empty(), PortRange.ALL);
        }
    }

    /** Checks that nothing is missing. */
    public Selection {
        taken6 = List.copyOf(taken6);
        taken4 = List.copyOf(taken4);
        left4 = List.copyOf(left4);
        Objects.checkIndex(Math.max(taken6.size(), Math.max(taken4.size(), left4.size())), 4 * MAXIMUM);
    }
}
