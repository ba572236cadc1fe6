// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import java.util.concurrent.atomic.AtomicInteger;
import joolj.rfc7597.PortSet;
import joolj.rfc7915.HeaderSettings;
import joolj.translation.Packet;
import joolj.wire.Ipv6Header;

/**
 * RFC 7599 § 10.3: subscribers that share an address must not use the same identifications for fragments, because what
 * they send to the same node would be put together wrongly there. So a customer edge takes them from its port set.
 *
 * <p>One for all workers of a translator.
 */
final class FragmentIdentifications {
    private final AtomicInteger used = new AtomicInteger();

    /** Gives an IPv4 packet that was read, and that may have to leave in fragments, an identification of the set. */
    void rewrite(Packet in, PortSet ports) {
        int length = Ipv6Header.LENGTH + in.length - in.headersLength;
        boolean whole = in.ipv4.dontFragment() || length <= HeaderSettings.MINIMUM_IPV6_MTU;
        if (!whole && ports.psidLength() > 0) {
            in.identification = next(ports);
        }
    }

    /** Never 0, which kernels replace by a number of their own, unless the set has nothing else. */
    private int next(PortSet ports) {
        int identification = ports.port((used.getAndIncrement() & Integer.MAX_VALUE) % ports.size());
        return identification == 0 ? ports.port(ports.size() - 1) : identification;
    }
}
